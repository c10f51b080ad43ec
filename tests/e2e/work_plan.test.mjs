// Work plans that are told in documents: opened as they are, walked to a story, taken up again.

import assert from 'node:assert/strict';
import { axe, choose, heading, journey, ready, row, soon } from './harness.mjs';
import { DENTAL, HEALTH, HEBREW } from './work_plans.mjs';

const go = async (page, place) => {
  await page.evaluate((place) => { location.hash = place; }, place);
  await ready(page);
};
const part = (page, name) => page.getByRole('main').getByRole('region', { name });

/** Opens a document on the start page, as it is. */
async function openDocument(page, name, bytes) {
  await choose(page, { [name]: bytes });
  await page.getByRole('tree').waitFor();
  await ready(page);
  await page.getByText(/^All 1 documents? have been read\.$/).waitFor();
}

const VIEWS = (path, part) => ['#/overview', `#/plan/${path.replace('.md', '')}`, `#/plan/${path}%23${part}`, '#/tree', '#/timeline', '#/findings', '#/register', `#/doc/${path}`];

if (DENTAL) {
  journey('the dental plan opens as a reader would tell it, and leads to its stories', async ({ page, open }) => {
    await open();
    await openDocument(page, 'dental_work_plan_v17.md', DENTAL);
    await soon(async () => assert.match(await page.locator('.answer').innerText(), /^4 phases: 3 blocked, 1 can start now\. None of 146 boxes ticked, 55–56 h of work\.$/));
    // One document is all there is, so its phases are in sight.
    const rows = page.getByRole('treeitem');
    await soon(async () => assert.equal(await rows.count(), 8));
    const card = part(page, 'Where to go on');
    await soon(async () => assert.match(await card.innerText(), /the schedule holds 45–55 h: they fit only if all goes well/));
    await soon(async () => assert.match(await card.innerText(), /Choose agent architecture: 4 agents vs Alex\s+Recommended: Alex \(Unified\) for MVP/));
    const phases = page.getByRole('table', { name: 'Phases' });
    await soon(async () => assert.match(await phases.innerText(), /18–22 h\s*\(23 h in its parts\)/));
    // From the table to a phase, an epic, the story that waits for a decision.
    await phases.getByRole('link', { name: /Agent Architecture Decision/ }).click();
    await heading(page, '1 Agent Architecture Decision');
    await page.getByRole('table', { name: 'Epics' }).getByRole('link').first().click();
    await heading(page, '1.1 Architecture Decision');
    await page.getByRole('table', { name: 'Stories' }).getByRole('link', { name: /Remove Unused Code/ }).click();
    await heading(page, '1.1.2 Remove Unused Code');
    await soon(async () => assert.match(await page.locator('.answer').innerText(), /^It waits for 2 things\. 1–2 h of work\.$/));
    const boxes = part(page, 'Boxes (8)');
    await soon(async () => assert.match(await boxes.innerText(), /If Alex is chosen\s*not chosen/));
    await boxes.locator('a.place').first().click();
    await page.locator('.source-line[aria-current]').waitFor();
    await soon(async () => assert.match(await page.locator('.source-line[aria-current]').innerText(), /Delete files:/));
    await page.goBack();
    await heading(page, '1.1.2 Remove Unused Code');
    // The tree has followed, and so have the crumbs.
    await soon(async () => assert.equal(await row(page, '1.1.2 Remove Unused Code').getAttribute('aria-selected'), 'true'));
    await page.getByRole('navigation', { name: 'What it lies in' }).getByRole('link', { name: '1.1 Architecture Decision' }).click();
    await heading(page, '1.1 Architecture Decision');
  });

  journey('risks of the dental plan stand in a matrix whose every cell leads to its line', async ({ page, open }) => {
    await open();
    await openDocument(page, 'dental_work_plan_v17.md', DENTAL);
    await go(page, '#/register');
    const matrix = page.getByRole('table', { name: 'Risks by impact and probability' });
    const links = await matrix.getByRole('link').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    assert.deepEqual(links.map((href) => Number(href.match(/line=(\d+)/)[1])).sort((a, b) => a - b), [1234, 1235, 1236, 1237, 1243, 1244, 1245]);
    await soon(async () => assert.equal(await matrix.getByRole('row').filter({ hasText: 'high impact' }).getByRole('link').innerText(), 'AWS credentials not available'));
    // What this tree has none of is not offered.
    await soon(async () => assert.equal(await page.getByRole('button', { name: 'Requirements' }).isVisible(), false));
    await axe(page);
  });
}

if (HEALTH) {
  journey('who takes the HealthSim plan up again finds where to go on', async ({ page, open }) => {
    await open();
    await openDocument(page, 'healthsim_auto_persist_plan.md', HEALTH);
    const card = part(page, 'Where to go on');
    await soon(async () => assert.match(await card.innerText(), /Session 2: December 26-27, 2024/));
    await soon(async () => assert.match(await card.innerText(), /12 of 86 boxes are ticked/));
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await card.getByRole('button', { name: 'Copy' }).last().click();
    await soon(async () => assert.equal(await page.evaluate(() => navigator.clipboard.readText()), 'cd packages/core && pytest'));
    await card.getByRole('link', { name: '1.2 Integration with StateManager' }).first().click();
    await heading(page, '1.2 Integration with StateManager');
    // Claims, boxes and other evidence of phase 1, each apart.
    await go(page, '#/plan/healthsim_auto_persist_plan.md%231');
    const far = part(page, 'How far it is');
    await soon(async () => {
      const said = await far.innerText();
      assert.match(said, /Boxes\s+0 of 11 boxes/);
      assert.match(said, /Claimed\s+8\/12/);
      assert.match(said, /15 files listed as made/);
    });
    await far.getByText('15 files listed as made').click();
    await soon(async () => assert.equal(await far.locator('details[open] a.place').count(), 15));
  });
}

journey('a Hebrew plan is laid out from right to left', async ({ page, open }) => {
  await open();
  await openDocument(page, 'plan.md', HEBREW);
  await soon(async () => assert.equal(await page.locator('#folder-tree').getAttribute('dir'), 'rtl'));
  await soon(async () => assert.equal(await page.locator('#main').getAttribute('dir'), 'rtl'));
  // What lies deeper stands further to the left, and the left arrow unfolds it.
  await page.locator('#folder-tree').focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  await soon(async () => assert.equal(await row(page, '0 תשתית').getAttribute('aria-expanded'), 'false'));
  await page.keyboard.press('ArrowLeft');
  await soon(async () => assert.equal(await row(page, '0 תשתית').getAttribute('aria-expanded'), 'true'));
  const edge = async (name) => { const box = await row(page, name).locator('.folder-name').boundingBox(); return box.x + box.width; };
  assert.ok(await edge('0.1 שרת') < await edge('0 תשתית'));
  await row(page, '0.1 שרת').getByRole('link').click();
  await heading(page, '0.1 שרת');
  await page.getByRole('table', { name: 'Stories' }).getByRole('link', { name: /גיבוי/ }).click();
  await heading(page, '0.1.2 גיבוי');
  await soon(async () => assert.match(await page.locator('.answer').innerText(), /waits for 1 thing/));
});

for (const [name, bytes, path, number] of [
  ['dental', DENTAL, 'dental_work_plan_v17.md', '1.1.1'],
  ['healthsim', HEALTH, 'healthsim_auto_persist_plan.md', '5.1'],
  ['hebrew', HEBREW, 'plan.md', '0.1.1'],
]) {
  if (!bytes) continue;
  journey(`axe finds nothing in any view of the ${name} plan`, async ({ page, open }) => {
    await open();
    await openDocument(page, path, bytes);
    for (const place of VIEWS(path, number)) {
      await go(page, place);
      await page.locator('main h1').waitFor();
      await axe(page);
      // Nothing is wider than the page but what scrolls in itself.
      await soon(async () => assert.equal(await page.evaluate(() => document.querySelector('#main').scrollWidth <= document.querySelector('#main').clientWidth), true, place));
    }
  });
}
