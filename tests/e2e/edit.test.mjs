// Editing: from a finding or a form to pending edits, the patch, and what becomes of them.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { axe, hand, heading, journey, openArchive, openSample, ready, row, screenshot, soon, stopClock } from './harness.mjs';
import { tree } from './trees.mjs';

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

// ── forms and rows ──────────────────────────────────────────────────────────────────────────

/** Opens the form of the document that is shown. */
async function edit(page) {
  await page.locator('#editor > summary').click();
  await page.getByRole('heading', { name: 'Fields' }).waitFor();
}

const changes = (page) => go(page, '#/changes', 'Changes');

journey('fields, lists and boxes are edited in a form, and all views show it', async ({ page, open }) => {
  await open();
  await openSample(page);
  await go(page, '#/plan/SP18_reporting_engine', 'SP18 — Reporting Engine');
  await edit(page);
  await page.getByRole('combobox', { name: 'magnitude' }).selectOption('Epic');
  await page.getByRole('link', { name: '1 pending' }).waitFor();
  await page.getByLabel('last_updated').fill('2026-07-01');
  const add = page.getByRole('combobox', { name: 'Add to blocks' });
  await add.fill('PP19_perf_optimization');
  await add.press('Enter');
  await page.getByRole('combobox', { name: /^blocks \d/ }).last().waitFor();
  await axe(page);
  await screenshot(page, 'editor');
  // The tree marks what is pending, and the base is one click away.
  await page.locator('.folder-row[data-pending]').first().waitFor();
  await page.locator('.frontmatter dd').getByText('Epic').waitFor();
  await page.getByRole('button', { name: 'Without edits' }).click();
  await page.getByRole('link', { name: 'Base shown' }).waitFor();
  await soon(async () => assert.equal(await page.getByRole('combobox', { name: 'magnitude' }).inputValue(), 'Heavy'));
  await page.getByRole('button', { name: 'Without edits' }).click();
  await changes(page);
  await page.getByText(/3 edits pending/).waitFor();
  await page.getByRole('button', { name: 'Side by side' }).click();
  await page.locator('.pairs').first().waitFor();
  await axe(page);
  await screenshot(page, 'changes-side-by-side');
  await page.getByRole('button', { name: 'As it is read' }).click();
  await page.locator('.rendered ins').first().waitFor();
  await axe(page);
  await screenshot(page, 'changes-rendered');
  // One line is left out, and comes back.
  await page.getByRole('button', { name: 'One below the other' }).click();
  const come = page.locator('tr[data-kind=come]').getByText('magnitude: Epic');
  await come.waitFor();
  const line = page.getByRole('checkbox', { name: /set magnitude to Epic/ });
  await line.uncheck();
  await come.waitFor({ state: 'detached' });
  await line.check();
  await come.waitFor();
});

journey('the status of a plan is changed on its row, with the keyboard alone, everywhere it is said', async ({ page, open }) => {
  await open();
  await openSample(page);
  // Letters belong together when they come soon after each other, however long a press takes here.
  await stopClock(page);
  await page.keyboard.press('t');
  await page.keyboard.type('SP18');
  await page.keyboard.press('F2');
  await page.getByRole('dialog', { name: /Status of/ }).waitFor();
  await axe(page);
  await screenshot(page, 'quick-status');
  await page.keyboard.press('d');
  await page.getByRole('link', { name: '1 pending' }).waitFor();
  // In the tree letters look for names.
  await page.keyboard.press('Tab');
  await page.keyboard.press('g');
  await page.keyboard.press('c');
  await heading(page, 'Changes');
  await soon(async () => {
    const words = await page.locator('.steps').innerText();
    for (const part of ['SP18_reporting_engine/_overview.md: set status to DONE', 'set Status to ✅ [DONE]', '_tree.md', 'State Deltas']) assert.ok(words.includes(part), `${part}: ${words}`);
  });
  await page.keyboard.press('Control+z');
  await page.getByText('Nothing is pending.').waitFor();
  await page.keyboard.press('Control+Shift+z');
  await page.getByText(/1 edit pending/).waitFor();
});

// ── drafts ──────────────────────────────────────────────────────────────────────────────────

const plan = (status, more = '') => `---\nname: pier\ntype: system\nmagnitude: Light\nstatus: ${status}\norigin: exploration/x.md\nlast_updated: 2025-01-01\n${more}---\n# Pier\n\n- [ ] posts\n`;
const PIER = (status, more) => tree({ '_overview.md': '# Harbour\n', 'SP01_pier/_overview.md': plan(status, more), 'exploration/x.md': '# X\n' });

async function openPier(page, archive) {
  await openArchive(page, archive, 'pier.zip');
  await go(page, '#/plan/SP01_pier', 'Pier');
}

journey('drafts survive, are made again on a changed tree, and what does not fit is told with both sides', async ({ page, open }) => {
  await open();
  await openPier(page, PIER('TODO'));
  await edit(page);
  await page.getByRole('combobox', { name: 'magnitude' }).selectOption('Heavy');
  await page.getByRole('combobox', { name: 'type' }).selectOption('procedure');
  await changes(page);
  await page.getByText(/2 edits pending in 1 file\. Saved on this device\./).waitFor();
  await open();
  await openArchive(page, PIER('TODO'), 'pier.zip');
  await page.getByRole('status').getByText('Your pending edits are back.').waitFor();
  await changes(page);
  await page.getByText(/2 edits pending/).waitFor();
  // Meanwhile somebody has given one of the fields another value.
  await open();
  await openArchive(page, PIER('TODO').length ? tree({ '_overview.md': '# Harbour\n\nMore.\n', 'SP01_pier/_overview.md': plan('WIP').replace('Light', 'Epic'), 'exploration/x.md': '# X\n' }) : '', 'pier.zip');
  await page.getByRole('status').getByText(/1 of your pending edits does not fit/).waitFor();
  await changes(page);
  await page.getByText('Does not fit: magnitude has another value now.').waitFor();
  await soon(async () => assert.deepEqual(await page.locator('.conflict dd').allInnerTexts(), ['Light', 'Epic']));
  await page.getByText('type: procedure').first().waitFor();
  await axe(page);
  await screenshot(page, 'conflict');
});

journey('two tabs on one tree notice each other and show the same edits', async ({ page, context, site, open }) => {
  await open();
  await openPier(page, PIER('TODO'));
  const other = await context.newPage();
  await other.goto(site);
  await ready(other);
  await openArchive(other, PIER('TODO'), 'pier.zip');
  await changes(other);
  await other.getByText(/1 other tab has this tree open too/).waitFor();
  await edit(page);
  await page.getByRole('combobox', { name: 'magnitude' }).selectOption('Heavy');
  await other.getByText(/1 edit pending/).waitFor();
  await other.getByRole('button', { name: 'Take all back' }).click();
  await page.getByRole('link', { name: '1 pending' }).waitFor({ state: 'detached' });
});

// ── links and patches that come ─────────────────────────────────────────────────────────────

journey('a link carries edits as a proposal, and nothing more until a click', async ({ page, context, open }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open();
  await openPier(page, PIER('TODO'));
  await edit(page);
  await page.getByRole('combobox', { name: 'magnitude' }).selectOption('Heavy');
  await changes(page);
  await page.getByText(/1 edit pending/).waitFor();
  await page.getByRole('button', { name: 'Copy a link' }).click();
  await page.getByRole('status').getByText(/The link has been copied: \d+ characters/).waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  await page.getByRole('button', { name: 'Take all back' }).click();
  await page.evaluate((hash) => { location.hash = hash; }, link.split('#')[1]);
  await page.getByRole('heading', { name: 'A link proposes 1 edit' }).waitFor();
  await page.getByText('Nothing is pending.').waitFor();
  await axe(page);
  await page.getByRole('button', { name: 'Take them up' }).click();
  await page.getByText(/1 edit pending/).waitFor();
  await soon(async () => assert.ok(!(await page.evaluate(() => location.hash)).includes('edits=')));
  for (const bad of ['x', '!!', 'A'.repeat(70_000)]) {
    await page.evaluate((bad) => { location.hash = `#/changes?edits=${bad}`; }, bad);
    await page.getByText('The edits in this link cannot be read').waitFor();
  }
});

journey('a patch that is dropped is taken up as pending edits, one that reaches too far is not', async ({ page, open }) => {
  await open();
  await openPier(page, PIER('TODO'));
  const patch = '--- a/SP01_pier/_overview.md\n+++ b/SP01_pier/_overview.md\n@@ -4,3 +4,3 @@\n magnitude: Light\n-status: TODO\n+status: WIP\n origin: exploration/x.md\n';
  await hand(page, 'drop', { 'their.patch': patch });
  await heading(page, 'Changes');
  await page.getByText(/1 edit pending in 1 file/).waitFor();
  await page.getByText('status: WIP').first().waitFor();
  await hand(page, 'drop', { 'evil.patch': 'diff --git a/.github/workflows/x.yml b/.github/workflows/x.yml\nnew file mode 100644\n--- /dev/null\n+++ b/.github/workflows/x.yml\n@@ -0,0 +1 @@\n+x\n' });
  await page.getByRole('status').getByText(/This patch cannot be taken up: .*hidden/).waitFor();
  await page.getByText(/1 edit pending in 1 file/).waitFor();
});

// ── the whole story ─────────────────────────────────────────────────────────────────────────

journey('a plan is closed with all it entails, an emergency declared, three findings mended; git am takes one patch', async ({ page, open }) => {
  await open();
  await openSample(page);
  await go(page, '#/plan/PP19_perf_optimization', 'PP19 — Performance Optimization');
  await edit(page);
  await page.getByRole('button', { name: 'Close and archive it' }).click();
  await page.getByRole('link', { name: '1 pending' }).waitFor();
  await go(page, '#/plan/SP18_reporting_engine', 'SP18 — Reporting Engine');
  await edit(page);
  await page.getByRole('combobox', { name: 'Plans that wait, between commas' }).fill('SP20');
  await page.getByRole('button', { name: 'Declare an emergency' }).click();
  await page.getByRole('link', { name: '2 pending' }).waitFor();
  await go(page, '#/findings?rule=modified-by-mismatch', 'Findings');
  for (let mended = 3; mended <= 5; mended += 1) {
    await page.locator('.answer').getByText(/ files?\.$/).waitFor();
    const fix = page.locator('details.fix').first();
    await fix.locator('summary').click();
    await fix.getByRole('button', { name: 'Make this change' }).click();
    await page.getByRole('link', { name: `${mended} pending` }).waitFor();
  }
  await changes(page);
  await isChecked(page);
  await screenshot(page, 'changes-story');
  await axe(page);
  await page.getByRole('textbox', { name: 'Author, for a message' }).fill('Nina Volkov <nina@example.org>');
  const message = await download(page, 'Download as a message');
  const { folder, git, remove } = checkout();
  git('am', '--quiet', message.path);
  const read = (path) => readFileSync(join(folder, '.agent_plan/day_dream', path), 'utf8');
  assert.match(read('SP18_reporting_engine/_overview.md'), /priority: emergency\nemergency_declared_at: \d{4}-\d\d-\d\dT/);
  assert.match(read('SP20_patient_portal/_overview.md'), /SP18_reporting_engine/);
  assert.match(git('show', '--stat', '--find-renames', 'HEAD'), /PP19_perf_optimization/);
  assert.equal(git('status', '--porcelain'), '');
  remove();
});

journey('with the keyboard alone a plan is closed and git am takes the patch', async ({ page, open }) => {
  await open();
  const focused = () => page.evaluate(() => (document.activeElement.labels?.[0] ?? document.activeElement).innerText.trim());
  const tabTo = async (name) => {
    for (let tabs = 0; tabs < 80 && await focused() !== name; tabs += 1) await page.keyboard.press('Tab');
    assert.equal(await focused(), name);
  };
  await tabTo('Open the sample');
  await page.keyboard.press('Enter');
  await page.getByText(/^All .* have been read\.$/).waitFor();
  await page.keyboard.press('Control+k');
  const first = page.getByRole('dialog', { name: 'Commands' }).getByRole('option').first();
  await first.waitFor();
  await page.keyboard.type('PP19');
  await first.getByText(/^PP19_perf_optimization PP19/).waitFor();
  await page.keyboard.press('Enter');
  await heading(page, 'PP19 — Performance Optimization');
  await page.keyboard.press('e');
  await page.getByRole('button', { name: 'Close and archive it' }).waitFor();
  // The form is where the reader looks, and the keyboard is in it.
  await soon(async () => {
    assert.equal(await focused(), 'Edit');
    assert.ok(await page.locator('#editor-summary').evaluate((summary) => summary.getBoundingClientRect().bottom < innerHeight));
  });
  await screenshot(page, 'edit-keyboard');
  await tabTo('Close and archive it');
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: '1 pending' }).waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('c');
  await heading(page, 'Changes');
  await isChecked(page);
  await tabTo('Download as a message');
  const [file] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
  const { git, remove } = checkout();
  git('am', '--quiet', await file.path());
  assert.match(git('show', '--name-status', '--format=', '--find-renames', 'HEAD'), /_completed\/PP19_perf_optimization/);
  assert.equal(git('status', '--porcelain'), '');
  remove();
});

journey('what is in the name of one person is handed over to another', async ({ page, open }) => {
  await open();
  await openSample(page);
  await go(page, '#/person/Lisa%20Dominguez', 'Lisa Dominguez');
  await page.getByRole('textbox', { name: 'Hand everything over to' }).fill('Grace Hopper');
  await page.getByRole('button', { name: 'Hand over' }).click();
  await page.getByRole('link', { name: '1 pending' }).waitFor();
  await go(page, '#/person/Grace%20Hopper', 'Grace Hopper');
  await page.getByRole('heading', { name: /^Modules/ }).waitFor();
});

journey('what is pending fits a phone', { context: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, colorScheme: 'dark' } }, async ({ page, open }) => {
  await open();
  await page.locator('input[data-input=files]').setInputFiles({ name: 'pier.zip', mimeType: 'application/zip', buffer: Buffer.from(PIER('TODO')) });
  await heading(page, 'Harbour');
  await go(page, '#/plan/SP01_pier', 'Pier');
  await edit(page);
  await page.getByRole('combobox', { name: 'magnitude' }).selectOption('Heavy');
  await page.getByRole('link', { name: '1 pending' }).waitFor();
  await screenshot(page, 'editor-phone');
  await axe(page);
  await changes(page);
  await page.getByText(/1 edit pending/).waitFor();
  await screenshot(page, 'changes-phone');
  await axe(page);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(wide <= 0, `${wide} px too wide`);
});
