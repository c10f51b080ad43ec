// The tree as it was: the slider and the field of days, what moves with them, how sure it is, and the way back.

import assert from 'node:assert/strict';
import { axe, heading, journey, openArchive, openSample, ready, row, screenshot, soon } from './harness.mjs';
import { tree } from './trees.mjs';

const hash = (page) => page.evaluate(() => decodeURIComponent(location.hash));
const bar = (page) => page.getByRole('complementary', { name: 'The tree as it was' });
const said = (page, words) => bar(page).getByRole('status').getByText(words).waitFor();
const plans = (page) => page.getByRole('treeitem').filter({ hasText: /^(SP|PP)\d\d/ }).allInnerTexts().then((rows) => rows.map((row) => row.replace(/\s+/g, ' ').trim()));

async function go(page, place, name) {
  await page.evaluate((place) => { location.hash = place; }, place);
  await heading(page, name);
}

/** A tree with one plan that was done, and one that came later. */
const SMALL = tree({
  '_overview.md': '# Pier\n\n## State Deltas\n\n### ✅ SP01_piles — Sep 2025\n- winch: new module\n\n### ✅ SP02_deck — Dec 2025\n- winch: painted\n',
  '_completed/SP01_piles/_overview.md': '---\nstatus: DONE\nstart_at: 2025-01-14\n---\n\n# Piles\n',
  '_completed/SP02_deck/_overview.md': '---\nstatus: DONE\nstart_at: 2025-10-01\n---\n\n# Deck\n',
  'SP03_rail/_overview.md': '---\nstatus: WIP\nlast_updated: 2025-12-30\n---\n\n# Rail\n',
});

journey('what the tree looked like when the nosql mandate fell', async ({ page, open }) => {
  await open();
  await openSample(page);
  await go(page, '#/timeline', 'Timeline');
  // From the mark of the meeting to the tree of that day.
  const meeting = page.getByRole('option', { name: /^2025-05-05, .*Emergency Database Strategy Meeting/ });
  await meeting.hover();
  await page.locator('#timeline-said').getByRole('button', { name: 'The tree as of 2025-05-05' }).click();
  await soon(async () => assert.equal(await hash(page), '#/timeline?asof=2025-05-05'));
  await said(page, /^On 2025-05-05 7 of 20 plans were there: /);
  await bar(page).getByText('That day: Emergency Database Strategy Meeting').waitFor();
  // The older states of the sample have come: its documents are those of the next of them.
  await bar(page).getByText(/^Of \d+ statuses/).click();
  await bar(page).getByText('Documents are those of 2025-06-27').waitFor();
  await said(page, 'On 2025-05-05 7 of 20 plans were there: 5 in work, 1 to do, 1 done.');
  assert.deepEqual(await plans(page), [
    'SP01 Patient records In work ≈ derived', 'SP03 Scheduling In work ≈ derived', 'SP04 Telemedicine In work ≈ derived',
    'SP05 Billing To do ≈ derived', 'PP06 Hipaa audit trail In work ≈ derived', 'PP07 Nosql migration In work ≈ derived',
  ]);
  // The whole app has moved.
  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Overview' }).click();
  await page.locator('.answer').getByText('7 plans').waitFor();
  await soon(async () => assert.match(await hash(page), /asof=2025-05-05/));
  await go(page, '#/plan/PP06_hipaa_audit_trail?asof=2025-05-05', 'PP06 — HIPAA Audit Trail');
  await page.getByText(/^As of 2025-05-05: /).waitFor();
  const decided = page.getByRole('region', { name: /^What was decided/ });
  await decided.getByText(/^block/i).first().waitFor();
  await soon(async () => assert.equal(await decided.getByText(/^close/i).count(), 0, 'nobody had decided that yet'));
  // What was not there yet says so.
  await page.evaluate(() => { location.hash = '#/plan/PP08_polyglot_persistence?asof=2025-05-05'; });
  await page.getByText('PP08_polyglot_persistence was not there on 2025-05-05.').waitFor();
  await axe(page);
  await screenshot(page, 'past');
  await bar(page).getByRole('button', { name: 'Back to 2026-06-15' }).click();
  await heading(page, 'PP08 — Polyglot Persistence');
  await soon(async () => assert.equal(await bar(page).isVisible(), false));
  await soon(async () => assert.equal(await hash(page), '#/plan/PP08_polyglot_persistence'));
});

journey('the slider and the field move the whole app, by keyboard too', async ({ page, open }) => {
  await open();
  await openArchive(page, SMALL);
  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Overview' }).click();
  await page.getByRole('button', { name: 'Look back' }).click();
  const slider = page.getByRole('slider', { name: 'Day of the tree' });
  await soon(async () => assert.equal(await page.evaluate(() => document.activeElement.id), 'past-slider'));
  await soon(async () => assert.equal(await hash(page), '#/overview'));
  // By keys: one moment before another.
  await bar(page).getByRole('button', { name: 'To the moment before' }).click();
  await said(page, 'On 2025-12-31 the tree was as it is now: nothing in it is newer.');
  await bar(page).getByRole('button', { name: 'To the moment before' }).click();
  await said(page, /^On 2025-10-01 3 of 3 plans were there/);
  const first = await slider.inputValue();
  await slider.focus();
  await page.keyboard.press('ArrowLeft');
  await page.waitForFunction((first) => document.querySelector('#past-slider').value === String(Number(first) - 1), first);
  // Whoever holds the slider keeps hold of it.
  await soon(async () => assert.equal(await page.evaluate(() => document.activeElement.id), 'past-slider'));
  await page.keyboard.press('Home');
  await said(page, /no plan was there yet|0 of 3|1 of 3/);
  await bar(page).locator('#past-day').fill('2025-10-15');
  await bar(page).locator('#past-day').dispatchEvent('change');
  await said(page, 'On 2025-10-15 3 of 3 plans were there: 1 in work, 1 done, 1 unknown then.');
  await soon(async () => assert.match(await hash(page), /asof=2025-10-15/));
  // What was open then lay in no archive, and its status says how sure it is.
  await soon(async () => assert.deepEqual(await plans(page), ['SP02 Deck In work ≈ derived', 'SP03 Rail Unknown then']));
  await bar(page).getByText(/^Of 3 statuses 1 is stated, 1 derived, 1 unknown then\./).waitFor();
  await row(page, 'SP02 Deck').getByRole('link').click();
  await heading(page, 'Deck');
  await page.getByText('As of 2025-10-15: derived, it started on 2025-10-01').waitFor();
  // What says so stands in the documents of now: the link leads out of the past, and back leads into it.
  await page.locator('.known').getByRole('link').click();
  await page.getByRole('region', { name: 'Source text' }).waitFor();
  await page.waitForFunction(() => !document.querySelector('#past') || document.querySelector('#past').dataset.past === 'false');
  await page.goBack();
  await said(page, /^On 2025-10-15/);
  await axe(page);
});

journey('a day that is not past, and a tree without days, show the tree as it is', async ({ page, open }) => {
  await open();
  await openArchive(page, SMALL);
  for (const day of ['2031-01-01', 'soon', '2025-13-45']) {
    await page.evaluate((day) => { location.hash = `#/overview?asof=${day}`; }, day);
    await page.waitForTimeout(50);
    await soon(async () => assert.equal(await bar(page).isVisible(), false, day));
    await soon(async () => assert.equal((await plans(page)).length, 1, 'the archive is folded, and one plan is open'));
  }
  await open();
  await openArchive(page, tree({ 'SP01_piles/_overview.md': '---\nstatus: WIP\n---\n\n# Piles\n' }));
  await page.evaluate(() => { location.hash = '#/overview?asof=2020-01-01'; });
  await ready(page);
  await soon(async () => assert.deepEqual(await plans(page), ['SP01 Piles In work']));
  await soon(async () => assert.equal(await page.getByRole('button', { name: 'Look back' }).count(), 0));
});

for (const [name, context] of [
  ['dark', { colorScheme: 'dark' }],
  ['phone', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }],
]) {
  journey(`axe finds nothing in the past: ${name}`, { context }, async ({ page, open }) => {
    await open();
    await page.getByRole('button', { name: 'Open the sample' }).click();
    await ready(page);
    await page.evaluate(() => { location.hash = '#/overview?asof=2025-11-03'; });
    await said(page, /^On 2025-11-03/);
    await axe(page);
    const wide = await page.evaluate(() => document.body.scrollWidth > document.body.clientWidth);
    assert.equal(wide, false);
    await screenshot(page, `past-${name}`);
  });
}
