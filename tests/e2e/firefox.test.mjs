// Firefox: the file that `planarium pack` makes, from the disk, opens, its routes and its search work, it is edited, and it
// asks no network for anything; and the site opens with its server stopped.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { firefox } from './firefox.mjs';
import { DIST, SUB_PATH, serveFolders } from './harness.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const OUTPUT = fileURLToPath(new URL('output', import.meta.url));
const FIREFOX = process.env.FIREFOX ?? ['/usr/bin/firefox-esr', '/usr/bin/firefox'].find((path) => existsSync(path));

// Outside the time of a test: the program may have to be made first, or another run of cargo waited for.
before(() => { execFileSync('cargo', ['build', '--quiet'], { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] }); });

/** Packs the sample with the command line. */
function pack(path) {
  const sample = join(ROOT, 'public', 'sample', 'medflow');
  execFileSync('cargo', ['run', '--quiet', '--', 'pack', sample, '-o', path, '--viewer', join(DIST, 'viewer.html')], { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
}

async function inFirefox(body, size) {
  assert.ok(FIREFOX, 'Firefox is missing: ./dev tools installs it, or set FIREFOX to its path');
  const folder = mkdtempSync(join(tmpdir(), 'planarium-packed-'));
  const page = await firefox(FIREFOX, size);
  try {
    await body({ page, folder });
    assert.deepEqual(page.faults(), []);
  } finally {
    await page.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const isReady = (page) => page.until('the page', () => document.documentElement?.dataset.planarium === 'ready');
const heading = (page, name) => page.until(`the heading ${name}`, (name) => document.querySelector('h1')?.textContent.trim() === name, name);
const says = (page, text) => page.until(`“${text}”`, (text) => document.body.innerText.includes(text), text);

async function picture(page, name) {
  mkdirSync(OUTPUT, { recursive: true });
  writeFileSync(join(OUTPUT, `${name}.png`), await page.picture());
}

test('a packed file opens from the disk in Firefox, routes, searches and edits', { timeout: 900_000 }, async () => {
  await inFirefox(async ({ page, folder }) => {
    const path = join(folder, 'plan.html');
    pack(path);
    const url = pathToFileURL(path).href;
    await page.goto(url);
    await isReady(page);
    assert.match(await page.evaluate(() => document.title), /medflow/i);
    await page.until('the tree', () => document.querySelectorAll('[role=tree] [role=treeitem]').length > 3);
    await picture(page, 'firefox');
    // Views by the rail, as a reader goes; a deep link; back.
    for (const [entry, name] of [['Findings', 'Findings'], ['Needs', 'Dependencies'], ['Timeline', 'Timeline'], ['Owners', 'Ownership'], ['Board', 'Board'], ['Register', 'Register']]) {
      await page.click('nav a', entry);
      await heading(page, name);
      await isReady(page);
    }
    await page.goto(`${url}#/plan/PP06_hipaa_audit_trail`);
    await page.until('the plan', () => /HIPAA/.test(document.title));
    await page.evaluate(() => history.back());
    await heading(page, 'Register');
    // Search.
    await page.click('nav a', 'Search');
    // Other views have fields of this kind too.
    await heading(page, 'Search');
    await page.click('#main input[type=search]');
    await page.type('status:blocked');
    await page.until('hits', () => document.querySelectorAll('#main li a[href^="#/"]').length > 0);
    assert.match(await page.evaluate(() => location.hash), /q=status/);
    await picture(page, 'firefox-search');
    // An edit, its patch, and that it is kept on the device.
    await page.evaluate(() => { location.hash = '#/findings?rule=modified-by-mismatch'; });
    await page.click('details.fix summary');
    await page.click('details.fix [data-act]', 'Make this change');
    await page.click('nav a', 'Changes 1');
    await says(page, '1 edit pending in 1 file.');
    await says(page, 'This patch ');
    await picture(page, 'firefox-changes');
    assert.deepEqual(page.requests(), []);
  });
});

test('after one visit the site opens in Firefox with its server stopped', { timeout: 900_000 }, async () => {
  const server = await serveFolders(new Map([[SUB_PATH, DIST]]), new Map());
  try {
    await inFirefox(async ({ page }) => {
      const site = server.origin + SUB_PATH;
      await page.goto(site);
      await isReady(page);
      await page.until('the worker', () => navigator.serviceWorker.getRegistration().then((found) => found?.active?.state === 'activated'));
      await server.stop();
      await page.goto(`${site}?src=sample.zip#/plan/PP06_hipaa_audit_trail`);
      await isReady(page);
      await page.until('the plan', () => /HIPAA/.test(document.title));
      await page.click('nav a', 'Timeline');
      await heading(page, 'Timeline');
      await page.evaluate(() => { location.reload(); });
      await page.until('the page again', () => performance.getEntriesByType('navigation')[0]?.type === 'reload' && document.documentElement?.dataset.planarium === 'ready');
      await heading(page, 'Timeline');
    });
  } finally {
    await server.close();
  }
});
