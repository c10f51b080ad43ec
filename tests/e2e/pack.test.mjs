// The tree and the viewer in one file: saved by the page and by the command line, opened from the disk, without a request.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { axe, heading, journey, openSample, ready, row, screenshot, soon } from './harness.mjs';

/** A folder of its own for one journey. */
async function inFolder(body) {
  const folder = mkdtempSync(join(tmpdir(), 'planarium-pack-'));
  try {
    await body(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Saves what is open as one file, and gives its path. */
async function save(page, path, { said = /The file will have [\d.]+ MB\./ } = {}) {
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Share' });
  await dialog.getByText(said).waitFor();
  const [file] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('button', { name: 'Save the file' }).click()]);
  await file.saveAs(path);
  await dialog.waitFor({ state: 'hidden' });
  return file.suggestedFilename();
}

/** Opens a file from the disk, and collects what the page asks for besides it. */
async function openFile(page, path, hash = '') {
  const asked = [];
  page.on('request', (request) => {
    if (!/^(blob|data):/.test(request.url())) asked.push(request.url().split('#')[0]);
  });
  const url = pathToFileURL(path).href;
  await page.goto(url + hash);
  await ready(page);
  return () => assert.deepEqual([...new Set(asked)], [url]);
}

async function go(page, place, name) {
  await page.evaluate((place) => { location.hash = place; }, place);
  await heading(page, name);
}

journey('a tree is saved as one file, which opens from the disk and is complete', async ({ page, context, open }) => {
  await inFolder(async (folder) => {
    await open();
    await openSample(page);
    await page.getByRole('button', { name: 'Share', exact: true }).click();
    await page.getByText(/The file will have/).waitFor();
    await axe(page);
    await screenshot(page, 'share-file');
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    const path = join(folder, 'plan.html');
    const name = await save(page, path);
    assert.match(name, /^[\w-]+\.html$/);

    const copy = await context.newPage();
    const askedNothing = await openFile(copy, path);
    // The tree filters.
    await copy.locator('#folder-filter').fill('audit');
    await row(copy, 'audit_trail').first().waitFor();
    await copy.locator('#folder-filter').fill('');
    await copy.getByText('It was opened from the page itself').waitFor();
    // Routes, and a deep link.
    await go(copy, '#/findings', 'Findings');
    await go(copy, '#/dependencies', 'Dependencies');
    await go(copy, '#/timeline', 'Timeline');
    await copy.goto(`${pathToFileURL(path).href}#/plan/PP06_hipaa_audit_trail`);
    await copy.reload();
    await ready(copy);
    await copy.getByRole('heading', { level: 1 }).waitFor();
    await soon(async () => assert.match(await copy.title(), /HIPAA/i));
    askedNothing();
    await axe(copy);
    await screenshot(copy, 'packed');
  });
});

journey('pending edits travel with the file if wanted, and the file can be packed again', async ({ page, context, open }) => {
  await inFolder(async (folder) => {
    await open();
    await openSample(page);
    await go(page, '#/findings?rule=modified-by-mismatch', 'Findings');
    await page.locator('.answer').getByText(/ files?\.$/).waitFor();
    const fix = page.locator('details.fix').first();
    await fix.locator('summary').click();
    await fix.getByRole('button', { name: 'Make this change' }).click();
    await page.getByRole('link', { name: /^Changes 1$/ }).waitFor();

    const [plain, edited, again] = ['plain', 'edited', 'again'].map((name) => join(folder, `${name}.html`));
    await save(page, edited);
    await page.getByRole('button', { name: 'Share', exact: true }).click();
    await page.getByRole('checkbox', { name: /With 1 pending edit/ }).uncheck();
    const dialog = page.getByRole('dialog', { name: 'Share' });
    await dialog.getByText(/The file will have/).waitFor();
    const [file] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('button', { name: 'Save the file' }).click()]);
    await file.saveAs(plain);

    const copy = await context.newPage();
    const askedNothing = await openFile(copy, plain);
    await copy.getByText(/^All .* have been read\.$/).waitFor();
    await soon(async () => assert.equal(await copy.getByRole('link', { name: /^Changes 1$/ }).count(), 0));

    const other = await context.newPage();
    await openFile(other, edited, '#/changes');
    await other.getByRole('link', { name: /^Changes 1$/ }).waitFor();
    await other.getByText(/1 edit pending in 1 file\./).waitFor();
    await other.getByText(/^This patch /).waitFor();
    const [patch] = await Promise.all([other.waitForEvent('download'), other.getByRole('button', { name: 'Download the patch' }).click()]);
    assert.match(readFileSync(await patch.path(), 'utf8'), /^diff --git /);
    // Packed again, by itself, it is the same file.
    await save(other, again);
    assert.equal(readFileSync(again, 'utf8'), readFileSync(edited, 'utf8'));
    askedNothing();
  });
});

journey('a file that was edited by hand says so, and still opens other trees', async ({ page, context, open }) => {
  await inFolder(async (folder) => {
    await open();
    await openSample(page);
    const path = join(folder, 'plan.html');
    await save(page, path);
    const whole = readFileSync(path, 'utf8');
    const cases = {
      changed: [whole.replace('"zip":"UEsD', '"zip":"UEsE'), /was changed after it was packed/],
      letters: [whole.replace('"zip":"UEsD', '"zip":"-UEsD'), /cut off or was edited by hand/],
      slot: [whole.replace('{"version":"1"', '"version":"1"'), /cut off or was edited by hand/],
      newer: [whole.replace('{"version":"1"', '{"version":"2"'), /packed by another version/],
    };
    for (const [name, [text, said]] of Object.entries(cases)) {
      assert.notEqual(text, whole);
      const broken = join(folder, `${name}.html`);
      writeFileSync(broken, text);
      const copy = await context.newPage();
      await copy.goto(pathToFileURL(broken).href);
      await copy.getByRole('alert').getByText(said).waitFor();
      await copy.getByRole('button', { name: 'Open something else' }).click();
      await copy.getByText('This page is one file that asks no server for anything').waitFor();
      await soon(async () => assert.equal(await copy.getByRole('button', { name: 'Open the sample' }).count(), 0));
      await copy.close();
    }
    const asking = await context.newPage();
    await asking.goto(`${pathToFileURL(path).href}?src=https://example.org/plan.zip`);
    await asking.getByText('it opens no addresses', { exact: false }).first().waitFor();
    assert.ok(statSync(path).size > 0);
  });
});
