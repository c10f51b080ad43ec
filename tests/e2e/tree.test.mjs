// The tree beside the page: walked by keyboard, folded, filtered, and always where the reader is.

import assert from 'node:assert/strict';
import { axe, heading, journey, openArchive, row, soon, stopClock } from './harness.mjs';
import { LIGHTHOUSE, manyPlans, tree } from './trees.mjs';

const ARCHIVE = tree(LIGHTHOUSE);
const MANY = tree(manyPlans(300));

/** The rows that are there, as a reader of the page finds them, from top to bottom. */
const rows = (page) => page.getByRole('tree').evaluate((tree) =>
  [...tree.querySelectorAll('[role=treeitem]')]
    .map((row) => ({ top: row.getBoundingClientRect().top, row }))
    .sort((a, b) => a.top - b.top)
    .map(({ row }) => {
      const value = (name) => row.getAttribute(`aria-${name}`);
      const fold = { true: '▾', false: '▸' }[value('expanded')] ?? ' ';
      return `${value('level')} ${value('posinset')}/${value('setsize')} ${fold} ${row.querySelector('a').title}`;
    }));

/** Waits until the rows with these paths are the ones that are there. */
async function showsRows(page, paths) {
  await page.waitForFunction((paths) => {
    const found = [...document.querySelectorAll('[role=treeitem]')].sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top);
    return found.map((row) => row.querySelector('a').title).join('\n') === paths;
  }, paths.join('\n')).catch(async (error) => {
    error.message += `\n  rows: ${(await rows(page)).join('\n        ')}`;
    throw error;
  });
}

/** Waits until the row at this path is the active one, which has to be in the page. */
async function isActive(page, path) {
  await page.waitForFunction((path) => {
    const id = document.querySelector('[role=tree]').getAttribute('aria-activedescendant');
    return id && document.getElementById(id)?.querySelector('a').title === path;
  }, path).catch(async (error) => {
    error.message += `\n  active: ${await activePath(page)}, not ${path}`;
    throw error;
  });
}

const activePath = (page) => page.evaluate(() => {
  const id = document.querySelector('[role=tree]').getAttribute('aria-activedescendant');
  return document.getElementById(id)?.querySelector('a').title;
});

const press = async (page, ...keys) => { for (const key of keys) await page.keyboard.press(key); };

const TOP = ['_overview.md', 'SP01_harbour', 'PP02_lamp_oil', 'PP03_keeper_rota', 'exploration', '_completed'];

const below = (above, ...names) => names.map((name) => `${above}/${name}`);
const HARBOUR = below('SP01_harbour', 'p00_survey', 'p01_walls', 'modules', 'lamp.png');

// ── keyboard ────────────────────────────────────────────────────────────────────────────────

journey('the tree is one tab stop, and says how deep and how many', async ({ page, open }) => {
  await open();
  await openArchive(page, ARCHIVE);
  await showsRows(page, TOP);
  assert.deepEqual(await rows(page), [
    '1 1/6   _overview.md',
    '1 2/6 ▸ SP01_harbour',
    '1 3/6 ▸ PP02_lamp_oil',
    '1 4/6   PP03_keeper_rota',
    '1 5/6 ▸ exploration',
    '1 6/6 ▸ _completed',
  ]);
  const stops = await page.getByRole('tree').evaluate((tree) => [tree, ...tree.querySelectorAll('*')].filter((it) => it.tabIndex >= 0).length);
  assert.equal(stops, 1);
  await page.getByRole('tree').focus();
  await page.keyboard.press('Tab');
  await soon(async () => assert.equal(await page.evaluate(() => document.activeElement.closest('[role=tree]')), null));
  await page.keyboard.press('Shift+Tab');
  await soon(async () => assert.equal(await page.evaluate(() => document.activeElement.getAttribute('role')), 'tree'));
});

journey('arrows walk, unfold and fold', async ({ page, open }) => {
  await open();
  await openArchive(page, ARCHIVE);
  await page.getByRole('tree').focus();
  await isActive(page, '_overview.md');
  await press(page, 'ArrowUp');
  await isActive(page, '_overview.md');
  await press(page, 'ArrowDown');
  await isActive(page, 'SP01_harbour');
  await press(page, 'ArrowRight');
  await showsRows(page, [...TOP.slice(0, 2), ...HARBOUR, ...TOP.slice(2)]);
  await isActive(page, 'SP01_harbour');
  await press(page, 'ArrowRight');
  await isActive(page, 'SP01_harbour/p00_survey');
  await press(page, 'ArrowRight', 'ArrowRight');
  await isActive(page, 'SP01_harbour/p00_survey/01_soundings.md');
  assert.deepEqual((await rows(page)).slice(1, 6), [
    '1 2/6 ▾ SP01_harbour',
    '2 1/4 ▾ SP01_harbour/p00_survey',
    '3 1/2   SP01_harbour/p00_survey/01_soundings.md',
    '3 2/2   SP01_harbour/p00_survey/02_features.md',
    '2 2/4 ▸ SP01_harbour/p01_walls',
  ]);
  await axe(page);
  await press(page, 'ArrowRight');
  await isActive(page, 'SP01_harbour/p00_survey/01_soundings.md');
  await press(page, 'ArrowLeft');
  await isActive(page, 'SP01_harbour/p00_survey');
  await press(page, 'ArrowLeft', 'ArrowLeft', 'ArrowLeft');
  await showsRows(page, TOP);
  await press(page, 'ArrowLeft');
  await isActive(page, 'SP01_harbour');
  // Walking alone opens nothing.
  assert.equal(new URL(page.url()).hash, '');
  await press(page, 'Enter');
  await heading(page, 'The harbour');
  assert.equal(new URL(page.url()).hash, '#/plan/SP01_harbour');
  await soon(async () => assert.equal(await page.evaluate(() => document.activeElement.getAttribute('role')), 'tree'));
});

journey('Home, End and the page keys go far', async ({ page, open }) => {
  await open();
  await openArchive(page, MANY);
  await page.getByRole('tree').focus();
  await press(page, 'End');
  await isActive(page, 'PP300_plan');
  await row(page, 'PP300 Plan').waitFor();
  await press(page, 'PageUp');
  const up = Number((await activePath(page)).slice(2, 5));
  assert.ok(up < 295 && up > 200, `one page up from 300 is ${up}`);
  await press(page, 'PageDown', 'ArrowDown');
  await isActive(page, 'PP300_plan');
  await press(page, 'Home');
  await isActive(page, '_overview.md');
  await press(page, 'PageDown');
  assert.ok(Number((await activePath(page)).slice(2, 5)) > 10);
  const place = await page.evaluate(() => {
    const tree = document.querySelector('[role=tree]');
    const row = document.getElementById(tree.getAttribute('aria-activedescendant')).getBoundingClientRect();
    const { top, bottom } = tree.getBoundingClientRect();
    return row.top >= top - 1 && row.bottom <= bottom + 1;
  });
  assert.ok(place, 'the active row is in sight');
});

journey('typing goes to the next name that begins so', async ({ page, open }) => {
  await open();
  await openArchive(page, ARCHIVE);
  await stopClock(page);
  await page.getByRole('tree').focus();
  await press(page, 'k');
  await isActive(page, 'PP03_keeper_rota');
  await page.evaluate(() => later(2_000));
  await press(page, 'p', 'p', '0', '2');
  await isActive(page, 'PP02_lamp_oil');
  await page.evaluate(() => later(2_000));
  await press(page, 'e');
  await isActive(page, 'exploration');
});

journey('typing goes on from the end at the beginning', async ({ page, open }) => {
  await open();
  await openArchive(page, tree({ 'alder.md': '# a\n', 'birch.md': '# b\n', 'cedar.md': '# c\n' }));
  await page.getByRole('tree').focus();
  await press(page, 'End', 'a');
  await isActive(page, 'alder.md');
});

journey('a star unfolds everything beside the active row', async ({ page, open }) => {
  await open();
  await openArchive(page, ARCHIVE);
  await page.getByRole('tree').focus();
  await press(page, '*');
  await showsRows(page, [
    ...TOP.slice(0, 2), ...HARBOUR,
    'PP02_lamp_oil', ...below('PP02_lamp_oil', '01_log.md', 'prices.yaml', 'report.html'),
    'PP03_keeper_rota', 'exploration', 'exploration/2025-01-10_meeting.md', '_completed', '_completed/PP04_old_pier',
  ]);
});

journey('the tree holds few of many rows, and always the active one', async ({ page, open }) => {
  await open();
  await openArchive(page, MANY);
  await page.getByRole('tree').focus();
  await press(page, 'ArrowDown');
  await isActive(page, 'PP001_plan');
  await page.getByRole('tree').evaluate((tree) => { tree.scrollTop = tree.scrollHeight; });
  await row(page, 'PP300 Plan').waitFor();
  await isActive(page, 'PP001_plan');
  const count = await page.getByRole('treeitem').count();
  assert.ok(count > 20 && count < 100, `${count} rows are in the page`);
  await axe(page);
});

// ── pointer ─────────────────────────────────────────────────────────────────────────────────

journey('the chevron unfolds and the name opens', async ({ page, open }) => {
  await open();
  await openArchive(page, ARCHIVE);
  await row(page, 'PP02 Lamp oil').locator('.chevron').click();
  await showsRows(page, [...TOP.slice(0, 3), ...below('PP02_lamp_oil', '01_log.md', 'prices.yaml', 'report.html'), ...TOP.slice(3)]);
  assert.equal(new URL(page.url()).hash, '');
  await row(page, 'PP02 Lamp oil').locator('.chevron').click();
  await showsRows(page, TOP);
  await row(page, 'PP02 Lamp oil').getByRole('link').click();
  await heading(page, 'Lamp oil');
  await showsRows(page, TOP);
  await soon(async () => assert.equal(await row(page, 'PP02 Lamp oil').getAttribute('aria-selected'), 'true'));
  await soon(async () => assert.equal(await row(page, 'SP01 Harbour').getAttribute('aria-selected'), 'false'));
  await isActive(page, 'PP02_lamp_oil');
});

journey('the tree unfolds to a level and folds as a whole', async ({ page, open }) => {
  await open();
  await openArchive(page, ARCHIVE);
  const level = page.getByRole('combobox', { name: 'Unfold the tree to a level' });
  await level.selectOption({ label: 'Level 2' });
  await row(page, 'p01 Walls').waitFor();
  await soon(async () => assert.equal(await row(page, 'p01 Walls').getAttribute('aria-expanded'), 'false'));
  await level.selectOption({ label: 'All levels' });
  await row(page, '02 Mortar').waitFor();
  await soon(async () => assert.equal((await rows(page)).filter((line) => line.includes('▸')).length, 0));
  await level.selectOption({ label: 'Level 1' });
  await showsRows(page, TOP);
  await level.selectOption({ label: 'All levels' });
  await row(page, '02 Mortar').waitFor();
  await page.getByRole('button', { name: 'Fold everything' }).click();
  await showsRows(page, TOP);
});

journey('folds are remembered for their tree alone', async ({ page, open, beside }) => {
  beside('one.zip', ARCHIVE);
  beside('two.zip', tree({ ...LIGHTHOUSE, 'two.md': '# Two\n' }));
  await open('?src=one.zip');
  await row(page, 'PP02 Lamp oil').locator('.chevron').click();
  await row(page, 'prices.yaml').waitFor();
  await page.reload();
  await row(page, 'prices.yaml').waitFor();
  await open('?src=two.zip');
  await row(page, 'PP02 Lamp oil').waitFor();
  await soon(async () => assert.equal(await row(page, 'PP02 Lamp oil').getAttribute('aria-expanded'), 'false'));
  await open('?src=one.zip');
  await row(page, 'prices.yaml').waitFor();
  await page.getByRole('button', { name: 'Fold everything' }).click();
  await showsRows(page, TOP);
  await page.reload();
  await showsRows(page, TOP);
});

journey('the width of the tree is changed by keys and remembered', async ({ page, open, beside }) => {
  beside('tree.zip', ARCHIVE);
  await open('?src=tree.zip');
  const divider = page.getByRole('separator', { name: 'Width of the tree' });
  const width = () => page.getByRole('navigation', { name: 'Tree', exact: true }).evaluate((it) => it.offsetWidth);
  await divider.focus();
  const before = await width();
  await press(page, 'ArrowRight', 'ArrowRight');
  await page.waitForFunction((before) => document.querySelector('#folders').offsetWidth === before + 40, before);
  await soon(async () => assert.equal(await divider.getAttribute('aria-valuenow'), String(before + 40)));
  await page.reload();
  await divider.waitFor();
  assert.equal(await width(), before + 40);
});

// ── filters ─────────────────────────────────────────────────────────────────────────────────

journey('a text finds names and unfolds what is above them', async ({ page, open }) => {
  await open();
  await openArchive(page, ARCHIVE);
  await press(page, '/');
  const field = page.getByRole('searchbox', { name: 'Filter the tree by name' });
  await soon(async () => assert.ok(await field.evaluate((it) => it === document.activeElement)));
  await page.keyboard.type('QUARRY');
  await showsRows(page, ['SP01_harbour', 'SP01_harbour/p01_walls', 'SP01_harbour/p01_walls/01_quarry.md']);
  await soon(async () => assert.deepEqual((await rows(page))[0], '1 1/1 ▾ SP01_harbour'));
  await page.getByText('1 matches the filter.').waitFor();
  await axe(page);
  await field.fill('no such thing');
  await showsRows(page, []);
  await page.getByText('Nothing matches the filter.').waitFor();
  await axe(page);
  await press(page, 'Escape');
  await showsRows(page, TOP);
  await soon(async () => assert.equal(await field.inputValue(), ''));
});

const filters = async (page) => {
  await page.locator('summary').filter({ hasText: 'Filter by status, kind and archive' }).click();
  return (name) => page.getByRole('checkbox', { name, exact: true });
};

journey('the tree is filtered by status, kind and archive', async ({ page, open }) => {
  await open();
  await openArchive(page, ARCHIVE);
  await page.getByText('All 14 documents have been read.').waitFor();
  const box = await filters(page);
  await box('Blocked').check();
  await showsRows(page, ['SP01_harbour', 'SP01_harbour/p01_walls', 'SP01_harbour/p01_walls/02_mortar.md']);
  await axe(page);
  await box('Blocked').uncheck();
  await showsRows(page, TOP);
  await box('module specs').check();
  await showsRows(page, ['SP01_harbour', 'SP01_harbour/modules', 'SP01_harbour/modules/tide_gauge.md']);
  await box('module specs').uncheck();
  await box('Leave out the archive').check();
  await showsRows(page, TOP.slice(0, -1));
  await box('Done').check();
  await showsRows(page, ['SP01_harbour', 'SP01_harbour/p00_survey', 'SP01_harbour/p00_survey/01_soundings.md']);
  await page.getByRole('button', { name: 'Show everything' }).click();
  await showsRows(page, TOP);
  await soon(async () => assert.equal(await box('Done').isChecked(), false));
});

// ── where the reader is ─────────────────────────────────────────────────────────────────────

journey('a deep link is revealed in the tree', async ({ page, open, beside }) => {
  beside('tree.zip', ARCHIVE);
  await open('?src=tree.zip#/doc/SP01_harbour/p01_walls/02_mortar.md');
  await row(page, '02 Mortar').waitFor();
  await soon(async () => assert.equal(await row(page, '02 Mortar').getAttribute('aria-selected'), 'true'));
  await isActive(page, 'SP01_harbour/p01_walls/02_mortar.md');
});

journey('a deep link far down is scrolled to', async ({ page, open, beside }) => {
  beside('many.zip', MANY);
  await open('?src=many.zip#/doc/PP250_plan/01_notes.md');
  await isActive(page, 'PP250_plan/01_notes.md');
  await page.waitForFunction(() => {
    const tree = document.querySelector('[role=tree]').getBoundingClientRect();
    const row = document.querySelector('[aria-selected=true]')?.getBoundingClientRect();
    return row && row.top >= tree.top && row.bottom <= tree.bottom;
  });
});

journey('a link in the text moves the tree along', async ({ page, open }) => {
  await open();
  await openArchive(page, ARCHIVE);
  await row(page, 'SP01 Harbour').getByRole('link').click();
  await page.getByRole('main').getByRole('link', { name: 'the soundings' }).click();
  await heading(page, 'Soundings');
  await row(page, '01 Soundings').waitFor();
  await soon(async () => assert.equal(await row(page, '01 Soundings').getAttribute('aria-selected'), 'true'));
});

journey('rows say how far their plans are, once everything is read', async ({ page, open }) => {
  await open();
  await openArchive(page, ARCHIVE);
  await page.getByText('All 14 documents have been read.').waitFor();
  await row(page, 'SP01 Harbour').getByRole('img', { name: '1 of 4 done, 1 in work, 1 blocked, 1 to do' }).waitFor();
});

journey('folded branches count what is in them', async ({ page, open }) => {
  await open();
  await openArchive(page, ARCHIVE);
  const archive = row(page, '_completed');
  await soon(async () => assert.equal(await archive.getByTitle('1 of 1 done').count(), 1));
  await archive.locator('.chevron').click();
  await row(page, 'PP04 Old pier').waitFor();
  await soon(async () => assert.equal(await archive.getByTitle('1 of 1 done').count(), 0));
});
