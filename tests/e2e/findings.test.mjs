// What the rules have found, the pages of the rules, the registers, and the day for which all of it holds.

import assert from 'node:assert/strict';
import { axe, heading, journey, openArchive, openSample, ready, screenshot, soon } from './harness.mjs';
import { tree } from './trees.mjs';

const plan = (fields, rest = '') =>
  `---\n${Object.entries(fields).map(([key, value]) => `${key}: ${value}\n`).join('')}---\n\n# Plan\n\n${rest}\n`;

const WHOLE = { type: 'procedure', magnitude: 'Light', status: 'WIP', origin: 'exploration/2025-01-10_meeting.md', last_updated: '2025-03-01' };

/** A tree with flaws that every one of these journeys names. */
const FLAWED = tree({
  '_overview.md': '# Pier\n\n## Plans\n\n| Name | Status |\n|---|---|\n| PP01_piles | ✅ [DONE] |\n| PP02_deck | 🔄 [WIP] |\n',
  'PP01_piles/_overview.md': plan({ name: 'piles', ...WHOLE, depends_on: '[PP77_nowhere]' }, '[lost](lost.md)\n\n[gone](gone.md)'),
  'PP02_deck/_overview.md': plan({ name: 'deck', ...WHOLE, depends_on: '[PP78_gone]' }, '<!-- planarium-ignore: broken-link it is drawn next week -->\n[drawing](drawing.md)'),
  'exploration/2025-01-10_meeting.md': '# Meeting 2025-01-10\n\n## Attendees\n\n- Ada Stone\n\n## Decisions\n\n- ✅ CREATE: PP01_piles/ (Procedure Plan, Light)\n  - Reason: the old ones rot\n- ✅ CREATE: PP02_deck/ (Procedure Plan, Light)\n- Constraint: Everything must carry a truck (Ada Stone requirement)\n',
  'planarium.toml': '[rules]\nline-limit = "off"\nline-limits = "off"\n',
});

/** Goes to a place of the open tree, and waits until its heading is there. */
async function go(page, place, name) {
  await page.evaluate((place) => { location.hash = place; }, place);
  await heading(page, name);
}

/** Opens the flawed tree at its findings, when all of it has been looked at. */
async function openFindings(page, open) {
  await open();
  await openArchive(page, FLAWED);
  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: /^Findings/ }).click();
  await heading(page, 'Findings');
  await page.locator('.answer').getByText(/ files?\.$/).waitFor();
}

const hash = (page) => page.evaluate(() => location.hash);
const rows = (page) => page.locator('.finding-groups li:has(> .place)');

// ── findings ────────────────────────────────────────────────────────────────────────────────

journey('from the sample to a finding, to its line, and back', async ({ page, open }) => {
  await open();
  await openSample(page);
  await page.getByRole('link', { name: /^Findings \d+$/ }).click();
  await heading(page, 'Findings');
  await soon(async () => assert.match(await page.locator('.answer').innerText(), /^(\d+ errors?( and )?)?(\d+ warnings?)? in \d+ files?\.$/));
  await page.getByRole('combobox', { name: 'Rule' }).selectOption({ index: 1 });
  await soon(async () => assert.match(await hash(page), /[?&]rule=[a-z0-9-]+/));
  const first = page.locator('.finding-groups a.place').first();
  const [, path, line] = /^(.*):(\d+)$/.exec(await first.innerText());
  await first.click();
  await page.getByRole('region', { name: 'Source text' }).waitFor();
  await soon(async () => assert.ok(decodeURIComponent(await hash(page)).includes(`${path}?line=${line}&raw=1`)));
  await page.goBack();
  await heading(page, 'Findings');
  await soon(async () => assert.match(await hash(page), /[?&]rule=/));
});

journey('findings are narrowed by every field, and the link says how', async ({ page, open }) => {
  await openFindings(page, open);
  const all = await rows(page).count();
  await page.getByRole('searchbox', { name: 'Filter the findings by words' }).fill('GONE.md');
  await page.getByRole('status').getByText('1 matches the filter.').waitFor();
  await soon(async () => assert.equal(await rows(page).count(), 1));
  await soon(async () => assert.equal(await hash(page), '#/findings?q=GONE.md'));
  await page.getByRole('searchbox', { name: 'Filter the findings by words' }).fill('');
  await page.getByRole('combobox', { name: 'Rule' }).selectOption('broken-link');
  await page.getByRole('status').getByText('2 match the filter.').waitFor();
  await page.getByRole('combobox', { name: 'Plan' }).selectOption('PP02_deck');
  await page.getByRole('status').getByText('Nothing matches the filter.').waitFor();
  await soon(async () => assert.equal(await hash(page), '#/findings?rule=broken-link&plan=PP02_deck'));
  // What is ignored is told, with the reason.
  await page.getByText('1 finding ignored, because the tree asks for it').click();
  await page.getByText('Ignored: it is drawn next week').waitFor();
  await page.getByRole('button', { name: 'Show all findings' }).click();
  await page.waitForFunction(() => location.hash === '#/findings');
  // The link changes before the rows do.
  await rows(page).nth(all - 1).waitFor();
  await soon(async () => assert.equal(await rows(page).count(), all));
  // A link alone says the same.
  await page.evaluate(() => { location.hash = '#/findings?group=file&severity=warning&q=PP01'; });
  await page.getByRole('button', { name: 'By file', pressed: true }).waitFor();
  await soon(async () => assert.deepEqual(await page.locator('.finding-groups h2 a').allInnerTexts(), ['PP01_piles/_overview.md']));
  await soon(async () => assert.equal(await page.getByRole('combobox', { name: 'Severity' }).inputValue(), 'warning'));
  // A filter replaces, a move pushes: back leads out of the filters at one go.
  await page.getByRole('button', { name: 'By rule' }).click();
  await soon(async () => assert.equal(await hash(page), '#/findings?severity=warning&q=PP01'));
  await page.goBack();
  await page.waitForFunction(() => location.hash === '#/findings');
  await page.getByText('planarium.toml:2').waitFor();
  // A slip in the settings is told, not passed over.
  await page.getByText('There is no rule "line-limits".').waitFor();
  await page.getByRole('link', { name: 'planarium.toml:3' }).waitFor();
});

journey('what contradicts itself is told side by side', async ({ page, open }) => {
  await openFindings(page, open);
  await page.getByRole('combobox', { name: 'Rule' }).selectOption('drift');
  const table = page.locator('table.drift');
  await soon(async () => assert.deepEqual(await table.locator('thead th').allInnerTexts(), ['Of', 'Frontmatter', 'Plans table']));
  await soon(async () => assert.deepEqual(await table.locator('tbody th').allInnerTexts(), ['PP01_piles']));
  await soon(async () => assert.deepEqual(await table.locator('tbody td').allInnerTexts(), ['In work', 'Done']));
  await table.getByRole('link', { name: 'Done' }).click();
  await page.getByRole('region', { name: 'Source text' }).waitFor();
  await soon(async () => assert.match(await hash(page), /_overview\.md\?line=7&raw=1/));
});

journey('20,000 findings open at once and are drawn as they are asked for', async ({ page, open }) => {
  const broken = Array.from({ length: 200 }, (_, line) => `[x](gone_${line}.md)`).join('\n\n');
  const files = { '_overview.md': '# Many\n' };
  for (let at = 1; at <= 100; at += 1) files[`PP${String(at).padStart(2, '0')}_plan/01_notes.md`] = broken;
  await open();
  await openArchive(page, tree(files));
  await go(page, '#/findings?rule=broken-link', 'Findings');
  await page.locator('.answer').getByText(/20000 warnings|warnings in \d+ files\.$/).waitFor();
  await page.getByRole('status').getByText('20000 match the filter.').waitFor();
  await soon(async () => assert.equal(await rows(page).count(), 200));
  await page.getByRole('button', { name: 'Show 200 more' }).press('Enter');
  await page.waitForFunction(() => document.querySelectorAll('.finding-groups li > .place').length === 400);
  // The keyboard goes on at the first of those that came.
  await soon(async () => assert.equal(await page.evaluate(() => document.activeElement.id), 'finding-200'));
});

// ── rules ───────────────────────────────────────────────────────────────────────────────────

journey('a rule says what it asks, what breaks it and how to silence it', async ({ page, open }) => {
  await openFindings(page, open);
  await page.getByRole('link', { name: 'broken-link' }).click();
  await heading(page, 'broken-link');
  await page.getByRole('heading', { name: '2 places in this tree' }).waitFor();
  await page.getByText('broken-link = "off"').waitFor();
  await page.getByRole('link', { name: 'Rules' }).click();
  await heading(page, 'Rules');
  const off = page.getByRole('row').filter({ has: page.getByRole('link', { name: 'line-limit' }) });
  await soon(async () => assert.match(await off.innerText(), /turned off/));
  await off.getByRole('link').first().click();
  await page.getByText('In this tree it is turned off: planarium.toml:2').waitFor();
  await page.evaluate(() => { location.hash = '#/rules/no-such-rule'; });
  await page.getByRole('alert').getByText('There is no rule no-such-rule.').waitFor();
});

// ── register ────────────────────────────────────────────────────────────────────────────────

journey('the register sorts by any column, and every row leads to its line', async ({ page, open }) => {
  await open();
  await openArchive(page, FLAWED);
  await page.getByRole('link', { name: 'Register', exact: true }).click();
  await heading(page, 'Register');
  await soon(async () => assert.match(await page.locator('.answer').innerText(), /^\d+ decisions?, 1 requirement, 0 deadlines and 0 knowledge gaps\.$/));
  const decisions = page.locator('table[data-kind=decisions]');
  await decisions.getByRole('button', { name: 'About' }).click();
  await decisions.getByRole('columnheader', { name: 'About' }).and(page.locator('[aria-sort=ascending]')).waitFor();
  await soon(async () => assert.equal(await hash(page), '#/register?decisions=about'));
  // The button that was pressed keeps the keyboard.
  await page.keyboard.press('Enter');
  await decisions.getByRole('columnheader', { name: 'About' }).and(page.locator('[aria-sort=descending]')).waitFor();
  await soon(async () => assert.equal(await decisions.locator('tbody tr').first().locator('[data-column=about]').innerText(), 'PP02 Deck'));
  await page.getByText('the old ones rot').waitFor();
  await page.getByRole('button', { name: 'Requirements' }).click();
  await soon(async () => assert.equal(await page.locator('.register-table').count(), 1));
  await page.locator('.register-table').getByRole('link', { name: '2025-01-10_meeting.md:12' }).click();
  await page.getByRole('region', { name: 'Source text' }).waitFor();
  await page.goBack();
  await heading(page, 'Register');
  await soon(async () => assert.equal(await page.getByRole('button', { name: 'Requirements' }).getAttribute('aria-pressed'), 'true'));
});

// ── the day ─────────────────────────────────────────────────────────────────────────────────

journey('the day is stated, can be changed, and goes along', async ({ page, open }) => {
  await open();
  await openArchive(page, FLAWED);
  const field = page.getByLabel('As of');
  const today = await field.inputValue();
  assert.match(today, /^\d{4}-\d\d-\d\d$/);
  await page.getByText('today', { exact: true }).waitFor();
  await field.fill('2025-01-12');
  await page.getByText('stated in the link').waitFor();
  await soon(async () => assert.match(await hash(page), /[?&]asof=2025-01-12/));
  await page.getByRole('link', { name: /^Findings/ }).click();
  await heading(page, 'Findings');
  await soon(async () => assert.equal(await hash(page), '#/findings?asof=2025-01-12'));
  await soon(async () => assert.equal(await page.getByRole('link', { name: 'expired-exploration' }).count(), 0));
  await page.getByRole('button', { name: 'Show it as of today' }).click();
  await page.getByRole('link', { name: 'expired-exploration' }).waitFor();
  await soon(async () => assert.equal(await page.getByLabel('As of').inputValue(), today));
});

// ── for everybody ───────────────────────────────────────────────────────────────────────────

const PLACES = [
  ['#/findings', 'Findings'],
  ['#/findings?group=file', 'Findings'],
  ['#/findings?rule=drift', 'Findings'],
  ['#/rules', 'Rules'],
  ['#/rules/drift', 'drift'],
  ['#/register', 'Register'],
];

for (const colorScheme of ['light', 'dark']) {
  for (const width of [1440, 390]) {
    const options = { context: { colorScheme, viewport: { width, height: 844 } } };
    journey(`axe finds nothing on findings, rules and register (${colorScheme}, ${width} px)`, options, async ({ page, open }) => {
      await open();
      await page.getByRole('button', { name: 'Open the sample' }).click();
      await page.getByRole('heading', { level: 1, name: /MedFlow/ }).waitFor();
      for (const [place, name] of PLACES) {
        await go(page, place, name);
        await ready(page);
        await page.waitForTimeout(100);
        await axe(page);
        const overflow = await page.evaluate(() => document.querySelector('#main').scrollWidth - document.querySelector('#main').clientWidth);
        assert.ok(overflow <= 0, `${place} is ${overflow} px wider than the page`);
        await screenshot(page, `${place.replace(/\W+/g, '-')}-${width}-${colorScheme}`);
      }
    });
  }
}
