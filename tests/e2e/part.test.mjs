// A part of a tree in one file: chosen in the dialog, opened from the disk, and what it says of the rest. What the page saves
// and what the command line packs are the same bytes.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { axe, choose, heading, journey, openSample, ready, screenshot, soon } from './harness.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const DIST = process.env.PLANARIUM_DIST ?? join(ROOT, 'dist');
const BUILT = process.env.CARGO_TARGET_DIR ?? join(ROOT, 'target');
const PROGRAM = ['release', 'debug'].map((profile) => join(BUILT, profile, 'planarium')).find(existsSync);

async function inFolder(body) {
  const folder = mkdtempSync(join(tmpdir(), 'planarium-part-'));
  try {
    await body((name) => join(folder, name));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const dialogOf = (page) => page.getByRole('dialog', { name: 'Share' });

/** Opens the dialog, chooses in it, waits until it says what it would save, and saves that. */
async function save(page, path, said, choose = async () => {}) {
  await page.getByRole('button', { name: 'Share' }).click();
  const dialog = dialogOf(page);
  await dialog.getByText(/The file will have/).waitFor();
  await choose(dialog.getByRole('region', { name: 'One HTML file' }));
  await dialog.getByText(said).waitFor();
  const [file] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('button', { name: 'Save the file' }).click()]);
  await file.saveAs(path);
}

/** Waits until the whole tree has been read, so that all of it can be saved. */
const isRead = (page) => page.getByText(/^All .* have been read\.$/).waitFor();

journey('a plan is saved with its neighbours; what is missing stands as not in this copy', async ({ page, context, open }) => {
  await inFolder(async (at) => {
    await open();
    await openSample(page);
    await isRead(page);
    await save(page, at('part.html'), /It holds \d+ of \d+ files\. \d+ people become/, async (dialog) => {
      await dialog.getByText('Only a part of it').click();
      await dialog.getByLabel('What goes into it').selectOption('SP20_patient_portal');
      await dialog.getByRole('checkbox', { name: 'exploration/' }).uncheck();
      await dialog.getByRole('checkbox', { name: 'With the names of people' }).uncheck();
      await axe(page);
      await screenshot(page, 'part');
    });
    assert.doesNotMatch(readFileSync(at('part.html'), 'utf8'), /Volkov/);
    const copy = await context.newPage();
    await copy.goto(pathToFileURL(at('part.html')).href);
    await ready(copy);
    await copy.getByText(/^This copy holds \d+ files of \d+\. The rest was left out on purpose/).waitFor();
    const go = (place) => copy.evaluate((place) => { location.hash = place; }, place);
    // What the root lists and the copy does not hold.
    await go('#/plan/SP04_telemedicine');
    await copy.getByText('There is no plan SP04_telemedicine in this copy, which is a part of the tree.').waitFor();
    await go('#/doc/exploration/meeting.md');
    await copy.getByText('is not in this copy, which is a part of the tree').waitFor();
    // It breaks no rule that the whole tree does not break: what cannot be told is set aside with the reason.
    await go('#/findings?rule=missing-child');
    await heading(copy, 'Findings');
    await copy.locator('.answer').getByText(/ files?\.$/).waitFor();
    await soon(async () => assert.equal(await copy.getByText('there is no such plan').count(), 0));
    await go('#/person/Person%201');
    await heading(copy, 'Person 1');
    await axe(copy);
    // A link to what was left out says so.
    await go('#/doc/_overview.md');
    await copy.getByRole('heading', { level: 1 }).waitFor();
    await screenshot(copy, 'part-opened');
    // Packed again it stays what it is.
    await save(copy, at('again.html'), /It holds \d+ of \d+ files\./);
    assert.equal(readFileSync(at('again.html'), 'utf8'), readFileSync(at('part.html'), 'utf8'));
  });
});

journey('the page saves and the command line packs the same bytes, all of a tree and a part of it', { skip: PROGRAM ? false : 'the program is not built' }, async ({ page, open }) => {
  await inFolder(async (at) => {
    const zip = readFileSync(join(DIST, 'sample.zip'));
    writeFileSync(at('tree.zip'), zip);
    const pack = (out, ...more) => {
      execFileSync(PROGRAM, ['pack', at('tree.zip'), '-o', at(out), '--viewer', join(DIST, 'viewer.html'), ...more]);
      return readFileSync(at(out), 'utf8');
    };
    await open();
    await choose(page, { 'tree.zip': zip });
    await page.getByRole('tree').waitFor();
    await isRead(page);
    await save(page, at('whole.html'), /The file will have/);
    assert.ok(readFileSync(at('whole.html'), 'utf8') === pack('packed.html'), 'all of it');
    await save(page, at('part.html'), /It holds \d+ of \d+ files\. \d+ people/, async (dialog) => {
      await dialog.getByText('Only a part of it').click();
      await dialog.getByLabel('What goes into it').selectOption('PP19_perf_optimization');
      await dialog.getByRole('checkbox', { name: '_templates/' }).uncheck();
      await dialog.getByRole('checkbox', { name: 'With the names of people' }).uncheck();
    });
    const packed = pack('packed-part.html', '--plan', 'PP19', '--without', '_templates', '--without-names');
    assert.ok(readFileSync(at('part.html'), 'utf8') === packed, 'a part of it');
  });
});

journey('pending edits of documents that are left out stay behind, and the dialog says so', async ({ page, context, open }) => {
  await inFolder(async (at) => {
    await open();
    await openSample(page);
    await isRead(page);
    await page.evaluate(() => { location.hash = '#/findings?rule=modified-by-mismatch'; });
    await page.locator('.answer').getByText(/ files?\.$/).waitFor();
    const fix = page.locator('details.fix').first();
    await fix.locator('summary').click();
    await fix.getByRole('button', { name: 'Make this change' }).click();
    await page.getByRole('link', { name: /^Changes 1$/ }).waitFor();
    await save(page, at('named.html'), /Not in it: 1 pending edit\./, async (dialog) => {
      await dialog.getByRole('checkbox', { name: 'With the names of people' }).uncheck();
    });
    const copy = await context.newPage();
    await copy.goto(pathToFileURL(at('named.html')).href);
    await ready(copy);
    await isRead(copy);
    await soon(async () => assert.equal(await copy.getByRole('link', { name: /^Changes 1$/ }).count(), 0));
  });
});

journey('a packed file whose program is cut off says so, and not that somebody should serve it', { expect: [/./] }, async ({ page, open, context }) => {
  await inFolder(async (at) => {
    const viewer = readFileSync(join(DIST, 'viewer.html'), 'utf8');
    const broken = viewer.replace(/(id="planarium-program">[A-Za-z0-9+/]{4000})[A-Za-z0-9+/=]*/, '$1');
    assert.notEqual(broken, viewer);
    writeFileSync(at('broken.html'), broken);
    await open();
    const copy = await context.newPage();
    await copy.goto(pathToFileURL(at('broken.html')).href);
    await copy.getByRole('alert').getByText('The program in this file did not start').waitFor();
    await soon(async () => assert.equal(await copy.getByText('planarium serve').count(), 0));
    await page.bringToFront();
  });
});
