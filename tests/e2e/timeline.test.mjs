// The timeline: what happened when, why, and how sure that is; by pointer, by keys, as a table.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { axe, heading, journey, openArchive, openSample, ready, screenshot, soon } from './harness.mjs';
import { tree } from './trees.mjs';

const hash = (page) => page.evaluate(() => decodeURIComponent(location.hash));
const marks = (page) => page.locator('.mark[role=option]');
const lane = (page, name) => page.locator('.lane-name').getByRole('button', { name, exact: true });
const said = (page) => page.locator('#timeline-said');
const status = (page, words) => page.getByRole('status').getByText(words).waitFor();

/** Goes to a place of the open tree, and waits until its heading is there. */
async function go(page, place, name = 'Timeline') {
  await page.evaluate((place) => { location.hash = place; }, place);
  await heading(page, name);
}

async function openTimeline(page, open, place = '#/timeline') {
  await open();
  await openSample(page);
  await go(page, place);
  await marks(page).first().waitFor();
}

/** How wide the picture is, in px. */
const width = (page) => page.locator('#timeline-canvas').evaluate((it) => it.clientWidth);

/** Where the first mark with this name stands. It is drawn anew while the rules find more. */
async function placeOf(page, name) {
  for (;;) {
    const box = await page.getByRole('option', { name }).first().boundingBox();
    if (box) return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  }
}

/** A tree whose dates are odd in every way. */
const ODD = tree({
  '_overview.md': `# Pier

## State Deltas

### ✅ SP01_piles — Sep 2025
- winch: new module — the old one
### ✅ SP02_deck — 2025-02-30
- winch: floats
### ✅ SP03_rail — December 26-27, 2024
- winch: مدخل جديد → بوابة
### ✅ SP04_lamp — Jan 2025
- winch: lit
`,
  'SP01_piles/_overview.md': '---\nstatus: DONE\nstart_at: 2025-01-14\n---\n',
  'SP04_lamp/_overview.md': '---\nstatus: DONE\nstart_at: 2025-02-03\n---\n',
});

// ── the question of the issue ───────────────────────────────────────────────────────────────

journey('what happened to audit_trail, when and why, without reading a file', async ({ page, open }) => {
  await openTimeline(page, open);
  await soon(async () => assert.match(await page.locator('.answer').innerText(), /^17 State Deltas from 2025-02 to 2026-05 made \d+ modules/));
  await lane(page, 'audit_trail').click();
  await soon(async () => assert.equal(await hash(page), '#/timeline?focus=audit_trail'));
  await page.locator('.answer').getByText(/^audit_trail: born in SP02 \(2025-02\) → DynamoDB event store in PP08 \(2025-09\) → /).waitFor();
  const story = page.getByRole('complementary', { name: 'Life story' });
  const change = story.getByRole('listitem').filter({ hasText: 'PostgreSQL JSONB → DynamoDB event store' });
  await change.getByText('Why: decided on 2025-07-15, Database Strategy Reversal').waitFor();
  // Every statement leads to its line, and the way back leads here.
  await change.getByRole('link', { name: /^_overview\.md:\d+$/ }).click();
  await page.getByRole('region', { name: 'Source text' }).waitFor();
  await page.goBack();
  await story.getByRole('heading', { name: 'audit_trail' }).waitFor();
  await story.getByRole('link', { name: 'Page of the module' }).click();
  await heading(page, 'audit_trail');
  await page.goBack();
  await story.getByRole('button', { name: 'Close the life story' }).click();
  await soon(async () => assert.equal(await hash(page), '#/timeline'));
});

journey('a mark says what it is and opens its own line', async ({ page, open }) => {
  await openTimeline(page, open);
  const mark = page.getByRole('option', { name: /DynamoDB event store \(append-only\)/ });
  const line = /line=(\d+)/.exec(await mark.getAttribute('href'))[1];
  await soon(async () => assert.match(await mark.getAttribute('aria-label'), /^2025-09, audit_trail, change: audit_trail: PostgreSQL JSONB/));
  const { x, y } = await placeOf(page, /DynamoDB event store \(append-only\)/);
  await page.mouse.move(x, y);
  await said(page).getByText('audit_trail: PostgreSQL JSONB → DynamoDB event store (append-only)').waitFor();
  await page.mouse.click(x, y);
  await page.locator('[data-target="true"]').getByText('DynamoDB event store').waitFor();
  await soon(async () => assert.ok((await hash(page)).endsWith(`_overview.md?line=${line}`)));
});

// ── narrowing ───────────────────────────────────────────────────────────────────────────────

journey('lanes, words, kinds and days stand in the link', async ({ page, open }) => {
  await openTimeline(page, open);
  await page.getByRole('button', { name: 'Plans', exact: true }).click();
  await page.getByRole('button', { name: 'Plans', exact: true, pressed: true }).waitFor();
  await page.getByRole('option', { name: /, PP06_hipaa_audit_trail, time blocked: / }).first().waitFor();
  await soon(async () => assert.equal(await page.locator('.arrow').count(), 1));
  await page.getByRole('searchbox', { name: 'Filter the timeline by words' }).fill('dynamodb');
  await status(page, /^\d+ marks? in \d+ plans?\.$/);
  await soon(async () => assert.equal(await hash(page), '#/timeline?group=plan&q=dynamodb'));
  await page.getByRole('searchbox', { name: 'Filter the timeline by words' }).fill('nobody says so');
  await page.locator('#timeline-hits').getByText('Nothing matches the filter.').waitFor();
  await page.locator('#timeline-undated').getByRole('button', { name: 'Show everything' }).click();
  await page.waitForFunction(() => location.hash === '#/timeline?group=plan');
  const decisions = page.getByRole('button', { name: /^\d+ decisions$/ });
  await decisions.click();
  await page.waitForFunction(() => location.hash.includes('hide=decision'));
  await soon(async () => assert.equal(await page.getByRole('option', { name: /, decision: / }).count(), 0));
  await soon(async () => assert.equal(await decisions.getAttribute('aria-pressed'), 'false'));
  await soon(async () => assert.equal(await page.evaluate(() => document.activeElement.id), 'kind-decision'));
  // A span by keyboard: two fields.
  await page.getByLabel('From', { exact: true }).fill('2025-05-01');
  await page.getByLabel('To', { exact: true }).fill('2025-07-31');
  await status(page, /from 2025-05-01 to 2025-07-31/);
  await soon(async () => assert.equal(await page.getByRole('option', { name: /^2026-02-03, / }).count(), 0));
  await page.getByRole('button', { name: 'All time' }).click();
  await page.waitForFunction(() => !location.hash.includes('from='));
  // A link alone says the same; what makes no sense is as if it were not there.
  await go(page, '#/timeline?group=quarter&from=soon&hide=no,such&to=2025-09');
  await page.getByRole('button', { name: 'Quarters', pressed: true }).waitFor();
  await soon(async () => assert.deepEqual(await page.locator('.lane-name .name').allInnerTexts(), ['2025-Q1', '2025-Q2', '2025-Q3']));
  await go(page, '#/timeline?group=person');
  await page.getByRole('option', { name: /, Raj Patel, time of a person: / }).waitFor();
});

// ── moving ──────────────────────────────────────────────────────────────────────────────────

journey('zoom by button, wheel and key; pan, brush and fold', async ({ page, open }) => {
  await openTimeline(page, open);
  const fitting = await width(page);
  await page.getByRole('button', { name: 'Zoom in (+)' }).click();
  assert.ok(await width(page) > fitting * 1.3);
  // What is under the pointer stays there.
  const before = await placeOf(page, /DynamoDB event store \(append-only\)/);
  await page.mouse.move(before.x, before.y);
  await page.keyboard.down('Control');
  for (let turn = 0; turn < 6; turn++) await page.mouse.wheel(0, -100);
  await page.keyboard.up('Control');
  await page.waitForFunction((least) => document.querySelector('#timeline-canvas').clientWidth > least, fitting * 4);
  const after = await placeOf(page, /DynamoDB event store \(append-only\)/);
  assert.ok(Math.abs(after.x - before.x) < 12, `${before.x} became ${after.x}`);
  // Weeks are named now.
  await page.locator('.axis').getByText(/^\d+ (Aug|Sep|Oct)$/).first().waitFor();
  // The mouse takes hold of the picture.
  const left = () => page.locator('#timeline-scroll').evaluate((it) => it.scrollLeft);
  const from = await left();
  const spot = await page.locator('#timeline-scroll').boundingBox();
  await page.mouse.move(spot.x + 500, spot.y + 300);
  await page.mouse.down();
  await page.mouse.move(spot.x + 300, spot.y + 300, { steps: 4 });
  await page.mouse.up();
  assert.equal(await left(), from + 200);
  await page.locator('#timeline-marks').focus();
  await page.keyboard.press('0');
  await page.waitForFunction((most) => document.querySelector('#timeline-canvas').clientWidth <= most, fitting + 1);
  await page.keyboard.press('-');
  assert.equal(await width(page), fitting, 'all days is as far out as it goes');
  // A span is marked on the axis.
  const axis = await page.locator('#timeline-axis').boundingBox();
  await page.mouse.move(axis.x + 200, axis.y + 20);
  await page.mouse.down();
  await page.mouse.move(axis.x + 360, axis.y + 20, { steps: 4 });
  await soon(async () => assert.ok((await page.locator('#timeline-brush').boundingBox()).width > 150));
  await page.mouse.up();
  await page.waitForFunction(() => /from=2025-\d\d-\d\d&to=2025-\d\d-\d\d$/.test(location.hash));
  await soon(async () => assert.match(await page.getByLabel('From', { exact: true }).inputValue(), /^2025-/));
  await page.getByRole('button', { name: 'All time' }).click();
  // Lanes fold, one and all.
  const fold = page.getByRole('button', { name: 'Lane audit_trail' });
  const height = () => page.locator('.lane-name', { has: fold }).evaluate((it) => it.clientHeight);
  const open_px = await height();
  await fold.click();
  await soon(async () => assert.equal(await fold.getAttribute('aria-expanded'), 'false'));
  assert.ok(await height() < open_px / 2);
  await page.getByRole('button', { name: 'Fold or unfold all lanes' }).click();
  await page.waitForFunction(() => document.querySelectorAll('.lane-name').length > 15);
  await page.getByRole('button', { name: 'Fold or unfold all lanes' }).click();
  assert.equal(await height(), open_px);
});

journey('the picture by keyboard alone', async ({ page, open }) => {
  await openTimeline(page, open);
  const picture = page.getByRole('listbox', { name: 'Marks in their lanes' });
  await picture.focus();
  const active = () => picture.getAttribute('aria-activedescendant');
  const name = async () => page.locator(`[id="${await active()}"]`).getAttribute('aria-label');
  await page.keyboard.press('ArrowDown');
  await soon(async () => assert.equal(await active(), 'mark-0-0'));
  await page.keyboard.press('ArrowDown');
  await soon(async () => assert.match(await name(), /, audit_trail, module made: /));
  await page.keyboard.press('End');
  await soon(async () => assert.match(await name(), /, audit_trail, update of a spec: /));
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await soon(async () => assert.match(await name(), /, audit_trail, decision: /));
  await soon(async () => assert.equal(await page.locator('[aria-selected="true"]').count(), 1));
  await said(page).getByText('2025-04-03', { exact: true }).waitFor();
  await page.keyboard.press(' ');
  await page.getByRole('complementary', { name: 'Life story' }).getByRole('heading', { name: 'audit_trail' }).waitFor();
  // A mark far below comes into sight.
  await picture.focus();
  for (let turn = 0; turn < 12; turn++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('PageDown');
  await page.waitForFunction(() => {
    const frame = document.querySelector('#timeline-scroll').getBoundingClientRect();
    const id = document.querySelector('#timeline-marks').getAttribute('aria-activedescendant');
    const mark = document.getElementById(id).getBoundingClientRect();
    return mark.top >= frame.top && mark.bottom <= frame.bottom + 12;
  });
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => location.hash.startsWith('#/doc/'));
});

// ── elsewhere ───────────────────────────────────────────────────────────────────────────────

journey('the same as a table, as SVG and as PNG', async ({ page, open }) => {
  await openTimeline(page, open);
  const count = Number(/^(\d+) marks/.exec(await page.locator('#timeline-hits').innerText())[1]);
  const save = async (name) => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name, exact: true }).click()]);
    return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
  };
  const svg = await save('SVG');
  assert.equal(svg.name, 'timeline-module.svg');
  const text = svg.bytes.toString();
  assert.ok(text.startsWith('<svg xmlns=') && text.includes('audit_trail') && text.includes('payment_gateway'), 'the whole picture, not only what can be seen');
  const png = await save('PNG');
  assert.deepEqual([png.name, png.bytes.subarray(1, 4).toString()], ['timeline-module.png', 'PNG']);
  assert.ok(png.bytes.readUInt32BE(16) >= 2000, 'twice as fine as the screen');
  await page.getByRole('button', { name: 'Table', exact: true }).click();
  const rows = page.getByRole('table', { name: 'Every mark, the earliest first' }).getByRole('row');
  await rows.first().waitFor();
  await soon(async () => assert.equal(await rows.count(), count + 1));
  await soon(async () => assert.equal(await hash(page), '#/timeline?mode=table'));
  await soon(async () => assert.equal(await page.getByRole('listbox').count(), 0));
  await page.getByRole('searchbox', { name: 'Filter the timeline by words' }).fill('encryption at rest enabled');
  await status(page, '1 mark in 1 lane.');
  await rows.nth(1).getByRole('link', { name: /^_overview\.md:\d+$/ }).click();
  await page.getByRole('region', { name: 'Source text' }).waitFor();
  await page.goBack();
  await page.getByRole('button', { name: 'Table', pressed: true }).waitFor();
});

// ── odd and empty trees ─────────────────────────────────────────────────────────────────────

journey('what is no date stands beside the axis, contradictions stand in place', async ({ page, open }) => {
  await open();
  await openArchive(page, ODD);
  await go(page, '#/timeline');
  await page.getByRole('heading', { name: 'Without a date (1)' }).waitFor();
  await page.getByText('"2025-02-30", which is no date').waitFor();
  // A month is a band as wide as its days, two days are one of two.
  const band = (name) => page.getByRole('option', { name }).locator('.band').evaluate((it) => it.width.baseVal.value);
  const scale = await page.evaluate(() => document.querySelector('.axis').width.baseVal.value);
  assert.ok(scale > 0);
  assert.ok(await band(/^2025-09, winch/) > 30);
  await page.getByRole('option', { name: /^2024-12-26\/2024-12-27, winch, change/ }).waitFor();
  // The rules have looked: the delta of January comes before its plan began.
  const wrong = page.getByRole('option', { name: /Contradiction: The State Delta of SP04_lamp is dated 2025-01, but it started on 2025-02-03\./ });
  await wrong.first().waitFor();
  await soon(async () => assert.equal(await wrong.first().locator('.wrong').count(), 1));
  await page.locator('.answer').getByText('1 contradiction.').waitFor();
  await axe(page);
});

journey('a tree without any date says how dates come about', async ({ page, open }) => {
  await open();
  await openArchive(page, tree({ 'SP01_piles/_overview.md': '---\nstatus: WIP\n---\n' }));
  await go(page, '#/timeline');
  await page.getByText('Nothing in this tree has a date.', { exact: true }).waitFor();
  await page.getByText('start_at: 2025-01-14').waitFor();
  await soon(async () => assert.equal(await marks(page).count(), 0));
  await axe(page);
  await screenshot(page, 'timeline-empty');
});

journey('marks that came later than the stated day are pale', async ({ page, open }) => {
  await openTimeline(page, open, '#/timeline?asof=2025-07-01');
  await page.locator('.axis').getByText('as of 2025-07-01').waitFor();
  await soon(async () => assert.ok(await page.locator('.mark[data-late]').count() > 10));
  await soon(async () => assert.equal(await page.getByRole('option', { name: /^2025-02, / }).first().getAttribute('data-late'), null));
});

for (const [name, context] of [
  ['light', {}],
  ['dark', { colorScheme: 'dark' }],
  ['phone', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }],
]) {
  journey(`axe finds nothing in the timeline: ${name}`, { context }, async ({ page, open }) => {
    await open();
    await page.getByRole('button', { name: 'Open the sample' }).click();
    await ready(page);
    for (const place of ['#/timeline', '#/timeline?group=plan&focus=PP06_hipaa_audit_trail', '#/timeline?group=quarter', '#/timeline?mode=table']) {
      await go(page, place);
      await page.locator('.answer').getByText(/\.$/).waitFor();
      await axe(page);
      const wide = await page.evaluate(() => document.querySelector('#main').scrollWidth > document.querySelector('#main').clientWidth);
      assert.equal(wide, false, `${place} is not wider than its page`);
      await screenshot(page, `timeline-${name}-${place.replace(/\W+/g, '-')}`);
    }
  });
}
