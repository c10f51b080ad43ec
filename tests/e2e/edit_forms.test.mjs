// Every kind of form: opened where its document is read, a value changed, and git takes the patch of all of it.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { axe, choose, heading, journey, openArchive, ready, screenshot, soon } from './harness.mjs';
import { tree } from './trees.mjs';

async function go(page, place, name) {
  await page.evaluate((place) => { location.hash = place; }, place);
  await heading(page, name);
}

/** Unfolds the form of the document that is shown. */
async function unfold(page) {
  const editor = page.locator('#editor');
  await editor.waitFor();
  if (await editor.getAttribute('open') === null) await page.locator('#editor > summary').click();
  await page.locator('#editor-body > *').first().waitFor({ state: 'attached' });
}

/** What git says of a patch in a repository that holds these files: the lines that come. */
function taken(files, patch, message) {
  const folder = mkdtempSync(join(tmpdir(), 'planarium-forms-'));
  try {
    const git = (...args) => execFileSync('git', args, { cwd: folder, encoding: 'utf8', env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_AUTHOR_NAME: 'A', GIT_AUTHOR_EMAIL: 'a@example.org', GIT_COMMITTER_NAME: 'C', GIT_COMMITTER_EMAIL: 'c@example.org' } });
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    git('init', '--quiet');
    git('config', 'core.autocrlf', 'false');
    git('add', '--all', '--force');
    git('commit', '--quiet', '--message=base');
    git('apply', '--check', patch);
    git('am', '--quiet', ...(readFileSync(patch, 'utf8').includes('\r') ? ['--quoted-cr=nowarn'] : []), message);
    assert.equal(git('status', '--porcelain'), '');
    const changed = git('show', '--format=', '--unified=0', '--find-renames', 'HEAD').split('\n');
    return changed.filter((line) => /^[+-](?!(\+\+|--) )|^diff --git/.test(line)).join('\n').replaceAll('\r', '');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function download(page, name) {
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()]);
  return file.path();
}

/** Makes the edits one after the other, each of which is one step more, and gives the lines of the patch. */
async function edit(page, files, edits) {
  let count = 0;
  let shown;
  for (const [place, name, act] of edits) {
    if (shown !== place) {
      await go(page, place, name);
      shown = place;
    }
    await unfold(page);
    await act(page);
    count += 1;
    await page.getByRole('link', { name: `${count} pending`, exact: true }).waitFor();
  }
  await go(page, '#/changes', 'Changes');
  await page.getByText(new RegExp(`^${count} edits? pending in `)).waitFor();
  await page.getByText(/^This patch /).waitFor();
  return taken(files, await download(page, 'Download the patch'), await download(page, 'Download as a message'));
}

/** What is called so in the form: the label of a choice holds the words of the choices, too. */
const field = (name) => (page) => {
  const editor = page.locator('#editor');
  return editor.getByLabel(name, { exact: true }).or(editor.getByRole('combobox', { name, exact: true }));
};
const write = (name, value) => async (page) => {
  const input = field(name)(page);
  await input.fill(value);
  await input.press('Tab');
};
const select = (name, value) => (page) => field(name)(page).selectOption(value);
const press = (name) => (page) => page.locator('#editor').getByRole('button', { name, exact: true }).click();
const both = (...acts) => async (page) => { for (const act of acts) await act(page); };
/** A cell of a table, which is unfolded unless it is so already. */
const cell = (table, name, value, row = 0) => async (page) => {
  const part = page.locator('#editor details').filter({ has: page.locator('summary', { hasText: new RegExp(`^${table}$`) }) });
  if (await part.getAttribute('open') === null) await part.locator('summary').click();
  const input = part.getByLabel(new RegExp(`^${name}, line \\d+$`)).nth(row);
  await input.fill(value);
  await input.press('Tab');
};

const INVENTORY = Array.from({ length: 130 }, (_, at) => `| winch/${at}.rs | create | ⚪ planned | ${at} |\n`).join('');

const YARD = {
  '_overview.md': `# Yard

**Last Updated**: 2025-01-01
**Phase**: posts

## Current Sprint

| Plan | Status | Owner |
|------|--------|-------|
| SP01_pier | WIP | Ada Stone |

## Plans

| # | Name | Type | Status | Depends On |
|---|------|------|--------|------------|
| SP01 | [SP01_pier](SP01_pier/) | System | 🔄 [WIP] | — |
| SP02 | [SP02_deck](SP02_deck/) | System | ⏳ [TODO] | SP01 |
| SP03 | SP03_quay | System | ✅ [DONE] | — |

## Module Index

| Module | Origin Plan | Modified By | Primary Owner |
|--------|-------------|-------------|---------------|
| winch | SP01_pier | — | Ada Stone |

## State Deltas

### ✅ SP03_quay — Jan 2025
- No state changes
`,
  'SP01_pier/_overview.md': `---
name: pier
type: system
magnitude: Light # of the posts
status: WIP
origin: exploration/kickoff.md
last_updated: 2025-01-01
depends_on:
  - SP03_quay
crew: 4
---
# Pier

## Children

| Name | Type | Status |
|------|------|--------|
| p00_posts | Phase | WIP |
`,
  'SP01_pier/p00_posts/_overview.md': '---\nname: posts\ntype: system\nmagnitude: Light\nstatus: WIP\norigin: x\nlast_updated: 2025-01-01\n---\n# Posts\n',
  'SP01_pier/p00_posts/01_ram.md': '---\ntask: ram\nstatus: TODO\n---\n# Ram\n\n## Acceptance Criteria\n\n- [ ] they stand\n',
  'SP01_pier/modules/winch.md': '---\nmodule: winch\nlast_updated: 2025-01-01\nmodified_by_plans: []\n---\n# Winch\n',
  'SP02_deck/_overview.md': '---\r\nname: deck\r\nstatus: TODO\r\nblocks: [SP07, SP08]\r\n---\r\n# Deck\r\n\r\nplanks',
  'SP03_quay/_overview.md': '\uFEFF---\nname: quay\nstatus: DONE\n---\n# Quay\n',
  'exploration/kickoff.md': '# Kickoff\n\n## Decisions\n\n- ✅ CREATE: SP01_pier/\n',
  'notes.md': '# Notes\n\nNo fields yet.\n',
  'broken.md': '---\nstatus: [x\n---\n# Broken\n',
  'inventory.md': `# Inventory\n\n## Files\n\n| File | Change | Status | Nr |\n|---|---|---|---|\n${INVENTORY}`,
};

journey('every form of a planning tree offers a patch that git takes', async ({ page, open }) => {
  await open();
  await openArchive(page, tree(YARD), 'yard.zip');
  const PIER = ['#/plan/SP01_pier', 'Pier'];
  const ROOT = ['#/doc/_overview.md', 'Yard'];
  const lines = await edit(page, YARD, [
    [...PIER, select('magnitude', 'Epic')],
    [...PIER, write('last_updated', '2026-07-01')],
    [...PIER, write('origin', 'exploration/second.md')],
    [...PIER, write('crew', '5')],
    // Changes of one list, one after the other, are one edit.
    [...PIER, async (page) => {
      await field('Add to depends_on')(page).fill('SP02_deck');
      await field('Add to depends_on')(page).press('Enter');
      await press('Move up SP02_deck')(page);
      await soon(async () => assert.equal(await field('depends_on 1')(page).inputValue(), 'SP02_deck'));
      await press('Remove SP03_quay')(page);
      await field('depends_on 2')(page).waitFor({ state: 'detached' });
    }],
    [...PIER, both(write('New field', 'weather'), write('What it holds', 'no: 1'), press('Add the field'))],
    [...PIER, both(select('status', 'BLOCKED'), write('What blocks it', 'Storm tide'))],
    [...PIER, both(write('What changed, as module: what', 'winch: a longer rope'), press('Add a State Delta'))],
    [...PIER, cell('Table of Children', 'Type', 'Phase of posts')],
    ['#/doc/SP01_pier/p00_posts/01_ram.md', 'Ram', (page) => field('they stand')(page).check()],
    ['#/module/winch', 'winch', write('last_updated', '2026-07-02')],
    ['#/doc/SP02_deck/_overview.md', 'Deck', press('Move down SP07')],
    ['#/doc/SP03_quay/_overview.md', 'Quay', write('name', 'Die Mole: „alt“')],
    ['#/doc/exploration/kickoff.md', 'Kickoff', both(write('Decision, as CREATE: plan', 'NOTE: it is late'), press('Add a decision'))],
    ['#/doc/notes.md', 'Notes', both(write('New field', 'owner'), write('What it holds', 'Ada'), press('Add the field'))],
    [...ROOT, write('Last Updated', '2026-07-03')],
    [...ROOT, cell('Table of Current Sprint', 'Owner', 'Bo')],
    // The table is still unfolded after an edit in it.
    [...ROOT, async (page) => { await page.locator('#editor').getByLabel(/^Plan, line \d+$/).first().waitFor(); await cell('Table of Plans', 'Type', 'Procedure')(page); }],
    [...ROOT, cell('Table of Module Index', 'Modified By', 'SP02_deck')],
    ['#/doc/inventory.md', 'Inventory', async (page) => {
      await page.locator('#editor details summary', { hasText: 'Table of Files' }).click();
      await field('Row, of 130')(page).selectOption({ index: 77 });
      await soon(async () => assert.equal(await field('File')(page).inputValue(), 'winch/77.rs'));
      await write('Status', '✅ done')(page);
    }],
    ['#/doc/inventory.md', 'Inventory', async (page) => {
      await soon(async () => assert.equal(await field('File')(page).inputValue(), 'winch/77.rs'));
      await write('Nr', 'seventy-seven')(page);
    }],
  ]);
  for (const line of [
    '+magnitude: Epic # of the posts', '+origin: exploration/second.md', '+crew: 5', '+  - SP02_deck', '-  - SP03_quay',
    '+weather: "no: 1"', '+status: BLOCKED:storm-tide', '+- winch: a longer rope', '| Phase of posts |', '+- [x] they stand', '+last_updated: 2026-07-02',
    '+blocks: [SP08, SP07]', '+name: "Die Mole: „alt“"', '+- NOTE: it is late', '+owner: Ada', '+**Last Updated**: 2026-07-03', '| Bo ', '| Procedure |', '| SP02_deck |',
    '+| winch/77.rs | create | ✅ done | seventy-seven |',
  ]) assert.ok(lines.includes(line), `${line}\n${lines}`);
  // What is not to be seen through is told, with its place.
  await go(page, '#/doc/broken.md', 'Broken');
  await unfold(page);
  await page.getByText(/The fields cannot be edited here.*broken\.md:\d+:\d+: /).waitFor();
  await axe(page);
  await go(page, ...ROOT);
  await unfold(page);
  await axe(page);
  await screenshot(page, 'editor-tables');
});

journey('what is done with a plan as a whole offers a patch that git takes', async ({ page, open }) => {
  await open();
  await openArchive(page, tree(YARD), 'yard.zip');
  const DECK = ['#/plan/SP02_deck', 'Deck'];
  const lines = await edit(page, YARD, [
    ['#/plan/SP03_quay', 'Quay', both(write('Invalidated by', 'SP01_pier'), write('In which part', 'the posts'), press('Say so'))],
    ['#/plan/SP03_quay', 'Quay', press('Archive it')],
    [...DECK, both(write('Depends on', 'SP01_pier'), press('Add the dependency'))],
    [...DECK, both(write('New module', 'plank'), write('Who answers for it', 'Bo'), press('Register it'))],
    [...DECK, press('Close it')],
    ['#/plan/SP01_pier', 'Pier', both(write('Plans that wait, between commas', ''), press('Declare an emergency'))],
  ]);
  for (const line of [
    '+invalidation_scope: the posts', ' b/_completed/', '+depends_on: [SP01_pier]', '| plank | SP02_deck |', '+module: plank', '+status: DONE', '+priority: emergency', '+emergency_declared_at: ',
  ]) assert.ok(lines.includes(line), `${line}\n${lines}`);
});

const WORK = `# Harbour — Work plan v2

**Last Updated**: December 26, 2025
**Status**: 🟡 IN PROGRESS

| Phase | Name | Status | Duration |
|-------|------|--------|----------|
| Phase 1 | Posts | 🟡 IN PROGRESS | 4h |
| Phase 2 | Deck | ⚪ NOT STARTED | 6h |

## Phase 1: Posts (4h) 🟡 IN PROGRESS

### 1.1 Ram them (2h) 🟡 IN PROGRESS

**Acceptance Criteria:**
- [ ] they stand

### 1.2 Paint them (2h) ⚪ NOT STARTED

- [ ] they shine

## Phase 2: Deck (6h) ⚪ NOT STARTED

## Session Log

### Session 1 — 2025-12-20
- bought wood
`;

journey('the forms of a work plan offer a patch that git takes', async ({ page, open }) => {
  await open();
  await choose(page, { 'harbour.md': WORK });
  await page.getByRole('tree').waitFor();
  await ready(page);
  await page.getByText(/^All 1 documents? have been read\.$/).waitFor();
  const PLAN = ['#/doc/harbour.md', 'Harbour — Work plan v2'];
  const lines = await edit(page, { 'harbour.md': WORK }, [
    [...PLAN, (page) => field('they shine')(page).check()],
    [...PLAN, write('Status', '🟡 GOES WELL')],
    [...PLAN, write('Phase 2: Deck (6h)', '🟡 IN PROGRESS')],
    [...PLAN, cell('Table of Harbour — Work plan v2', 'Duration', '7h', 1)],
    [...PLAN, both(write('What was done', 'rammed two posts'), press('Add an entry to the session log'))],
    [...PLAN, async (page) => {
      const option = await page.locator('#editor-part option', { hasText: 'Ram them' }).getAttribute('value');
      await field('Piece of work')(page).selectOption(option);
      await press('Finish it')(page);
    }],
  ]);
  for (const line of ['+- [x] they shine', '+**Status**: 🟡 GOES WELL', '+## Phase 2: Deck (6h) 🟡 IN PROGRESS', '| 7h ', 'rammed two posts', '+- [x] they stand', '+### 1.1 Ram them (2h) ✅']) {
    assert.ok(lines.includes(line), `${line}\n${lines}`);
  }
});

const BACKLOG = {
  'backlog/config.yml': 'project_name: Yard\nstatuses: ["To Do", "In Progress", "Done"]\n',
  'backlog/tasks/task-1 - Posts.md': '---\nid: TASK-1\ntitle: Posts\nstatus: To Do\nassignee:\n  - "@ada"\nlabels: []\ndependencies: []\nordinal: 1000\n---\n## Acceptance Criteria\n\n- [ ] #1 they stand\n',
  'backlog/tasks/task-2 - Deck.md': "---\nid: TASK-2\ntitle: 'Deck'\nstatus: To Do\nassignee: []\ncreated_date: '2025-01-01 10:00'\nlabels: []\ndependencies:\n  - TASK-1\n---\ntext\n",
};

journey('the forms of a backlog offer a patch that git takes', async ({ page, open }) => {
  await open();
  await openArchive(page, tree(BACKLOG), 'yard.zip');
  const POSTS = ['#/doc/tasks/task-1%20-%20Posts.md', 'Posts'];
  const DECK = ['#/doc/tasks/task-2%20-%20Deck.md', 'Deck'];
  const lines = await edit(page, BACKLOG, [
    [...POSTS, both((page) => field('Add to labels')(page).fill('wood'), (page) => field('Add to labels')(page).press('Enter'))],
    [...POSTS, (page) => field('#1 they stand')(page).check()],
    [...POSTS, write('assignee 1', '@bo')],
    [...DECK, write('title', 'Deck: planks')],
    [...DECK, press('Remove TASK-1')],
  ]);
  for (const line of ['+labels: [wood]', '+- [x] #1 they stand', '+  - "@bo"', "+title: 'Deck: planks'", '-  - TASK-1']) assert.ok(lines.includes(line), `${line}\n${lines}`);
});
