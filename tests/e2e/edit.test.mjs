// Editing: from a finding or a form to pending edits, the patch, and what becomes of them.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { axe, heading, journey, openSample, screenshot } from './harness.mjs';

const SAMPLE = fileURLToPath(new URL('../../public/sample/medflow', import.meta.url));

/** Goes to a place of the open tree, and waits until its heading is there. */
async function go(page, place, name) {
  await page.evaluate((place) => { location.hash = place; }, place);
  await heading(page, name);
}

/** A checkout of the sample, in which git says whether it takes a patch. */
function checkout() {
  const folder = mkdtempSync(join(tmpdir(), 'planarium-checkout-'));
  cpSync(SAMPLE, folder, { recursive: true });
  const git = (...args) => execFileSync('git', args, { cwd: folder, encoding: 'utf8', env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_AUTHOR_NAME: 'A', GIT_AUTHOR_EMAIL: 'a@example.org', GIT_COMMITTER_NAME: 'C', GIT_COMMITTER_EMAIL: 'c@example.org' } });
  git('init', '--quiet');
  git('add', '--all', '--force');
  git('commit', '--quiet', '--message=base');
  return { folder, git, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

async function download(page, name) {
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()]);
  return { name: file.suggestedFilename(), path: await file.path() };
}

/** Waits until the rules are through with what is shown. */
const isChecked = (page) => page.getByText(/^This patch /).waitFor();

journey('a finding is mended, and git takes the patch', async ({ page, open }) => {
  await open();
  await openSample(page);
  await go(page, '#/findings?rule=modified-by-mismatch', 'Findings');
  await page.locator('.answer').getByText(/ files?\.$/).waitFor();
  const fix = page.locator('details.fix').first();
  await fix.locator('summary').click();
  await fix.getByRole('button', { name: 'Make this change' }).click();
  await page.getByRole('link', { name: /^Changes 1$/ }).click();
  await heading(page, 'Changes');
  await page.getByText(/1 edit pending in 1 file\. Saved on this device\./).waitFor();
  await isChecked(page);
  await screenshot(page, 'changes');
  await axe(page);
  const patch = await download(page, 'Download the patch');
  assert.equal(patch.name, 'day-dream-medflow-plans.patch');
  const { git, remove } = checkout();
  git('apply', '--check', patch.path);
  await page.getByRole('textbox', { name: 'Author, for a message' }).fill('Nina Volkov <nina@example.org>');
  await page.getByRole('textbox', { name: 'Subject' }).fill('Say who changed what');
  const message = await download(page, 'Download as a message');
  git('am', '--quiet', message.path);
  assert.equal(git('log', '-1', '--format=%an|%s').trim(), 'Nina Volkov|Say who changed what');
  remove();
  // Undone it is as before, done again it is pending.
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Nothing is pending.').waitFor();
  await page.getByRole('button', { name: 'Redo' }).click();
  await page.getByText(/1 edit pending/).waitFor();
});
