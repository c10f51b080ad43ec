// Times without a network: after one visit the site and its tree open with the server stopped; another version is announced,
// used on request, and never by halves; sites on one origin never meet.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeWorker } from '../../build/offline.mjs';
import { axe, DIST, heading, journey, openArchive, openSample, ready, row, screenshot, soon, SUB_PATH } from './harness.mjs';
import { LIGHTHOUSE, tree } from './trees.mjs';

const ALLOWED = { context: { serviceWorkers: 'allow' } };
/** What the console says when the server is away, which is what these journeys are about. */
const AWAY = { ...ALLOWED, may: [/console: .*(?:ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|ERR_FAILED|An unknown error occurred when fetching the script|Failed to fetch)/] };
const ARCHIVE = tree(LIGHTHOUSE);
/** The same, with another name for a plan. */
const MOVED = tree(Object.fromEntries(Object.entries(LIGHTHOUSE).map(([path, text]) => [path.replace('harbour', 'haven'), text])));

/**
 * Waits until a function of the page, which may have to wait itself, gives something. What the page was asked while it was
 * being replaced may never be answered, so it is asked again.
 */
async function until(page, work, given) {
  for (const end = Date.now() + 30_000; Date.now() < end; await page.waitForTimeout(50)) {
    const late = new Promise((resolve) => { setTimeout(resolve, 3_000, false); });
    if (await Promise.race([page.evaluate(work, given).catch(() => false), late])) return;
  }
  throw new Error(`waited in vain for ${work}`);
}

/** Waits until the site is stored. */
async function isStored(page) {
  await until(page, async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    return registration?.active?.state === 'activated' && registration.scope === new URL('./', location.href).href.split(/[?#]/)[0];
  });
}

const caches = (page) => page.evaluate(async () => (await globalThis.caches.keys()).sort());
const version = (page) => page.evaluate(() => document.documentElement.dataset.version ?? 'first');
const go = (page, place) => page.evaluate((place) => { location.hash = place; }, place);
const notice = (page) => page.getByRole('status').getByText('A new version is ready.');

/** Waits until the tree that this page has opened is stored. */
async function isTreeStored(page, count = 1) {
  await until(page, async (count) => {
    let found = 0;
    for (const name of await globalThis.caches.keys()) {
      if (/ tree /.test(name) && await (await globalThis.caches.open(name)).match(new URL('?planarium=about', new URL('./', location.href)).href)) found += 1;
    }
    return found === count;
  }, count);
}

/** Another version of the site, in a folder of its own: other names for all that is named after its content. */
async function withVersion(name, body) {
  const folder = mkdtempSync(join(tmpdir(), 'planarium-version-'));
  try {
    cpSync(DIST, folder, { recursive: true });
    const renamed = new Map();
    for (const file of readdirSync(folder).filter((file) => /^planarium-\w+\.(?:js|css|wasm)$/.test(file))) {
      const stem = /^planarium-([0-9a-f]+)/.exec(file)[1];
      renamed.set(stem, createHash('sha256').update(stem + name).digest('hex').slice(0, stem.length));
      renameSync(join(folder, file), join(folder, file.replace(stem, renamed.get(stem))));
    }
    const hashes = (html) => [...html.matchAll(/<script\b[^>]*>([\s\S]*?)<\/script\s*>/gi)].map(([, text]) => `sha256-${createHash('sha256').update(text).digest('base64')}`);
    for (const file of readdirSync(folder).filter((file) => /\.(?:js|css)$|^index\.html$/.test(file))) {
      const old = readFileSync(join(folder, file), 'utf8');
      let text = old;
      for (const [stem, other] of renamed) text = text.replaceAll(stem, other);
      if (file === 'index.html') {
        hashes(old).forEach((hash, index) => { text = text.replace(hash, hashes(text)[index]); });
        text = text.replace('<html ', `<html data-version="${name}" `);
      }
      writeFileSync(join(folder, file), text);
    }
    rmSync(join(folder, 'worker.js'));
    writeWorker(folder);
    await body(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

journey('after one visit the site opens without a network, with deep links, reload and search', AWAY, async ({ page, context, open, server, site }) => {
  await open();
  await openSample(page);
  await isStored(page);
  // Nothing of it before the first picture, and what was already here was not fetched a second time by a page.
  await server.stop();
  await page.reload();
  await ready(page);
  await openSample(page);
  for (const [place, name] of [['#/dependencies', 'Dependencies'], ['#/ownership', 'Ownership'], ['#/timeline', 'Timeline'], ['#/findings', 'Findings'], ['#/board', 'Board'], ['#/compare', 'Compare'], ['#/register', 'Register'], ['#/changes', 'Changes']]) {
    await go(page, place);
    await heading(page, name);
  }
  await go(page, '#/search');
  await page.getByRole('searchbox', { name: 'Search everything' }).fill('audit trail');
  await page.locator('#search-hits a.hit').first().waitFor();
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  await page.getByText(/The file will have [\d.]+ MB\./).waitFor();
  // A deep link in a tab of its own.
  const tab = await context.newPage();
  await tab.goto(`${site}?src=sample.zip#/plan/PP06_hipaa_audit_trail`);
  await ready(tab);
  await tab.getByText('HIPAA', { exact: false }).first().waitFor();
  await soon(async () => assert.match(await tab.title(), /HIPAA/i));
  await tab.reload();
  await ready(tab);
  await soon(async () => assert.match(await tab.title(), /HIPAA/i));
});

journey('a page that was open on the first visit goes on without a network', AWAY, async ({ page, open, server }) => {
  await open();
  await openSample(page);
  await isStored(page);
  await page.waitForFunction(() => navigator.serviceWorker.controller);
  await server.stop();
  await go(page, '#/timeline');
  await heading(page, 'Timeline');
});

journey('the tree beside the page is stored, the newest one is shown, and without a network the last', AWAY, async ({ page, open, server, beside, site }) => {
  beside('planarium.json', JSON.stringify({ src: 'plans/plan.zip', title: 'Harbour works' }));
  beside('plans/plan.zip', ARCHIVE);
  await open('#/doc/SP01_harbour/_overview.md');
  await isStored(page);
  await isTreeStored(page);
  beside('plans/plan.zip', MOVED);
  await page.reload();
  await ready(page);
  await row(page, 'SP01 Haven').waitFor();
  await server.stop();
  await page.reload();
  await ready(page);
  await row(page, 'SP01 Haven').waitFor();
  await page.getByRole('link', { name: 'Harbour works' }).first().waitFor();
  await page.getByRole('status').getByText(/The server did not answer\. This is the copy that was stored at \d{4}-/).waitFor();
  await go(page, '#/overview');
  await page.getByText(/did not answer: this is the copy that was stored on this device at/).waitFor();
  // It is listed, opens from the list, and is deleted there.
  await page.getByRole('button', { name: 'Open another tree' }).click();
  await page.getByText(/^Stored here: 1 tree, [\d.]+ kB\. The viewer itself takes [\d.]+ MB/).waitFor();
  await axe(page);
  await screenshot(page, 'stored');
  await page.getByRole('link', { name: 'Harbour works', exact: true }).click();
  await page.waitForURL(site);
  await row(page, 'SP01 Haven').waitFor();
  await page.getByRole('button', { name: 'Open another tree' }).click();
  await page.getByRole('button', { name: 'Delete Harbour works from this device' }).click();
  await page.getByText('Stored here').waitFor({ state: 'detached' });
  await page.goto(`${site}#/overview`);
  await page.reload();
  await page.getByRole('alert').getByText(/cannot be reached/).waitFor();
});

journey('what has not changed is not sent again', ALLOWED, async ({ page, open, server, beside }) => {
  const put = (mark, archive) => beside('plan.zip', archive, { headers: { etag: `"${mark}"` } });
  put('one', ARCHIVE);
  await open('?src=plan.zip');
  await isTreeStored(page);
  server.answers.length = 0;
  await page.reload();
  await ready(page);
  await row(page, 'SP01 Harbour').waitFor();
  assert.deepEqual(server.answers.filter(([path]) => path.endsWith('plan.zip')), [[`${SUB_PATH}plan.zip`, 304]]);
  await soon(async () => assert.equal(await page.getByText('did not answer').count(), 0));
  put('two', MOVED);
  await page.reload();
  await ready(page);
  await row(page, 'SP01 Haven').waitFor();
});

journey('trees of addresses and of manifests are stored, a hundred files of one too', AWAY, async ({ page, open, server, beside }) => {
  beside('one.zip', ARCHIVE);
  const names = Array.from({ length: 100 }, (_, index) => `note ${index}#.md`);
  beside('many/list.json', JSON.stringify({ files: names }));
  for (const name of names) beside(`many/${name}`, `# Note ${name}\n`);
  await open('?src=one.zip');
  await isTreeStored(page, 1);
  await open('?src=many/list.json');
  await isTreeStored(page, 2);
  await server.stop();
  await open('?src=one.zip#/tree/SP01_harbour');
  await row(page, 'SP01 Harbour').waitFor();
  await open('?src=many/list.json');
  await page.getByRole('treeitem').filter({ hasText: 'note 7#' }).first().waitFor();
  await page.getByRole('button', { name: 'Open another tree' }).click();
  await page.getByText(/^Stored here: 2 trees,/).waitFor();
  // What the reader keeps is counted too, and all of it is deleted after a question.
  await openArchive(page, ARCHIVE, 'mine.zip');
  await page.getByRole('button', { name: 'Keep on this device' }).click();
  await page.getByRole('status').getByText('mine.zip is kept on this device.').waitFor();
  await page.getByRole('button', { name: 'Open another tree' }).click();
  await page.getByText(/^Stored here: 3 trees,/).waitFor();
  await page.getByRole('button', { name: 'Delete all' }).click();
  await page.getByText('3 trees will be gone from this device for good.').waitFor();
  await page.getByRole('button', { name: 'Delete them' }).click();
  await page.getByText('Stored here').waitFor({ state: 'detached' });
  assert.equal((await caches(page)).filter((name) => / tree /.test(name)).length, 0);
});

journey('another version is announced, used on request, and the pages of the old one go on', ALLOWED, async ({ page, context, open, server, site }) => {
  await open();
  await isStored(page);
  const [before] = await caches(page);
  await withVersion('second', async (folder) => {
    server.folders.set(SUB_PATH, folder);
    // The old version is shown while the new one comes.
    await page.reload();
    await ready(page);
    assert.equal(await version(page), 'first');
    await notice(page).waitFor();
    await axe(page);
    await screenshot(page, 'version');
    await openSample(page);
    await soon(async () => assert.equal(await page.getByText('did not answer').count(), 0));
    await page.setViewportSize({ width: 390, height: 844 });
    await screenshot(page, 'version-phone');
    await page.setViewportSize({ width: 1440, height: 900 });
    const tab = await context.newPage();
    await tab.goto(site);
    await ready(tab);
    assert.equal(await version(tab), 'first');
    await openSample(tab);
    await notice(tab).waitFor();
    assert.equal((await caches(page)).length, 2);
    // Not now.
    await tab.getByRole('button', { name: 'Later' }).click();
    await notice(tab).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Reload with it' }).click();
    await page.waitForFunction(() => document.documentElement.dataset.version === 'second');
    await ready(page);
    // The other tab is told again; it goes on with its own files, which the server has no more.
    await notice(tab).waitFor();
    assert.equal(await version(tab), 'first');
    await go(tab, '#/timeline');
    await heading(tab, 'Timeline');
    assert.ok((await caches(page)).includes(before));
    await tab.getByRole('button', { name: 'Reload with it' }).click();
    await tab.waitForFunction(() => document.documentElement.dataset.version === 'second');
    await ready(tab);
    // When none of its pages is left, the old version goes.
    await page.reload();
    await ready(page);
    await until(page, async (before) => !(await globalThis.caches.keys()).includes(before), before);
    assert.equal((await caches(page)).length, 1);
  });
});

journey('half a version leaves the old one whole', AWAY, async ({ page, open, server }) => {
  await open();
  await openSample(page);
  await isStored(page);
  await withVersion('second', async (folder) => {
    server.folders.set(SUB_PATH, folder);
    // The page of the old version needs planarium.json, and the new worker its script; then the server breaks.
    server.breakAfter(5);
    await page.reload();
    await ready(page);
    await until(page, async () => (await globalThis.caches.keys()).length === 2);
    await until(page, async () => {
      const registration = await navigator.serviceWorker.getRegistration();
      return !registration.installing && !registration.waiting;
    });
    await server.stop();
    await page.reload();
    await ready(page);
    assert.equal(await version(page), 'first');
    await openSample(page);
    await go(page, '#/ownership');
    await heading(page, 'Ownership');
    await soon(async () => assert.equal(await page.getByText('A new version is ready.').count(), 0));
    // The server is there again: only what did not come is fetched.
    await server.start();
    server.breakAfter(Infinity);
    await page.reload();
    await ready(page);
    await notice(page).waitFor();
    await page.getByRole('button', { name: 'Reload with it' }).click();
    await page.waitForFunction(() => document.documentElement.dataset.version === 'second');
    await ready(page);
    await openSample(page);
  });
});

journey('a server that is changed while a version is fetched gives no mixture', { ...ALLOWED, may: [/integrity|digest/i] }, async ({ page, open, server }) => {
  await open();
  await isStored(page);
  await withVersion('second', async (second) => {
    // The new worker, beside the files of somebody who has copied one of them wrongly.
    const style = readdirSync(second).find((file) => file.endsWith('.css'));
    writeFileSync(join(second, style), ':root { color: red }');
    server.folders.set(SUB_PATH, second);
    await page.reload();
    await ready(page);
    await until(page, async () => {
      const registration = await navigator.serviceWorker.getRegistration();
      return (await globalThis.caches.keys()).length === 2 && !registration.installing;
    });
    await soon(async () => assert.equal(await page.getByText('A new version is ready.').count(), 0));
    await page.reload();
    await ready(page);
    assert.equal(await version(page), 'first');
  });
});

journey('two sites on one origin, one within the other, never meet', AWAY, async ({ page, context, server, site, beside }) => {
  const inner = `${site}inner/`;
  server.folders.set(`${SUB_PATH}inner/`, DIST);
  beside('plan.zip', ARCHIVE);
  beside('inner/plan.zip', tree({ 'a.md': '# Inner\n' }));
  await page.goto(`${site}?src=plan.zip`);
  await ready(page);
  await isStored(page);
  await isTreeStored(page, 1);
  await page.goto(`${inner}?src=plan.zip`);
  await ready(page);
  await isStored(page);
  await isTreeStored(page, 1);
  const names = await caches(page);
  assert.equal(names.length, 4);
  assert.equal(names.filter((name) => name.startsWith(`planarium ${SUB_PATH} `)).length, 2);
  // What one lists and deletes is its own.
  await page.getByRole('button', { name: 'Open another tree' }).click();
  await page.getByText(/^Stored here: 1 tree,/).waitFor();
  await page.getByRole('button', { name: 'Delete all' }).click();
  await page.getByRole('button', { name: 'Delete them' }).click();
  await page.getByText('Stored here').waitFor({ state: 'detached' });
  assert.deepEqual(await caches(page), names.filter((name) => !name.startsWith(`planarium ${SUB_PATH}inner/ tree`)));
  // A new version of one leaves the other alone.
  await withVersion('second', async (folder) => {
    server.folders.set(SUB_PATH, folder);
    await page.goto(site);
    await ready(page);
    await notice(page).waitFor();
    await page.getByRole('button', { name: 'Reload with it' }).click();
    await page.waitForFunction(() => document.documentElement.dataset.version === 'second');
    await ready(page);
  });
  await server.stop();
  const tab = await context.newPage();
  await tab.goto(inner);
  await ready(tab);
  assert.equal(await version(tab), 'first');
  await tab.goto(`${site}?src=plan.zip`);
  await ready(tab);
  assert.equal(await version(tab), 'second');
  await row(tab, 'SP01 Harbour').waitFor();
});

journey('the worker of an older version, which knows nothing of this one, is replaced', ALLOWED, async ({ page, open, beside, server }) => {
  // It answers everything with a page of its own time, and no question.
  beside('worker.js', `addEventListener('fetch', (event) => { if (event.request.mode === 'navigate') event.respondWith(fetch(event.request)); });`, { type: 'text/javascript' });
  await open();
  await isStored(page);
  await page.reload();
  await ready(page);
  await page.getByRole('button', { name: 'Open the sample' }).waitFor();
  server.requests.length = 0;
  beside('worker.js', readFileSync(join(DIST, 'worker.js')), { type: 'text/javascript' });
  await page.reload();
  await ready(page);
  await notice(page).waitFor();
  await page.getByRole('button', { name: 'Reload with it' }).click();
  await until(page, async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    return !registration.waiting && registration.active?.state === 'activated' && (await globalThis.caches.keys()).length === 1;
  });
  await ready(page);
  await openSample(page);
});

journey('a device without room, and a browser that forbids it, work and say so', ALLOWED, async ({ page, context, open, site }) => {
  const session = await context.newCDPSession(page);
  await session.send('Storage.overrideQuotaForOrigin', { origin: new URL(site).origin, quotaSize: 60_000 });
  await open();
  await page.getByText('The site could not be stored on this device', { exact: false }).waitFor();
  await axe(page);
  assert.deepEqual(await caches(page), []);
  await openSample(page);
  const forbidden = await context.newPage();
  await forbidden.addInitScript(() => { ServiceWorkerContainer.prototype.register = () => Promise.reject(new DOMException('no', 'SecurityError')); });
  await forbidden.goto(site);
  await ready(forbidden);
  await openSample(forbidden);
  await forbidden.waitForTimeout(1_500);
  await forbidden.getByRole('button', { name: 'Open another tree' }).click();
  await forbidden.getByText('This browser does not let the site store itself', { exact: false }).waitFor();
});

journey('nothing is stored in a frame, by an embedded page, or before the first picture', ALLOWED, async ({ page, server, site, beside }) => {
  beside('frame.html', `<!DOCTYPE html><title>x</title><iframe title="x" src="./"></iframe>`, { type: 'text/html' });
  await page.goto(`${site}frame.html`);
  const frame = page.frameLocator('iframe');
  await frame.getByRole('button', { name: 'Open the sample' }).waitFor();
  await page.goto(`${site}?embed=1`);
  await ready(page);
  await page.waitForTimeout(2_500);
  assert.ok(!server.requests.includes(`${SUB_PATH}worker.js`));
  assert.deepEqual(await caches(page), []);
  const picture = new Promise((done) => { page.once('console', (message) => done(message.text())); });
  await page.addInitScript(() => {
    const real = ServiceWorkerContainer.prototype.register;
    ServiceWorkerContainer.prototype.register = function register(...given) {
      console.log(document.documentElement.dataset.planarium);
      return real.apply(this, given);
    };
  });
  await page.goto(site);
  assert.equal(await picture, 'ready');
});
