// The journeys that a viewer is expected to pass at least, run once more on the one file that the page saves, opened from the disk.
// They are those of the other files; only the way in which the page is opened is another one. It asks for nothing.

import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { pathToFileURL } from 'node:url';
import { DIST, SUB_PATH, choose, inAnotherWay, ready } from './harness.mjs';

const FOLDER = mkdtempSync(join(tmpdir(), 'planarium-packed-'));
after(() => rmSync(FOLDER, { recursive: true, force: true }));

/** Saves an archive with its viewer as one file, once, and gives the path of that. */
async function pack({ context, site }, archive) {
  const path = join(FOLDER, `${createHash('sha1').update(archive).digest('hex')}.html`);
  if (existsSync(path)) return path;
  const page = await context.newPage();
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(site);
  await ready(page);
  await choose(page, { 'tree.zip': archive });
  await page.locator('#shell[data-open=true]').waitFor();
  await ready(page);
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Share' });
  await dialog.getByText(/The file will have [\d.]+ MB\./).waitFor();
  const [file] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('button', { name: 'Save the file' }).click()]);
  await file.saveAs(path);
  await page.close();
  return path;
}

/** Opens the file of what `?src=` names, or that of the sample and in it the page on which something else is opened. */
async function open(it, rest) {
  const { page, files } = it;
  const { searchParams, hash } = new URL(rest, 'https://example.org/');
  const beside = searchParams.get('src');
  const archive = beside ? files.get(SUB_PATH + beside).body : readFileSync(join(DIST, 'sample.zip'));
  const path = await pack(it, archive);
  await page.goto(pathToFileURL(path).href + hash);
  await ready(page);
  if (beside) return;
  await page.getByRole('button', { name: 'Open another tree' }).click();
  await page.locator('input[data-input=files]').waitFor({ state: 'attached' });
}

await inAnotherWay({
  called: 'in one file',
  open,
  // For nothing but itself.
  mayAsk: (url) => /^(blob|data|about):/.test(url) || url.split(/[?#]/)[0].startsWith(pathToFileURL(FOLDER).href),
  files: ['./start.test.mjs', './sources.test.mjs', './archives.test.mjs', './tree.test.mjs', './places.test.mjs', './shell.test.mjs', './phone.test.mjs'],
  names: [
    'the page starts (light)',
    'the page starts (dark)',
    'a dropped zip opens',
    'a pasted zip opens',
    'loose documents open together',
    'a chosen folder opens without what is no plan',
    'refused: words instead of a zip',
    'refused: an archive that is cut off',
    'arrows walk, unfold and fold',
    'Home, End and the page keys go far',
    'typing goes to the next name that begins so',
    'a text finds names and unfolds what is above them',
    'a link is followed, and back returns to where the page was',
    'a link within a page scrolls to its heading, and back returns',
    'a deep link with a heading survives a reload',
    'a deep link is revealed in the tree',
    'the theme of the system is followed',
    'on a phone the tree is a drawer',
  ],
});
