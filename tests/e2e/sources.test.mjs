// Every way to open a tree ends with the tree on the page.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { axe, choose, hand, heading, journey, openSample, ready, row, soon } from './harness.mjs';
import { LIGHTHOUSE, tree } from './trees.mjs';

const ARCHIVE = tree(LIGHTHOUSE);
const GITHUB = { 'lighthouse-0c0ffee/README.md': '# Repository\n', ...below(LIGHTHOUSE, 'lighthouse-0c0ffee/.agent_plan/day_dream/') };

function below(files, folder) {
  return Object.fromEntries(Object.entries(files).map(([path, bytes]) => [folder + path, bytes]));
}

/** Writes files to a folder of the disk for as long as `use` takes. */
async function onDisk(name, files, use) {
  const scratch = mkdtempSync(join(tmpdir(), 'planarium-e2e-'));
  try {
    for (const [path, bytes] of Object.entries(files)) {
      const place = join(scratch, name, path);
      mkdirSync(dirname(place), { recursive: true });
      writeFileSync(place, bytes);
    }
    await use(join(scratch, name));
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

async function showsTheLighthouse(page) {
  await heading(page, 'Lighthouse');
  await page.getByText('All 14 documents have been read.').waitFor();
  await row(page, 'SP01 Harbour').waitFor();
  await soon(async () => assert.equal(await page.title(), 'Overview · Lighthouse · Planarium'));
}

// ── dropped, pasted, chosen ─────────────────────────────────────────────────────────────────

journey('a dropped zip opens', async ({ page, open }) => {
  await open();
  await hand(page, 'dragover', {});
  await soon(async () => assert.equal(await page.locator('body').getAttribute('data-dropping'), 'true'));
  await hand(page, 'drop', { 'tree.zip': ARCHIVE });
  await showsTheLighthouse(page);
  await soon(async () => assert.equal(await page.locator('body').getAttribute('data-dropping'), null));
  await axe(page);
});

journey('a drop of nothing changes nothing', async ({ page, open }) => {
  await open();
  await hand(page, 'drop', {});
  await heading(page, 'Open a planning tree');
  await openSample(page);
});

journey('a pasted zip opens', async ({ page, open }) => {
  await open();
  await hand(page, 'paste', { 'tree.zip': ARCHIVE });
  await showsTheLighthouse(page);
});

journey('loose documents open together', async ({ page, open }) => {
  await open();
  await hand(page, 'drop', { 'one.md': '# One\n', 'two.md': '# Two\n' });
  await page.getByRole('tree').getByRole('link').nth(1).waitFor();
  const names = await page.getByRole('tree').getByRole('link').evaluateAll((links) => links.map((link) => link.title));
  assert.deepEqual(names, ['one.md', 'two.md']);
});

journey('chosen documents open', async ({ page, open }) => {
  await open();
  await choose(page, { 'only.md': '# The only one\n' });
  await page.getByRole('tree').getByRole('link').click();
  await heading(page, 'The only one');
});

const WITH_REST = { ...LIGHTHOUSE, '.git/config': '[core]\n', 'node_modules/x/readme.md': '# x\n' };

journey('a chosen folder opens without what is no plan', async ({ page, open }) => {
  await open();
  await onDisk('lighthouse', WITH_REST, async (folder) => {
    await page.locator('input[data-input=folder]').setInputFiles(folder);
    await showsTheLighthouse(page);
  });
  await page.getByRole('region', { name: 'Load report' }).getByText('2 files in .git, node_modules, target were passed over.').waitFor();
  await soon(async () => assert.equal(await page.getByRole('tree').getByRole('link', { name: 'node_modules' }).count(), 0));
});

journey('a folder from the directory picker opens', async ({ page, open }) => {
  await open();
  // The browser's own file system for pages gives a real handle without a dialog.
  await page.evaluate(async (files) => {
    const root = await (await navigator.storage.getDirectory()).getDirectoryHandle('lighthouse', { create: true });
    for (const [path, text] of files) {
      const folders = path.split('/');
      const name = folders.pop();
      let folder = root;
      for (const part of folders) folder = await folder.getDirectoryHandle(part, { create: true });
      const file = await (await folder.getFileHandle(name, { create: true })).createWritable();
      await file.write(text);
      await file.close();
    }
    globalThis.showDirectoryPicker = async () => root;
  }, Object.entries(WITH_REST).map(([path, bytes]) => [path, bytes.toString()]));
  await page.getByRole('button', { name: 'Open a folder' }).click();
  await showsTheLighthouse(page);
  await page.getByText('Folders called .git, node_modules, target are passed over.').waitFor();
});

journey('a directory picker that is closed changes nothing', async ({ page, open }) => {
  await open();
  await page.evaluate(() => {
    globalThis.showDirectoryPicker = async () => {
      globalThis.wasAsked = true;
      throw new DOMException('The user aborted a request.', 'AbortError');
    };
  });
  await page.getByRole('button', { name: 'Open a folder' }).click();
  await page.waitForFunction(() => globalThis.wasAsked);
  await heading(page, 'Open a planning tree');
  await openSample(page);
});

journey('a directory picker that fails is told', async ({ page, open }) => {
  await open();
  await page.evaluate(() => {
    globalThis.showDirectoryPicker = async () => { throw new DOMException('Not here.', 'SecurityError'); };
  });
  await page.getByRole('button', { name: 'Open a folder' }).click();
  await heading(page, 'It could not be opened');
  await soon(async () => assert.match(await page.getByRole('alert').innerText(), /It could not be read: .*Not here/));
});

journey('a dropped folder opens', async ({ page, context, open }) => {
  await open();
  await onDisk('lighthouse', WITH_REST, async (folder) => {
    const session = await context.newCDPSession(page);
    const data = { items: [], files: [folder], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop']) {
      await session.send('Input.dispatchDragEvent', { type, x: 400, y: 300, data });
    }
    await showsTheLighthouse(page);
  });
  await soon(async () => assert.equal(await page.getByRole('tree').getByRole('link', { name: '.git' }).count(), 0));
});

// ── addresses ───────────────────────────────────────────────────────────────────────────────

journey('a zip beside the page opens by ?src=', async ({ page, open, beside }) => {
  beside('trees/tree.zip', ARCHIVE);
  await open('?src=trees/tree.zip');
  await showsTheLighthouse(page);
});

journey('a zip of another host is fetched only after a click', async ({ page, open, host }) => {
  const url = host.put('/tree.zip', ARCHIVE);
  await open(`?src=${encodeURIComponent(url)}#/plan/SP01_harbour`);
  await heading(page, 'Open a tree from another host?');
  await page.getByText(url, { exact: true }).waitFor();
  await axe(page);
  assert.deepEqual(host.requests, []);
  await page.getByRole('button', { name: `Open from ${new URL(url).host}`, exact: true }).click();
  await heading(page, 'The harbour');
  assert.equal(host.requests.length, 1);
  const { headers } = host.requests[0];
  assert.equal(headers.referer, undefined);
  assert.equal(headers.cookie, undefined);
  await page.getByRole('link', { name: 'Lighthouse' }).click();
  await page.getByText(`Loaded from ${new URL(url).host}.`).waitFor();
});

journey('a question about another host can be declined', async ({ page, open, host }) => {
  const url = host.put('/tree.zip', ARCHIVE);
  await open(`?src=${encodeURIComponent(url)}`);
  await page.getByRole('button', { name: 'Open something else' }).click();
  await openSample(page);
  assert.deepEqual(host.requests, []);
});

for (const [form, manifest] of [
  ['list', (paths) => paths],
  ['object', (paths) => ({ files: paths })],
  ['object with a root', (paths) => ({ root: 'plans', files: paths.map((path) => path.slice('plans/'.length)) })],
]) {
  journey(`a manifest opens (${form})`, async ({ page, open, host }) => {
    const files = { 'plans/_overview.md': '# Listed\n', 'plans/PP01_a/_overview.md': '# A\n', 'plans/PP01_a/50% #1 done?.md': '# Odd name\n' };
    for (const [path, bytes] of Object.entries(files)) host.put(`/m/${path.split('/').map(encodeURIComponent).join('/')}`, bytes);
    const url = host.put('/m/manifest.json', JSON.stringify(manifest(Object.keys(files))));
    await open(`?src=${encodeURIComponent(url)}`);
    await page.getByRole('button', { name: /^Open from/ }).click();
    await heading(page, 'Listed');
    await page.getByRole('combobox', { name: 'Unfold the tree to a level' }).selectOption('all');
    await page.getByRole('tree').getByRole('link', { name: '50% #1 done?' }).click();
    await heading(page, 'Odd name');
  });
}

journey('what a manifest lists in vain or elsewhere is left out, and said', { expect: [/console: .*404/] }, async ({ page, open, host }) => {
  host.put('/m/_overview.md', '# Listed\n');
  const url = host.put('/m/manifest.json', JSON.stringify(['_overview.md', 'gone.md', 'https://elsewhere.test/x.md', '//elsewhere.test/y.md', '../../../up.md']));
  await open(`?src=${encodeURIComponent(url)}`);
  await page.getByRole('button', { name: /^Open from/ }).click();
  const report = page.getByRole('region', { name: 'Load report' });
  await report.getByText(/`gone\.md` was left out: .*\(404\)/).waitFor();
  await report.getByText(/`https:\/\/elsewhere\.test\/x\.md` was left out: it lies on another host, elsewhere\.test/).waitFor();
  await report.getByText(/`\/\/elsewhere\.test\/y\.md` was left out/).waitFor();
});

journey('an address that is typed opens', async ({ page, open, host }) => {
  await open();
  await page.getByRole('textbox', { name: 'From an address' }).fill(host.put('/tree.zip', ARCHIVE));
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await showsTheLighthouse(page);
});

journey('an address that is none is refused where it was typed', async ({ page, open }) => {
  await open();
  const field = page.getByRole('textbox', { name: 'From an address' });
  for (const [address, why] of [
    ['ftp://example.org/tree.zip', 'only https is allowed'],
    ['http://example.org/tree.zip', 'http is only allowed on this machine'],
    ['https://me:secret@example.org/tree.zip', 'it carries a name and password'],
    ['javascript:alert(1)', 'only https is allowed'],
  ]) {
    await field.fill(address);
    await soon(async () => assert.equal(await page.locator('main [role=alert]').textContent(), ''));
    await page.getByRole('button', { name: 'Open', exact: true }).click();
    await page.getByRole('alert').getByText(why).waitFor();
  }
  await axe(page);
});

for (const src of ['http://elsewhere.test/x.zip', 'https://me:secret@elsewhere.test/x.zip', 'javascript:alert(1)', 'data:application/zip,x', 'file:///etc/passwd']) {
  journey(`?src=${src} is refused without asking for it`, async ({ page, site }) => {
    await page.goto(`${site}?src=${encodeURIComponent(src)}`);
    await page.waitForSelector('html[data-planarium="error"]');
    await soon(async () => assert.match(await page.getByRole('alert').innerText(), /is not an address to load from/));
    await page.getByRole('button', { name: 'Open something else' }).click();
    await openSample(page);
  });
}

// ── published, built in ─────────────────────────────────────────────────────────────────────

journey('a planarium.json beside the page says what is shown', async ({ page, open, beside }) => {
  beside('published.zip', tree({ ...LIGHTHOUSE, 'README.md': '# Not this\n' }));
  beside('planarium.json', JSON.stringify({ src: 'published.zip', title: 'The published light', as_of: '2025-05-05' }));
  await open();
  await heading(page, 'The published light');
  await page.getByLabel('As of').and(page.locator('[value="2025-05-05"]')).waitFor();
});

journey('a planarium.json that is damaged is told', async ({ page, site, beside }) => {
  beside('planarium.json', '{ "src": ');
  await page.goto(site);
  await page.waitForSelector('html[data-planarium="error"]');
  await soon(async () => assert.match(await page.getByRole('alert').innerText(), /The planarium\.json beside this page is not JSON/));
  await page.getByRole('button', { name: 'Open something else' }).click();
  await openSample(page);
});

journey('?src= goes before a planarium.json', async ({ page, open, beside }) => {
  beside('other.zip', tree({ 'other.md': '# Other\n' }));
  beside('planarium.json', JSON.stringify({ src: 'other.zip' }));
  beside('tree.zip', ARCHIVE);
  await open('?src=tree.zip');
  await showsTheLighthouse(page);
});

journey('the sample opens as of its day', async ({ page, open }) => {
  await open();
  await openSample(page);
  await page.getByLabel('As of').and(page.locator('[value="2026-06-15"]')).waitFor();
  await soon(async () => assert.match(await page.getByRole('main').innerText(), /20 plans: /));
  await axe(page);
});

// ── where the tree begins ───────────────────────────────────────────────────────────────────

journey('the tree in an archive of a whole repository is found', async ({ page, open }) => {
  await open();
  await choose(page, { 'lighthouse.zip': tree(GITHUB) });
  await showsTheLighthouse(page);
  await page.getByText('The tree begins at lighthouse-0c0ffee/.agent_plan/day_dream because').waitFor();
});

journey('a repository without a convention opens below its top folder', async ({ page, open }) => {
  await open();
  await choose(page, { 'plain.zip': tree({ 'repo-1/README.md': '# Plain\n', 'repo-1/docs/a.md': '# A\n' }) });
  await page.getByText('The tree begins at repo-1 because no planning convention was recognised').waitFor();
});

journey('of two trees the reader chooses one', async ({ page, open }) => {
  await open();
  const two = { ...below(LIGHTHOUSE, 'north/'), ...below({ '_overview.md': '# South\n', 'SP01_south/_overview.md': '# S\n' }, 'south/') };
  await choose(page, { 'two.zip': tree(two) });
  await heading(page, '2 trees were found');
  await ready(page);
  await axe(page);
  await page.getByRole('button', { name: 'south' }).click();
  await heading(page, 'South');
});

journey('instead of one of two trees another can be opened', async ({ page, open }) => {
  await open();
  await choose(page, { 'two.zip': tree({ 'a/SP01_x/_overview.md': '# X\n', 'b/SP02_y/_overview.md': '# Y\n' }) });
  await heading(page, '2 trees were found');
  await page.getByRole('button', { name: 'Open something else' }).click();
  await openSample(page);
});

// ── on the way ──────────────────────────────────────────────────────────────────────────────

/** A host that never comes to an end, however long a journey takes. */
const ENDLESS = { stays: 200 };

journey('loading tells how far it is, and can be cancelled', async ({ page, open, host }) => {
  const url = host.put('/slow.zip', ARCHIVE, ENDLESS);
  await open(`?src=${encodeURIComponent(url)}`);
  await page.getByRole('button', { name: /^Open from/ }).click();
  await heading(page, 'Opening');
  await page.getByText('Downloading …').waitFor();
  await page.getByText(/^\d.* of \d.* kB$/).waitFor();
  await page.waitForFunction(() => document.querySelector('progress').value > 0);
  await soon(async () => assert.equal(await page.locator('html').getAttribute('data-planarium'), 'loading'));
  await axe(page);
  const stopped = page.waitForEvent('requestfailed', (request) => request.url() === url);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await heading(page, 'Open a planning tree');
  await stopped;
  await ready(page);
  await openSample(page);
});

journey('what is opened second wins over what is still loading', async ({ page, open, host }) => {
  const url = host.put('/slow.zip', tree({ 'slow.md': '# Slow\n', 'filler.md': 'x'.repeat(2_000) }), ENDLESS);
  await open(`?src=${encodeURIComponent(url)}`);
  await page.getByRole('button', { name: /^Open from/ }).click();
  await page.getByText('Downloading …').waitFor();
  const stopped = page.waitForEvent('requestfailed', (request) => request.url() === url);
  await hand(page, 'drop', { 'tree.zip': ARCHIVE });
  await showsTheLighthouse(page);
  await stopped;
  await showsTheLighthouse(page);
});

journey('another tree can be opened, and the first returned to', async ({ page, open }) => {
  await open();
  await choose(page, { 'tree.zip': ARCHIVE });
  await showsTheLighthouse(page);
  await page.getByRole('button', { name: 'Open another tree' }).click();
  await heading(page, 'Open a planning tree');
  await page.getByRole('button', { name: 'Back to the open tree' }).click();
  await showsTheLighthouse(page);
  await page.getByRole('button', { name: 'Open another tree' }).click();
  await openSample(page);
});

journey('a tree dropped on an open tree takes its place', async ({ page, open }) => {
  await open();
  await choose(page, { 'tree.zip': ARCHIVE });
  await showsTheLighthouse(page);
  await hand(page, 'drop', { 'other.zip': tree({ '_overview.md': '# Other\n', 'PP01_x/_overview.md': '# X\n' }) });
  await heading(page, 'Other');
});

journey('a drop that cannot be opened leads back to the open tree', async ({ page, open }) => {
  await open();
  await choose(page, { 'tree.zip': ARCHIVE });
  await showsTheLighthouse(page);
  await hand(page, 'drop', { 'bad.zip': 'no zip' });
  await heading(page, 'It could not be opened');
  await page.getByRole('button', { name: 'Back to the open tree' }).click();
  await showsTheLighthouse(page);
});
