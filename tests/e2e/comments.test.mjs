// Comments beyond a document on its page: with packed files, in source files, on sections of work plans, put elsewhere by
// hand, a part of a tree in a link, and none of it in an embedded page.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { axe, choose, heading, journey, openArchive, ready, screenshot } from './harness.mjs';
import { tree } from './trees.mjs';
import { HEBREW } from './work_plans.mjs';

const COPYING = { context: { permissions: ['clipboard-read', 'clipboard-write'] } };
const PIER = (text = '# Pier\n\nBoats are moored where the water is deep enough.\n') => tree({
  '_overview.md': '# Harbour\n',
  'SP01_pier/_overview.md': text,
  'SP02_crane/_overview.md': '# Crane\n\nIt lifts what the pier holds.\n',
  'settings.yaml': 'posts:\n  depth: 4\nplanks:\n  depth: 4\n',
});

async function go(page, place) {
  await page.evaluate((place) => { location.hash = place; }, place);
}

/** Points at a place and presses the button that comes beside it. */
async function pointAt(page, block) {
  await page.locator('h1').first().hover();
  await block.hover();
  await page.locator('#comment-here').click();
}

async function write(page, words, author) {
  await page.locator('#comment-text').waitFor();
  if (author) await page.locator('#comment-author').fill(author);
  await page.locator('#comment-text').fill(words);
  await page.getByRole('button', { name: 'Keep the comment' }).click();
  await page.locator('.thread', { hasText: words }).waitFor();
}

journey('a comment stands at a line of a source file', async ({ page, open }) => {
  await open();
  await openArchive(page, PIER(), 'pier.zip');
  await go(page, '#/doc/settings.yaml');
  await pointAt(page, page.locator('.source-line[data-line="4"]'));
  await write(page, 'Deeper?', 'Nina');
  await page.locator('.source-line[data-line="4"] .comment-mark').waitFor();
  await page.locator('.thread .place', { hasText: 'settings.yaml:4' }).waitFor();
  await page.locator('.source-line[data-line="4"] .comment-mark').click();
  await axe(page);
  await screenshot(page, 'comment-source');
});

journey('a comment stands on the page of a section of a work plan, and in its document', async ({ page, open }) => {
  await open();
  await choose(page, { 'plan.md': HEBREW });
  await page.getByRole('tree').waitFor();
  await ready(page);
  await go(page, '#/plan/plan.md%230.1.2');
  await heading(page, '0.1.2 גיבוי');
  const block = page.locator('.told .document [data-line]').last();
  const line = await block.getAttribute('data-line');
  await pointAt(page, block);
  await write(page, 'כמה זמן?', 'Nina');
  await page.locator('.thread .place', { hasText: `plan.md:${line}` }).waitFor();
  await axe(page);
  await screenshot(page, 'comment-section');
  // It is not about another section, and stands in the document too.
  await go(page, '#/plan/plan.md%230.1.1');
  await heading(page, /^0\.1\.1 /);
  await page.getByText('Nobody has said anything about this document').waitFor();
  await go(page, '#/doc/plan.md');
  await page.locator('.thread', { hasText: 'כמה זמן?' }).waitFor();
  await page.locator('.document .comment-mark').first().waitFor();
});

journey('a comment that has lost its words is put elsewhere by keyboard, and says so', async ({ page, open }) => {
  await open();
  await openArchive(page, PIER(), 'pier.zip');
  await go(page, '#/doc/SP01_pier/_overview.md');
  await page.locator('.prose p').first().waitFor();
  await pointAt(page, page.locator('.prose p').first());
  await write(page, 'How deep?', 'Nina');
  await page.reload();
  await openArchive(page, PIER('# Pier\n\nNothing of that is left, and all is new here.\n\n## Depth\n\nFour metres at low tide.\n'), 'pier.zip');
  await go(page, '#/doc/SP01_pier/_overview.md');
  await page.getByText('1 comment without a place').waitFor();
  const thread = page.locator('.thread', { hasText: 'How deep?' });
  await thread.getByRole('button', { name: 'Put it elsewhere' }).press('Enter');
  await page.getByRole('group', { name: 'Put the comment elsewhere' }).getByRole('button', { name: 'Choose a line' }).press('Enter');
  const here = page.locator('#comment-here');
  for (let step = 0; step < 9; step += 1) {
    if (/Four metres/.test(await here.getAttribute('aria-label'))) break;
    await here.press('ArrowDown');
  }
  assert.match(await here.getAttribute('aria-label'), /^Put the comment here: Four metres/);
  await here.press('Enter');
  await thread.getByText(/Put here by Nina on .* It was about SP01_pier\/_overview\.md:3\./).waitFor();
  await page.locator('[data-line="7"] .comment-mark').waitFor();
  assert.equal(await page.getByText('without a place').count(), 0);
  await axe(page);
  await screenshot(page, 'comment-moved');
});

journey('comments travel in a packed file if ticked, and are there when it is opened', async ({ page, context, open }) => {
  const folder = mkdtempSync(join(tmpdir(), 'planarium-said-'));
  try {
    await open();
    await openArchive(page, PIER(), 'pier.zip');
    await go(page, '#/doc/SP01_pier/_overview.md');
    await page.locator('.prose p').first().waitFor();
    await pointAt(page, page.locator('.prose p').first());
    await write(page, 'How deep?', 'Nina');
    const save = async (from, name) => {
      await from.getByRole('button', { name: 'Share', exact: true }).click();
      const dialog = from.getByRole('dialog', { name: 'Share' });
      await dialog.getByRole('checkbox', { name: /With comments and reviews: 1 entry/ }).waitFor();
      await dialog.getByText(/The file will have/).waitFor();
      const [file] = await Promise.all([from.waitForEvent('download'), dialog.getByRole('button', { name: 'Save the file' }).click()]);
      await file.saveAs(join(folder, name));
      return pathToFileURL(join(folder, name)).href;
    };
    let url = await save(page, 'one.html');
    // Opened where nobody ever wrote anything, and packed again there.
    for (const name of ['two.html', 'three.html']) {
      const other = await (await context.browser().newContext({ viewport: { width: 1440, height: 900 }, acceptDownloads: true })).newPage();
      await other.goto(`${url}#/doc/SP01_pier/_overview.md`);
      await ready(other);
      await other.locator('.thread', { hasText: 'How deep?' }).waitFor();
      await other.locator('.comment-mark').waitFor();
      url = await save(other, name);
      await other.context().close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

journey('a part of a tree travels in a locked link, with what is about it', COPYING, async ({ page, context, open }) => {
  await open();
  await openArchive(page, PIER(), 'pier.zip');
  await go(page, '#/doc/SP02_crane/_overview.md');
  await page.locator('.prose p').first().waitFor();
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Share' });
  await dialog.getByRole('checkbox', { name: /^The tree: all of it, 4 files/ }).check();
  await dialog.locator('details.share-part').first().locator('summary').click();
  await dialog.locator('#share-link-part-folder-0').uncheck();
  await dialog.getByRole('checkbox', { name: /^The tree: the part that is chosen, 3 files, [\d,]+ characters/ }).waitFor();
  await dialog.locator('#share-link-passphrase').fill('four words nobody joins');
  await dialog.locator('#share-link-passphrase').press('Tab');
  await dialog.getByText(/characters, locked: tell the passphrase by another way/).waitFor();
  await axe(page);
  await screenshot(page, 'share-part-link');
  const link = await dialog.getByRole('textbox', { name: 'The link' }).inputValue();
  const other = await context.newPage();
  await other.goto(link);
  await other.getByLabel('Passphrase').fill('four words nobody joins');
  await other.getByRole('button', { name: 'Open', exact: true }).click();
  await heading(other, 'Crane');
  await ready(other);
  // Said in the load report.
  await go(other, '#/overview');
  await other.getByText(/This link holds 3 files of 4\. The rest was left out on purpose/).first().waitFor({ state: 'attached' });
  assert.equal(await other.getByText(/has changed since the link was made|of another tree/).count(), 0);
  assert.equal(await other.locator('[role=treeitem]', { hasText: 'SP01' }).count(), 0);
});

journey('an embedded page offers no comments', async ({ page, open, beside }) => {
  beside('pier.zip', PIER());
  await open('?embed=1&src=pier.zip#/doc/SP01_pier/_overview.md');
  await page.locator('.prose p').first().waitFor();
  await page.locator('.prose p').first().hover();
  assert.equal(await page.locator('#comment-button, #comment-here, #comments').count(), 0);
});
