// What changed between two trees: chosen on the page, as a summary and change by change.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { axe, choose, hand, heading, journey, openArchive, openSample, ready, screenshot, soon } from './harness.mjs';
import { tree } from './trees.mjs';

const SEED = fileURLToPath(new URL('../fixtures/medflow_dream_v4.03.md', import.meta.url));
const hash = (page) => page.evaluate(() => decodeURIComponent(location.hash));
const answer = (page, words) => page.locator('#compare-answer').getByText(words).waitFor();
const summary = (page, words) => page.locator('#compare-summary .summary').getByText(words).waitFor();

async function go(page, place) {
  await page.evaluate((place) => { location.hash = place; }, place);
  await heading(page, 'Compare');
}

const BEFORE = {
  '_overview.md': '# Pier\n',
  'SP01_piles/_overview.md': '---\nstatus: WIP\n---\n\n# Piles\n\nThe piles are of oak.\n',
  'SP02_deck/_overview.md': '---\nstatus: TODO\n---\n\n# Deck\n',
};
const AFTER = {
  '_overview.md': '# Pier\n',
  '_completed/SP01_piles/_overview.md': '---\nstatus: DONE\n---\n\n# Piles\n\nThe piles are of steel.\n',
  'SP02_deck/_overview.md': '---\nstatus: TODO\n---\n\n# Deck\n',
  'PP03_lamps/_overview.md': '---\nstatus: TODO\n---\n\n# Lamps\n',
};

journey('what changed between October and February', async ({ page, open }) => {
  await open();
  await openSample(page);
  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Compare' }).click();
  await heading(page, 'Compare');
  await answer(page, 'Choose what this tree is compared with.');
  await page.getByRole('combobox', { name: 'Before' }).selectOption('sample-5.zip');
  await page.getByRole('combobox', { name: 'After' }).selectOption('sample-6.zip');
  await answer(page, /^\d+ changes from 2025-11-03: Near-Catastrophe to 2026-02-06: /);
  await soon(async () => assert.equal(await hash(page), '#/compare?with=sample-5.zip&to=sample-6.zip'));
  await summary(page, '3 plans closed: PP06_hipaa_audit_trail, PP13_compliance_emergency, PP14_audit_remediation.');
  await summary(page, '1 plan created: SP15_ai_risk_scorer.');
  await summary(page, /^\d+ findings? new/);
  // By keys from change to change.
  await page.keyboard.press('n');
  await soon(async () => assert.equal(await page.evaluate(() => document.activeElement.id), 'change-0'));
  await page.keyboard.press('n');
  await page.keyboard.press('p');
  await soon(async () => assert.equal(await page.evaluate(() => document.activeElement.id), 'change-0'));
  // One kind alone, and the words of a document.
  await page.getByRole('button', { name: /^Documents edited \d+$/ }).click();
  await page.waitForFunction(() => !document.querySelector('#compare-changes li:not([data-kind=document])'));
  await page.getByRole('button', { name: 'What changed in it' }).first().click();
  await page.locator('#compare-changes ins').first().waitFor();
  await axe(page);
  await screenshot(page, 'compare');
  // The link shows it again; a place before leads into the tree of that day.
  const link = await page.evaluate(() => location.href);
  await page.reload();
  await ready(page);
  await openSample(page);
  await soon(async () => assert.equal(await page.evaluate(() => location.href), link));
  await answer(page, /^\d+ changes from 2025-11-03/);
  await page.locator('#compare-changes .places a').first().click();
  await soon(async () => assert.match(await hash(page), /asof=2025-11-03/));
});

journey('a zip of one\'s own, by choosing and by dropping', async ({ page, open }) => {
  await open();
  await openArchive(page, tree(AFTER), 'after.zip');
  await go(page, '#/compare');
  await page.locator('#compare-file').setInputFiles({ name: 'before.zip', mimeType: 'application/zip', buffer: Buffer.from(tree(BEFORE)) });
  await answer(page, /^\d+ changes from Chosen: before\.zip to This tree: Pier\.$/);
  await summary(page, '1 plan created: PP03_lamps.');
  await summary(page, '1 plan closed: SP01_piles.');
  await summary(page, '1 plan archived: SP01_piles.');
  await page.locator('#compare-changes').getByRole('button', { name: 'What changed in it' }).first().click();
  await page.locator('#compare-changes del').getByText('oak').waitFor();
  await page.locator('#compare-changes ins').getByText('steel').waitFor();
  await page.getByRole('button', { name: 'Swap the sides' }).click();
  await summary(page, '1 plan reopened: SP01_piles.');
  // The same tree twice, dropped on the page: it stays open.
  await hand(page, 'drop', { 'same.zip': tree(AFTER) });
  await page.getByRole('combobox', { name: 'After' }).getByRole('option', { name: 'Chosen: same.zip' }).waitFor({ state: 'attached' });
  await answer(page, 'Nothing has changed: both trees say the same.');
  await heading(page, 'Compare');
});

journey('the stages that a document lists', async ({ page, open }) => {
  await open();
  await choose(page, { 'seed.md': readFileSync(SEED) });
  await page.getByRole('tree').waitFor();
  await ready(page);
  await go(page, '#/compare?with=listing-3&to=listing-4');
  await answer(page, /^\d+ changes from Listing: End of Stage 3 to Listing: End of Stage 4\.$/);
  await summary(page, '1 plan cut: PP07_nosql_migration.');
  await summary(page, /nobody can tell whether \d+ items of before are still there/);
  await page.locator('#compare-changes .places a').first().click();
  await page.getByRole('region', { name: 'Source text' }).waitFor();
});

journey('a link to a file that lies elsewhere says so', async ({ page, open }) => {
  await open();
  await openArchive(page, tree(AFTER));
  await go(page, '#/compare?with=file');
  await answer(page, /Choose it again below/);
  await go(page, '#/compare?with=base');
  await answer(page, /No edits are pending/);
  await go(page, '#/compare?with=nowhere');
  await answer(page, /choose another one/);
});

for (const [name, context] of [
  ['light', {}],
  ['dark', { colorScheme: 'dark' }],
  ['phone', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }],
  ['phone-dark', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, colorScheme: 'dark' }],
]) {
  journey(`axe finds nothing in a comparison: ${name}`, { context }, async ({ page, open }) => {
    await open();
    // Where the tree is a drawer it is not to be seen.
    await choose(page, { 'after.zip': tree(AFTER) });
    await page.locator('#shell[data-open=true]').waitFor();
    await ready(page);
    await go(page, '#/compare');
    await page.locator('#compare-file').setInputFiles({ name: 'before.zip', mimeType: 'application/zip', buffer: Buffer.from(tree(BEFORE)) });
    await summary(page, '1 plan closed: SP01_piles.');
    await page.locator('#compare-changes').getByRole('button', { name: 'What changed in it' }).first().click();
    await axe(page);
    await soon(async () => assert.equal(await page.evaluate(() => document.body.scrollWidth > document.body.clientWidth), false));
    await screenshot(page, `compare-${name}`);
  });
}
