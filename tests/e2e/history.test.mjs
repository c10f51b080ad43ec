// The history that comes along in a .git folder: going through its commits, comparing with them, what is missing.

import assert from 'node:assert/strict';
import { truncateSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { axe, choose, heading, journey, openArchive, ready, row, screenshot, soon } from './harness.mjs';
import { git, withRepository } from './repositories.mjs';

const hash = (page) => page.evaluate(() => decodeURIComponent(location.hash));
const bar = (page) => page.getByRole('complementary', { name: 'The tree in its commits' });
const said = (page, words) => bar(page).getByRole('status').getByText(words).waitFor();
const slider = (page) => page.getByRole('slider', { name: 'Commit of the tree' });
const plans = async (page) => (await page.getByRole('treeitem').filter({ hasText: /^(SP|PP)\d\d/ }).allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim());

async function go(page, place, name) {
  await page.evaluate((place) => { location.hash = place; }, place);
  await heading(page, name);
}

const plan = (title, status, rest = '') => `---\nstatus: ${status}\n${rest}---\n\n# ${title}\n`;

/** A pier that is built in four commits, and one beside the plans. */
const PIER = [
  [0, 'The pier is planned', {
    'plans/_overview.md': '# Pier\n',
    'plans/SP01_piles/_overview.md': plan('Piles', 'TODO'),
    'README.md': '# Harbour\n',
  }],
  [9, 'Piling begins', { 'plans/SP01_piles/_overview.md': plan('Piles', 'WIP') }],
  [20, 'Only the readme', { 'README.md': '# Harbour\n\nMore.\n' }],
  [31, 'Piles stand, the deck is next', {
    'plans/SP01_piles': null,
    'plans/_completed/SP01_piles/_overview.md': plan('Piles', 'DONE'),
    'plans/SP02_deck/_overview.md': plan('Deck', 'WIP', 'depends_on: [SP01_piles]\n'),
  }],
  [40, 'The rail is cut', { 'plans/SP03_rail/_overview.md': plan('Rail', 'CUT') }],
];

journey('the commits that touch the tree are gone through by slider, day and keyboard', async ({ page, open }) => {
  await withRepository(PIER, async ({ archive, ids }) => {
    await open();
    await openArchive(page, archive(), 'harbour.zip');
    // What git keeps is no part of the tree.
    await soon(async () => assert.equal(await page.getByRole('treeitem').filter({ hasText: '.git' }).count(), 0));
    await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Overview' }).click();
    await page.getByRole('button', { name: 'Look back' }).click();
    await said(page, 'This is the tree as it was loaded. 4 commits before it touch the tree: move the slider to go back.');
    const short = ids.map((id) => id.slice(0, 9));
    await bar(page).getByRole('button', { name: 'To the commit before' }).click();
    await said(page, `2025-02-10 · ${short[4]} · Nina Volkov: The rail is cut`);
    await soon(async () => assert.equal(await hash(page), `#/overview?commit=${short[4]}`));
    await bar(page).getByText('Commit 4 of 4 on main').waitFor();
    await slider(page).focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await said(page, `2025-01-10 · ${short[1]} · Nina Volkov: Piling begins`);
    await page.waitForFunction(() => document.querySelector('#commits').dataset.past === 'true');
    await soon(async () => assert.deepEqual(await plans(page), ['SP01 Piles In work']));
    await soon(async () => assert.match(await slider(page).getAttribute('aria-valuetext'), /^2025-01-10, Nina Volkov: Piling begins$/));
    // The whole app stands there: a plan, its day, no way to edit it.
    await row(page, 'SP01 Piles').getByRole('link').click();
    await heading(page, 'Piles');
    await soon(async () => assert.match(await hash(page), new RegExp(`commit=${short[1]}`)));
    await soon(async () => assert.equal(await page.getByRole('button', { name: 'Edit', exact: true }).count(), 0));
    await row(page, 'SP01 Piles').locator('.status').click();
    await page.getByText(`This is the tree as it was in the commit ${short[1]}, and the past is not edited`).waitFor();
    await page.getByText('As of 2025-01-10').first().waitFor().catch(() => {});
    // By day: the last commit until then.
    await bar(page).getByLabel('Day of the commit').fill('2025-02-05');
    await said(page, `2025-02-01 · ${short[3]} · Nina Volkov: Piles stand, the deck is next`);
    await axe(page);
    await screenshot(page, 'history');
    // A link leads there again.
    await bar(page).getByRole('link', { name: 'Compare with now' }).click();
    await heading(page, 'Compare');
    await page.locator('#compare-answer').getByText(/^\d+ changes? from 2025-02-01 /).waitFor();
    await page.getByText('1 plan created: SP03_rail.').waitFor();
    await soon(async () => assert.equal(await hash(page), `#/compare?with=commit-${short[3]}`));
    await page.goBack();
    await said(page, /Piles stand/);
    await bar(page).getByRole('button', { name: 'Back to now' }).click();
    await soon(async () => assert.equal((await hash(page)).includes('commit='), false));
    await page.waitForFunction(() => document.querySelectorAll('[role=treeitem]').length > 3);
  });
});

journey('commits are compared with each other and with now', async ({ page, open }) => {
  await withRepository(PIER, async ({ archive, ids }) => {
    await open();
    await openArchive(page, archive(), 'harbour.zip');
    await go(page, `#/compare?with=commit-${ids[0].slice(0, 9)}&to=commit-${ids[3].slice(0, 9)}`, 'Compare');
    await page.getByText('1 plan archived: SP01_piles.').waitFor();
    await page.getByText('1 plan created: SP02_deck.').waitFor();
    let options;
    await soon(async () => {
      options = await page.locator('#compare-with option').allInnerTexts();
      assert.equal(options.filter((title) => title.includes('Nina Volkov')).length, 4);
    });
    assert.ok(options.includes(`2025-01-01 ${ids[0].slice(0, 9)}: The pier is planned (Nina Volkov)`));
    // A place leads to the document as it was.
    const deck = page.locator('#compare-changes li').filter({ hasText: 'SP02_deck' }).first();
    const after = deck.getByRole('link').last();
    await soon(async () => assert.match(decodeURIComponent(await after.getAttribute('href')), new RegExp(`commit=${ids[3].slice(0, 9)}`)));
    await after.click();
    await page.getByText('depends_on: [SP01_piles]').first().waitFor();
    await page.goBack();
    await heading(page, 'Compare');
    await page.locator('#compare-with').selectOption({ label: `2025-01-10 ${ids[1].slice(0, 9)}: Piling begins (Nina Volkov)` });
    await page.locator('#compare-to').selectOption({ index: 1 });
    await page.getByText('1 plan closed: SP01_piles.').waitFor();
    await axe(page);
    // Loose objects, and the same commit twice.
    await page.locator('#compare-to').selectOption({ label: `2025-01-10 ${ids[1].slice(0, 9)}: Piling begins (Nina Volkov)` });
    await page.getByText('Nothing has changed: both trees say the same.').first().waitFor();
  }, { pack: false });
});

journey('a chosen folder brings its history, read when it is asked for', async ({ page, open }) => {
  await withRepository(PIER, async ({ folder, ids }) => {
    await open();
    await page.locator('input[data-input=folder]').setInputFiles(folder);
    await page.getByRole('tree').waitFor();
    await ready(page);
    await page.getByText('The .git folder is read when its history is asked for.').waitFor();
    await go(page, `#/overview?commit=${ids[1].slice(0, 9)}`, 'Pier');
    await said(page, /Piling begins/);
    await page.waitForFunction(() => document.querySelector('#commits').dataset.past === 'true');
    await soon(async () => assert.deepEqual(await plans(page), ['SP01 Piles In work']));
  });
});

journey('a folder from the directory picker brings its history', async ({ page, open }) => {
  await withRepository(PIER, async ({ folder, ids }) => {
    const { filesOf } = await import('./repositories.mjs');
    await open();
    await page.evaluate(async (files) => {
      const root = await (await navigator.storage.getDirectory()).getDirectoryHandle('harbour', { create: true });
      for (const [path, text] of files) {
        const folders = path.split('/');
        const name = folders.pop();
        let folder = root;
        for (const part of folders) folder = await folder.getDirectoryHandle(part, { create: true });
        const file = await (await folder.getFileHandle(name, { create: true })).createWritable();
        await file.write(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)));
        await file.close();
      }
      globalThis.showDirectoryPicker = async () => root;
    }, filesOf(folder).map(({ name, bytes }) => [name, bytes.toString('base64')]));
    await page.getByRole('button', { name: 'Open a folder' }).click();
    await page.getByRole('tree').waitFor();
    await go(page, `#/overview?commit=${ids[3].slice(0, 9)}`, 'Pier');
    await said(page, /Piles stand/);
  });
});

// ── what is not whole ───────────────────────────────────────────────────────────────────────

journey('a shallow clone says where it ends', async ({ page, open }) => {
  await withRepository(PIER, async ({ base, folder, archive, ids }) => {
    git(base, 0, 'clone', '-q', '--depth', '2', `file://${folder}`, 'shallow');
    await open();
    await openArchive(page, archive(join(base, 'shallow')), 'shallow.zip');
    await go(page, `#/overview?commit=${ids[3].slice(0, 9)}`, 'Pier');
    await said(page, /Piles stand/);
    await bar(page).getByText('The history is not whole').click();
    await bar(page).getByText(/this is a shallow repository/).waitFor();
    // What was not fetched is said, and nothing else is shown in its place.
    await page.evaluate((id) => { location.hash = `#/overview?commit=${id}`; }, ids[0].slice(0, 9));
    await said(page, `The commit ${ids[0].slice(0, 9)} cannot be shown.`);
  });
});

journey('of a damaged history the rest is used', async ({ page, open }) => {
  await withRepository(PIER, async ({ folder, archive, ids }) => {
    // A commit is gone.
    rmSync(join(folder, '.git/objects', ids[1].slice(0, 2), ids[1].slice(2)));
    await open();
    await openArchive(page, archive(), 'harbour.zip');
    await go(page, `#/overview?commit=${ids[4].slice(0, 9)}`, 'Pier');
    await said(page, /The rail is cut/);
    await bar(page).getByText('The history is not whole').click();
    await bar(page).getByText(`the object ${ids[1].slice(0, 9)} is not in the repository`).waitFor();
  }, { pack: false });
});

journey('a pack that is cut off, a work tree and a SHA-256 repository are told in words', async ({ page, open }) => {
  await withRepository(PIER, async ({ base, folder, archive }) => {
    const packs = join(folder, '.git/objects/pack');
    const pack = join(packs, readdirSync(packs).find((name) => name.endsWith('.pack')));
    const whole = archive();
    truncateSync(pack, 60);
    const look = async (bytes, name, words) => {
      await open();
      await openArchive(page, bytes, name);
      await go(page, '#/overview', 'Pier');
      await page.getByRole('button', { name: 'Look back' }).click();
      await page.locator('#announcement').getByText(words).waitFor();
    };
    await go2(page, open, whole);
    await look(archive(), 'cut.zip', /has no commit that touches this tree|cannot be read/);
    const tree = { 'plans/_overview.md': '# Pier\n\n## State Deltas\n\n### SP01_piles — Sep 2025\n- winch: new\n', 'plans/SP01_piles/_overview.md': plan('Piles', 'TODO') };
    for (const [name, extra, words] of [
      ['work.zip', { '.git': 'gitdir: /elsewhere/.git/worktrees/x\n' }, /its history lies in another folder/],
      ['sha256.zip', { '.git/HEAD': 'ref: refs/heads/main\n', '.git/refs/heads/main': `${'ab'.repeat(32)}\n` }, /SHA-256 repository/],
    ]) {
      const at = join(base, name.replace('.zip', ''));
      const { mkdirSync } = await import('node:fs');
      const { dirname } = await import('node:path');
      for (const [path, text] of Object.entries({ ...tree, ...extra })) {
        mkdirSync(dirname(join(at, path)), { recursive: true });
        writeFileSync(join(at, path), text);
      }
      await look(archive(at), name, words);
    }
  });
});

/** Opens an archive whose history is whole: the way to it is there. */
async function go2(page, open, bytes) {
  await open();
  await openArchive(page, bytes, 'whole.zip');
  await go(page, '#/overview', 'Pier');
  await page.getByRole('button', { name: 'Look back' }).click();
  await said(page, /4 commits before it/);
}

// ── what a comparison says elsewhere ────────────────────────────────────────────────────────

const NEEDS = [
  [0, 'Three plans', {
    'plans/_overview.md': '# Pier\n\n## State Deltas\n\n### ✅ SP01_piles — Sep 2025\n- winch: new module\n',
    'plans/SP01_piles/_overview.md': plan('Piles', 'DONE'),
    'plans/SP02_deck/_overview.md': plan('Deck', 'TODO', 'depends_on: [SP01_piles, SP04_crane]\n'),
    'plans/SP04_crane/_overview.md': plan('Crane', 'WIP'),
  }],
  [20, 'The crane goes, lamps come', {
    'plans/_overview.md': '# Pier\n\n## State Deltas\n\n### ✅ SP01_piles — Sep 2025\n- winch: new module\n\n### SP02_deck — Dec 2025\n- winch: painted\n',
    'plans/SP02_deck/_overview.md': plan('Deck', 'WIP', 'depends_on: [SP01_piles]\n'),
    'plans/SP04_crane': null,
    'plans/SP05_lamps/_overview.md': plan('Lamps', 'TODO', 'depends_on: [SP02_deck]\n'),
  }],
];

journey('a comparison marks the tree, the graph and the timeline until it is ended', async ({ page, open }) => {
  await withRepository(NEEDS, async ({ archive, ids }) => {
    await open();
    await openArchive(page, archive(), 'harbour.zip');
    await go(page, `#/compare?with=commit-${ids[0].slice(0, 9)}`, 'Compare');
    // What is found in a new plan is one line, with the plan.
    await page.locator('#compare-changes li').filter({ hasText: /Plan SP05_lamps was added, to do\. It comes with \d+ findings?\./i }).waitFor();
    await soon(async () => assert.equal(await page.locator('#compare-changes li[data-kind=finding]').filter({ hasText: 'SP05_lamps has no' }).count(), 0));
    const marks = await page.locator('#folder-tree .compared').evaluateAll((all) => all.map((it) => `${it.closest('[role=treeitem]').querySelector('a').textContent.trim().slice(0, 4)} ${it.textContent}`));
    assert.deepEqual(marks.filter((mark) => /^SP/.test(mark)), ['SP02 status', 'SP05 new']);
    await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Needs' }).click();
    await page.locator('.node[data-kind=gone]').filter({ hasText: 'crane' }).waitFor();
    await soon(async () => assert.equal(await page.locator('.edge.was').count(), 1));
    await soon(async () => assert.equal(await page.locator('.edge.new').count(), 1));
    await soon(async () => assert.equal(await page.locator('.node[data-flags~=new]').count(), 1));
    await axe(page);
    await screenshot(page, 'history-ghosts');
    await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Timeline' }).click();
    await page.locator('.mark .compared').first().waitFor();
    await page.getByRole('option', { name: /winch: painted.* Changed in what is compared\./ }).first().waitFor();
    await screenshot(page, 'history-timeline');
    // The way back to the comparison, and its end.
    await page.getByRole('link', { name: /^\d+ changes compared/ }).click();
    await heading(page, 'Compare');
    await page.getByRole('button', { name: 'End the comparison' }).click();
    await soon(async () => assert.equal(await page.locator('#folder-tree .compared').count(), 0));
  });
});

const PLANNED = `# A plan

## Phase 1: Piles

- [x] Buy piles
- [ ] Drive piles

## Phase 2: Deck

- [ ] Lay planks

## Session Log

### Session 1 — 2025-01-08

- [x] Bought the piles
`;

journey('whoever takes a plan up again sees what was committed since the last session', async ({ page, open }) => {
  const commits = [
    [3, 'The plan', { 'WORK_PLAN.md': PLANNED }],
    [9, 'Piles in the water', { 'src/piles.txt': 'x' }],
    [12, 'Planks are bought', { 'src/planks.txt': 'x' }],
  ];
  await withRepository(commits, async ({ archive }) => {
    await open();
    await openArchive(page, archive(), 'work.zip');
    await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Overview' }).click();
    const since = page.locator('.resume-parts > div').filter({ hasText: 'Commits since' });
    await since.waitFor();
    const rows = () => since.getByRole('listitem').allInnerTexts();
    await soon(async () => assert.deepEqual((await rows()).map((row) => row.replace(/\s+/g, ' ').replace(/^[0-9a-f]{9} /, '').trim()), ['Planks are bought 2025-01-13', 'Piles in the water 2025-01-10']));
    await axe(page);
  });
});

journey('on a phone in the dark the commits are gone through too', { context: { viewport: { width: 390, height: 800 }, colorScheme: 'dark' } }, async ({ page, open }) => {
  await withRepository(PIER, async ({ archive, ids }) => {
    await open();
    await choose(page, { 'harbour.zip': archive() });
    await page.locator('#shell[data-open=true]').waitFor();
    await go(page, `#/overview?commit=${ids[1].slice(0, 9)}`, 'Pier');
    await said(page, /Piling begins/);
    await bar(page).getByRole('button', { name: 'To the next commit' }).click();
    await said(page, /Piles stand, the deck is next/);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(wide, 0, 'nothing sticks out');
    await axe(page);
    await screenshot(page, 'history-phone');
  });
});
