// A history that goes on before its folder was moved, a folder dropped with its history, and a comparison that a link brings
// back into every view.

import assert from 'node:assert/strict';
import { axe, heading, journey, openArchive, ready, screenshot, soon } from './harness.mjs';
import { withRepository } from './repositories.mjs';

const hash = (page) => page.evaluate(() => decodeURIComponent(location.hash));
const bar = (page) => page.getByRole('complementary', { name: 'The tree in its commits' });
const said = (page, words) => bar(page).getByRole('status').getByText(words).waitFor();
const plans = async (page) => (await page.getByRole('treeitem').filter({ hasText: /^(SP|PP)\d\d/ }).allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim());
const view = (page, name) => page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name }).click();

async function go(page, place, name) {
  await page.evaluate((place) => { location.hash = place; }, place);
  await heading(page, name);
}

const plan = (title, status, rest = '') => `---\nstatus: ${status}\n${rest}---\n\n# ${title}\n\n${Array.from({ length: 20 }, (_, line) => `${title}, line ${line}.\n`).join('')}`;

/** Plans that were moved twice. */
const MOVED = [
  [0, 'The pier is planned', { 'plans/_overview.md': '# Pier\n', 'plans/SP01_piles/_overview.md': plan('Piles', 'TODO'), 'README.md': '# Harbour\n' }],
  [5, 'Piling begins', { 'plans/SP01_piles/_overview.md': plan('Piles', 'WIP') }],
  [9, 'Plans are documents', {
    'plans': null,
    'docs/plans/_overview.md': '# Pier\n',
    'docs/plans/SP01_piles/_overview.md': plan('Piles', 'WIP'),
  }],
  [14, 'The deck is next', { 'docs/plans/SP02_deck/_overview.md': plan('Deck', 'TODO', 'depends_on: [SP01_piles]\n') }],
];

/** Drops a folder of the disk on the page, as a file manager does. */
async function dropFolder(page, folder) {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [folder], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop']) await session.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data });
  await session.detach();
}

journey('a folder that is dropped brings its history, and that goes on before the folder was moved', async ({ page, open }) => {
  await withRepository(MOVED, async ({ folder, ids }) => {
    await open();
    await dropFolder(page, folder);
    await page.getByRole('tree').waitFor();
    await ready(page);
    await view(page, 'Overview');
    await page.getByRole('button', { name: 'Look back' }).click();
    await said(page, 'This is the tree as it was loaded. 4 commits before it touch the tree: move the slider to go back.');
    const short = ids.map((id) => id.slice(0, 9));
    const slider = page.getByRole('slider', { name: 'Commit of the tree' });
    await slider.focus();
    await page.keyboard.press('ArrowLeft');
    await said(page, `2025-01-15 · ${short[3]} · Nina Volkov: The deck is next`);
    await page.keyboard.press('ArrowLeft');
    await said(page, `2025-01-10 · ${short[2]} · Nina Volkov: Plans are documents`);
    await bar(page).getByText('It moved the tree from plans/ to docs/plans/.').waitFor();
    await page.keyboard.press('ArrowLeft');
    await said(page, `2025-01-06 · ${short[1]} · Nina Volkov: Piling begins`);
    await bar(page).getByText('The tree lay in plans/ then.').waitFor();
    await page.waitForFunction(() => document.querySelector('#commits').dataset.past === 'true');
    await soon(async () => assert.deepEqual(await plans(page), ['SP01 Piles In work']));
    await page.keyboard.press('Home');
    await said(page, `2025-01-01 · ${short[0]} · Nina Volkov: The pier is planned`);
    await soon(async () => assert.deepEqual(await plans(page), ['SP01 Piles To do']));
    await axe(page);
    await screenshot(page, 'time-moved');
    // What changed since then is told of plans, not of the folder.
    await bar(page).getByRole('link', { name: 'Compare with now' }).click();
    await heading(page, 'Compare');
    await page.getByText('1 plan created: SP02_deck.').waitFor();
    await page.getByText('1 plan started: SP01_piles.').waitFor();
    await soon(async () => assert.equal(await page.locator('#compare-changes li[data-kind=removed], #compare-changes li[data-kind=moved]').count(), 0));
  });
});

const root = (index, deltas) => `# Pier\n\n## Module Index\n\n| Module | Origin Plan | Modified By | Primary Owner |\n|---|---|---|---|\n${index}\n## State Deltas\n\n${deltas}`;

/** A crane that goes, lamps that come, a winch that somebody else answers for. */
const OWNED = [
  [0, 'Three plans', {
    'plans/_overview.md': root('| winch | SP01_piles | SP04_crane | Nina Volkov |\n| hook | SP04_crane | | Omar Diaz |\n', '### ✅ SP01_piles — Sep 2025\n- winch: new module\n'),
    'plans/SP01_piles/_overview.md': plan('Piles', 'DONE'),
    'plans/SP02_deck/_overview.md': plan('Deck', 'TODO', 'depends_on: [SP01_piles, SP04_crane]\n'),
    'plans/SP04_crane/_overview.md': plan('Crane', 'WIP'),
  }],
  [20, 'The crane goes, lamps come', {
    'plans/_overview.md': root('| winch | SP01_piles | SP02_deck | Ada Park |\n| lamp | SP05_lamps | | Ada Park |\n', '### ✅ SP01_piles — Sep 2025\n- winch: new module\n\n### SP02_deck — Dec 2025\n- winch: painted\n'),
    'plans/SP02_deck/_overview.md': plan('Deck', 'WIP', 'depends_on: [SP01_piles]\n'),
    'plans/SP04_crane': null,
    'plans/SP05_lamps/_overview.md': plan('Lamps', 'TODO', 'depends_on: [SP02_deck]\n'),
  }],
];

journey('owners show what a comparison says, and a link brings it back into every view', async ({ page, open }) => {
  await withRepository(OWNED, async ({ archive, ids }) => {
    const with_ = `commit-${ids[0].slice(0, 9)}`;
    const start = async (place) => {
      await open();
      await openArchive(page, archive(), 'harbour.zip');
      await page.evaluate((place) => { location.hash = place; }, place);
    };
    await start(`#/compare?with=${with_}`);
    await heading(page, 'Compare');
    await page.getByText('1 plan created: SP05_lamps.').waitFor();
    await view(page, 'Owners');
    await heading(page, 'Ownership');
    await soon(async () => assert.equal(await hash(page), `#/ownership?compared=${with_}`));
    await page.locator('.node[data-kind=gone]').filter({ hasText: 'hook' }).waitFor();
    await soon(async () => assert.equal(await page.locator('.node[data-kind=gone]').count(), 4));
    const gone = (await page.locator('.node[data-kind=gone]').allTextContents()).join(' ');
    for (const name of ['Nina', 'Omar', 'hook', 'crane']) assert.match(gone, new RegExp(name));
    await page.locator('.node[data-flags~=new]').filter({ hasText: 'lamp' }).first().waitFor();
    await page.getByText(/^compared: 4 nodes and 4 edges gone \(red, dotted\), 4 edges new \(green\)$/).waitFor();
    assert.ok(await page.locator('.edge.was').count() === 4 && await page.locator('.edge.new').count() > 1);
    await axe(page);
    await screenshot(page, 'time-owners');
    // The tables: who is new in a cell, who is gone from it, what is gone altogether.
    await page.getByRole('button', { name: 'Modules × plans' }).click();
    await page.locator('.matrix td[data-since=new]').first().waitFor();
    await page.getByText(/Gone from here: module hook; plan SP04_crane; person Nina Volkov, Omar Diaz.$/).waitFor();
    await page.getByRole('rowheader', { name: /lamp.*new/ }).waitFor();
    await screenshot(page, 'time-owners-table');
    await axe(page);
    // The link alone brings it back: the tree, the graph, the timeline.
    await start(`#/dependencies?compared=${with_}`);
    await heading(page, 'Dependencies');
    await page.locator('.node[data-kind=gone]').filter({ hasText: 'crane' }).waitFor();
    await soon(async () => assert.equal(await page.locator('.edge.was').count(), 1));
    const marks = () => page.locator('#folder-tree .compared').evaluateAll((all) => all.map((it) => `${it.closest('[role=treeitem]').querySelector('a').textContent.trim().slice(0, 4)} ${it.textContent}`));
    await soon(async () => assert.deepEqual((await marks()).filter((mark) => /^SP/.test(mark)), ['SP01 changed', 'SP02 status', 'SP05 new']));
    // From change to change by keys: chosen in the graph, opened elsewhere.
    await page.locator('body').press('n');
    await soon(async () => assert.match(await hash(page), /select=SP0\d_/));
    const chosen = async () => /select=([^&]*)/.exec(await hash(page))?.[1];
    const first = await chosen();
    await page.locator('#announcement').getByText(/^1 of \d+: /).waitFor();
    await page.locator('body').press('n');
    await soon(async () => assert.notEqual(await chosen(), first));
    await page.locator('body').press('p');
    await soon(async () => assert.equal(await chosen(), first));
    await view(page, 'Timeline');
    await page.locator('.mark .compared').first().waitFor();
    await view(page, 'Overview');
    await page.getByRole('heading', { level: 1, name: 'Pier' }).waitFor();
    await page.locator('body').press('n');
    await page.waitForFunction(() => location.hash.startsWith('#/plan/'));
    assert.match(await hash(page), new RegExp(`compared=${with_}`));
    await page.getByRole('button', { name: 'End the comparison' }).click();
    await soon(async () => assert.equal((await hash(page)).includes('compared'), false));
    await soon(async () => assert.equal(await page.locator('#folder-tree .compared').count(), 0));
    // What is not there is said, and the tree is shown all the same.
    await start('#/overview?compared=sample-3.zip');
    await page.locator('#announcement').getByText('What the link compares this tree with is not here.').waitFor();
    await heading(page, 'Pier');
  });
});

journey('counts and names of a summary lead to the changes that they are about', async ({ page, open }) => {
  await withRepository(OWNED, async ({ archive, ids }) => {
    await open();
    await openArchive(page, archive(), 'harbour.zip');
    const place = `#/compare?with=commit-${ids[0].slice(0, 9)}`;
    await go(page, place, 'Compare');
    const sentence = (words) => page.locator('#compare-summary .summary li').filter({ hasText: words });
    await sentence('1 plan started: SP02_deck.').getByRole('button', { name: '1', exact: true }).click();
    await soon(async () => assert.equal(await hash(page), `${place}&kind=status`));
    await page.waitForFunction(() => !document.querySelector('#compare-changes li:not([data-kind=status])'));
    // A name leads out of a kind that leaves it out.
    await sentence('1 plan created: SP05_lamps.').getByRole('button', { name: 'SP05_lamps' }).click();
    await soon(async () => assert.match(await page.evaluate(() => document.activeElement.textContent), /Plan SP05_lamps was added, to do/));
    await soon(async () => assert.equal((await hash(page)).includes('kind='), false));
    await axe(page);
  });
});
