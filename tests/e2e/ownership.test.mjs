// Who answers for what: the graph, the tables of modules with plans and people, and how far something has come in all modules.

import assert from 'node:assert/strict';
import { axe, heading, journey, openArchive, openSample, screenshot, soon } from './harness.mjs';
import { tree } from './trees.mjs';

const node = (page, name) => page.locator('#graph-scene .node').filter({ has: page.locator('text').getByText(name, { exact: true }) });
const hash = (page) => page.evaluate(() => location.hash);

async function go(page, open, query = '', archive) {
  await open();
  if (archive) await openArchive(page, archive);
  else await openSample(page);
  await page.evaluate((query) => { location.hash = `#/ownership${query}`; }, query);
  await heading(page, 'Ownership');
}

journey('the graph joins people, modules and plans, and what is chosen shows its lines', async ({ page, open }) => {
  await go(page, open);
  await node(page, 'audit trail').or(node(page, 'audit_trail')).first().waitFor();
  await soon(async () => assert.match(await page.locator('.answer').first().innerText(), /^20 modules, answered for by 4 people; .*known to one person alone/));
  const audit = node(page, 'audit_trail');
  await audit.click();
  await page.waitForFunction(() => location.hash.includes('select=module%3Aaudit_trail'));
  const side = page.getByRole('complementary', { name: 'What is to be known' });
  await side.getByRole('heading', { name: 'Answered for by (2)' }).waitFor();
  await soon(async () => assert.ok((await side.locator('a.place').count()) > 2));
  await page.locator('#graph-scene .node[data-relation="before"][data-kind="person"]').first().waitFor();
  // People stand before modules, modules before plans.
  const x = (kind) => page.locator(`#graph-scene .node[data-kind="${kind}"] .box`).evaluateAll((boxes) => boxes.map((box) => +box.getAttribute('x')));
  const [people, modules, plans] = [await x('person'), await x('module'), await x('plan')];
  assert.ok(Math.max(...people) < Math.min(...modules) && Math.max(...modules) < Math.min(...plans));
});

journey('a number of the answer keeps only what it counts', async ({ page, open }) => {
  await go(page, open);
  await node(page, 'audit_trail').waitFor();
  const words = await page.getByRole('button', { name: /known to one person alone$/ }).first().innerText();
  await page.getByRole('button', { name: words }).click();
  await page.waitForFunction(() => location.hash.includes('concern=sole'));
  await page.locator('.trust').getByText(`${parseInt(words, 10)} of 20 modules`).waitFor();
  await page.getByRole('button', { name: /hidden by the filter$/ }).click();
  await page.locator('.trust').getByText('20 of 20 modules').waitFor();
});

journey('the tables tell each plan and person of each module, with the line', async ({ page, open }) => {
  await go(page, open, '?form=plans');
  const region = page.getByRole('region', { name: 'Modules and the plans that stand on them' });
  await region.getByRole('link', { name: 'SP03 created scheduling' }).waitFor();
  await soon(async () => assert.match(await region.getByRole('link', { name: 'PP07 cut audit_trail' }).getAttribute('href'), /_overview\.md\?line=\d+/));
  await page.getByRole('combobox', { name: 'Groups' }).selectOption('owner');
  await region.getByRole('rowheader', { name: /^Nina Volkov \(\d+\)$/ }).waitFor();
  await page.getByRole('combobox', { name: 'Order' }).selectOption('plans');
  await soon(async () => assert.match(await hash(page), /sort=plans/));
  await page.getByRole('searchbox', { name: 'Filter by name of module, plan or person' }).fill('telemedicine');
  await page.locator('.trust').getByText('2 of 20 modules').waitFor();
  await page.getByRole('button', { name: 'Modules × people' }).click();
  await page.getByRole('region', { name: 'Modules and the people who answer for them' }).getByRole('link', { name: 'Yuki Tanaka, telemedicine_chat: owner, alone' }).waitFor();
});

journey('coverage shows what a plan has not reached, and what it could not know of', async ({ page, open }) => {
  await go(page, open, '?form=coverage&of=PP06_hipaa_audit_trail');
  const table = page.locator('.coverage table');
  await table.waitFor();
  const reach = async (module) => page.locator('.coverage tr').filter({ has: page.getByRole('rowheader', { name: module, exact: true }) }).getAttribute('data-reach');
  await soon(async () => assert.equal(await reach('scheduling'), 'done'));
  await soon(async () => assert.equal(await reach('insurance_connector'), 'born-after'));
  await page.locator('.coverage tr').filter({ has: page.getByRole('rowheader', { name: 'scheduling', exact: true }) }).getByText(/70%/).first().waitFor();
  await page.getByText(/^Source: .*, as of /).waitFor();
  await page.getByRole('button', { name: 'Print' }).waitFor();
  // A requirement can be asked after too.
  const choice = page.getByRole('combobox', { name: 'What is asked after' });
  const requirement = await choice.locator('optgroup[label="Requirements"] option').first().getAttribute('value');
  await choice.selectOption(requirement);
  await page.waitForFunction((of) => decodeURIComponent(location.hash).includes(of), requirement);
  await table.waitFor();
});

const HARBOUR = tree({
  '_overview.md': '# Harbour\n\n## Module Index\n\n| Module | Origin Plan | Modified By | Primary Owner |\n|---|---|---|---|\n| winch | SP01 | PP02, PP03 | Ann Lee |\n| lamp | SP01 | — | — |\n\n## Cast\n\n| Name | Role | Active |\n|---|---|---|\n| **Ann Lee** | Engineer | Jan 2024 – Mar 2024 |\n',
  'SP01_pier/_overview.md': '---\nstatus: DONE\n---\n# Pier\n',
  'PP02_paint/_overview.md': '---\nstatus: WIP\nlast_updated: 2025-05-01\n---\n# Paint\n',
  'PP03_oil/_overview.md': '---\nstatus: TODO\n---\n# Oil\n',
});

journey('collisions, holders who left, and modules without owner or spec stand out', async ({ page, open }) => {
  await go(page, open, '', HARBOUR);
  const side = page.getByRole('complementary', { name: 'What is to be known' });
  await side.getByRole('button', { name: 'Changed by two open plans at once (1)' }).waitFor();
  await side.getByRole('button', { name: 'In the name of somebody who has left (1)' }).waitFor();
  await side.getByRole('button', { name: 'Without an owner (1)' }).waitFor();
  await side.getByRole('button', { name: 'Without a spec (2)' }).waitFor();
});

journey('what is around a person is drawn step by step', async ({ page, open }) => {
  await go(page, open, '?select=module%3Aaudit_trail');
  await node(page, 'audit_trail').waitFor();
  const whole = await page.locator('#graph-scene .node').count();
  await page.getByRole('complementary', { name: 'What is to be known' }).getByRole('button', { name: 'Look around it' }).click();
  await page.locator('.trust').getByText(/\d+ nodes further away/).waitFor();
  assert.match(await hash(page), /focus=module%3Aaudit_trail&depth=2/);
  const steps = page.getByRole('group', { name: 'Steps around' });
  await steps.getByRole('button', { name: 'One step less' }).click();
  await steps.getByText('1 step', { exact: true }).waitFor();
  // One step around a module: its people and its plans, and no other module.
  await page.waitForFunction(() => document.querySelectorAll('#graph-scene .node[data-kind="module"]').length === 1);
  await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'One step less');
  await page.getByRole('button', { name: 'Around audit_trail: show all' }).click();
  await page.waitForFunction((whole) => document.querySelectorAll('#graph-scene .node').length === whole, whole);
  assert.ok(await steps.isHidden());
});

journey('a tree without modules says what would make the picture', async ({ page, open }) => {
  await go(page, open, '', tree({ '_overview.md': '# Alone\n', 'SP01_a/_overview.md': '---\nstatus: TODO\n---\n# A\n' }));
  await page.getByText('This tree names no module.').waitFor();
});

for (const scheme of ['light', 'dark']) {
  for (const width of [1440, 390]) {
    journey(`axe finds nothing on the ownership (${scheme}, ${width} px)`, { context: { colorScheme: scheme, viewport: { width, height: 900 } } }, async ({ page, open }) => {
      await open();
      await page.getByRole('button', { name: 'Open the sample' }).click();
      await page.getByRole('heading', { level: 1, name: /MedFlow/ }).waitFor();
      const forms = [['', '#graph-scene .node'], ['?form=plans', '.matrix td a'], ['?form=people&group=owner', '.matrix td a'], ['?form=coverage&of=PP06_hipaa_audit_trail', '.coverage tbody tr'], ['?view=table', '.twin']];
      for (const [at, [query, sign]] of forms.entries()) {
        await page.evaluate((query) => { location.hash = `#/ownership${query}`; }, query);
        await page.locator(sign).first().waitFor();
        await axe(page);
        await screenshot(page, `ownership-${at}-${scheme}-${width}`);
        const overflow = await page.evaluate(() => document.querySelector('#main').scrollWidth - document.querySelector('#main').clientWidth);
        assert.ok(overflow <= 0, `${query}: ${overflow} px wider than the page`);
      }
    });
  }
}

journey('owners come and go in the table, by mouse and by keys', async ({ page, open }) => {
  await go(page, open, '?form=people');
  const table = page.getByRole('region', { name: 'Modules and the people who answer for them' });
  await table.waitFor();
  const button = (name) => table.getByRole('button', { name, exact: true });
  const before = await table.getByRole('row').filter({ hasText: 'audit_trail' }).locator('td[data-mark]').count();
  const offered = table.getByRole('row').filter({ hasText: 'audit_trail' }).getByRole('button', { name: /^Let .* answer for audit_trail$/ }).first();
  const name = await offered.getAttribute('aria-label');
  const person = /^Let (.*) answer/.exec(name)[1];
  await offered.click();
  await button(`Take audit_trail from ${person}`).waitFor();
  await soon(async () => assert.equal(await table.getByRole('row').filter({ hasText: 'audit_trail' }).locator('td[data-mark]').count(), before + 1));
  await axe(page);
  await screenshot(page, 'ownership-edited');
  // The keyboard stays at the cell, takes it back, and walks on.
  await page.waitForFunction((person) => document.activeElement.getAttribute('aria-label') === `Take audit_trail from ${person}`, person);
  await page.keyboard.press('Enter');
  await button(name).waitFor();
  await page.waitForFunction((name) => document.activeElement.getAttribute('aria-label') === name, name);
  await page.keyboard.press('ArrowDown');
  await page.waitForFunction((name) => /^(Let|Take)/.test(document.activeElement.getAttribute('aria-label')) && document.activeElement.getAttribute('aria-label') !== name, name);
  await soon(async () => assert.equal(await table.locator('.own[tabindex="0"]').count(), 1));
  await page.keyboard.press('Enter');
  await page.evaluate(() => { location.hash = '#/changes'; });
  await heading(page, 'Changes');
  await soon(async () => {
    const text = await page.locator('main').innerText();
    assert.match(text, new RegExp(`Let ${person} answer for audit_trail`));
    assert.match(text, new RegExp(`Take audit_trail from ${person}`));
  });
});
