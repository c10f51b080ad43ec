// The pages that answer: from the overview to the reason, the person, the gate that is open.

import assert from 'node:assert/strict';
import { axe, heading, journey, openArchive, openSample, ready, screenshot, soon } from './harness.mjs';
import { tree } from './trees.mjs';

const go = async (page, place) => {
  await page.evaluate((place) => { location.hash = place; }, place);
  await ready(page);
};
const part = (page, name) => page.getByRole('main').getByRole('region', { name });
const isRead = (page) => page.getByText(/^All \d+ documents have been read\.$/).waitFor();

/** Every place in a part of the page leads to a line of a file. */
async function placesLead(page, region) {
  const hrefs = await region.locator('a.place').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
  assert.ok(hrefs.length > 0);
  for (const href of hrefs) assert.match(href, /^#\/doc\/.+\?line=\d+&raw=1$/);
}

journey('two clicks from the overview stands the line that says why a plan is blocked', async ({ page, open }) => {
  await open();
  await openSample(page);
  await isRead(page);
  const answer = page.locator('.answer');
  await soon(async () => assert.match(await answer.innerText(), /^20 plans: 3 in work, 1 blocked by SP18 Reporting engine; 13 done, 3 cut\.$/));
  await answer.getByRole('link', { name: '1 blocked' }).click();
  const blocked = part(page, 'Blocked (1)');
  await soon(async () => assert.match(await blocked.innerText(), /SP20 Patient portal structural\s+needs SP18 Reporting engine\s+In work/));
  await placesLead(page, blocked);
  await blocked.locator('a.place').first().click();
  await page.locator('.source-line[aria-current]').waitFor();
  await soon(async () => assert.match(await page.locator('.source-line[aria-current]').innerText(), /SP18_reporting_engine|SP20_patient_portal/));
});

journey('every number of the overview leads to as many as it says', async ({ page, open }) => {
  await open();
  await openSample(page);
  await isRead(page);
  const numbers = await page.locator('.answer a, .legend a').evaluateAll((links) => links
    .map((link) => [Number.parseInt(link.textContent.trim(), 10), link.getAttribute('href')])
    .filter(([count]) => !Number.isNaN(count)));
  assert.ok(numbers.length >= 8);
  for (const [count, href] of numbers) {
    await go(page, '#/overview');
    await go(page, href);
    if (href.startsWith('#/tree')) {
      await page.getByRole('heading', { level: 1, name: new RegExp(`^${count} `) }).waitFor();
      await soon(async () => assert.equal(await page.locator('table.plans tbody tr').count(), count, href));
    } else {
      const id = href.split(':').at(-1);
      await page.locator(`#h-${id}`, { hasText: `(${count})` }).waitFor();
    }
  }
});

journey('who holds what Raj left, from the list of people', async ({ page, open }) => {
  await open();
  await openSample(page);
  await isRead(page);
  await page.getByRole('link', { name: 'People', exact: true }).click();
  await heading(page, 'People');
  await soon(async () => assert.match(await page.locator('.answer').innerText(), /10 people; who have left: Carlos Reyes, Raj Patel; still \d+ things? in the name of Raj Patel/));
  await page.getByRole('table', { name: 'Everybody' }).getByRole('link', { name: 'Raj Patel' }).click();
  await heading(page, 'Raj Patel');
  await soon(async () => assert.match(await page.locator('.answer').innerText(), /^Has left; \d+ things? (is|are) still in their name\.$/));
  const handover = part(page, /^Still in their name/);
  await placesLead(page, handover);
  await axe(page);
});

journey('a plan in work says what keeps it from being closed', async ({ page, open }) => {
  await open();
  await openSample(page);
  await isRead(page);
  await part(page, 'In work (3)').getByRole('link', { name: 'PP17 Module ownership reconciliation' }).click();
  await page.getByRole('heading', { level: 1, name: /Module Ownership Reconciliation/ }).waitFor();
  const gates = part(page, /^It cannot be closed yet; \d gates are open$/);
  await gates.waitFor();
  const verdicts = await gates.locator('li').evaluateAll((gates) => gates.map((gate) => gate.dataset.verdict));
  assert.equal(verdicts.length, 10);
  assert.ok(verdicts.includes('met') && verdicts.includes('open'));
  await soon(async () => assert.match(await gates.innerText(), /Acceptance criteria are ticked\s+9 of 22/));
  await placesLead(page, gates);
});

journey('what a change reaches is told with its evidence, and a thought is called one', async ({ page, open }) => {
  await open();
  await openSample(page);
  await isRead(page);
  await go(page, '#/module/audit_trail');
  await heading(page, 'audit_trail');
  await placesLead(page, part(page, /^Done, and may not hold any more/));
  const waiting = part(page, /^What waits for plans that touch it/);
  await waiting.getByText('2 steps').first().click();
  await waiting.locator('details[open] li').first().waitFor();
  await placesLead(page, waiting);
  await go(page, '#/plan/SP20_patient_portal');
  const thought = part(page, 'What if');
  await thought.getByText('Hypothetical: nothing in the tree says so').waitFor();
  await thought.getByText('If it were cut').click();
  await thought.getByText('patient_portal').waitFor();
});

journey('a tree of tasks without plans is summed up by its work', async ({ page, open }) => {
  await open();
  await openArchive(page, tree({
    'work/task-1 - one.md': '---\nid: task-1\nstatus: Done\n---\n# One\n',
    'work/task-2 - two.md': '---\nid: task-2\nstatus: To Do\n---\n# Two\n',
  }));
  await soon(async () => assert.match(await page.locator('.answer').innerText(), /^\d+ documents?, 2 of them with a status\.$/));
  await page.locator('.legend').getByRole('link', { name: '1 to do' }).click();
  await heading(page, '1 piece of work');
  await page.getByRole('table', { name: '1 piece of work' }).getByRole('link', { name: /two/i }).waitFor();
});

journey('the answers are reached and read by keyboard alone', async ({ page, open }) => {
  await open();
  await openSample(page);
  await isRead(page);
  await page.locator('#main').focus();
  const tabTo = async (name) => {
    for (let presses = 0; presses < 40; presses += 1) {
      await page.keyboard.press('Tab');
      if (await page.evaluate((name) => document.activeElement.textContent.trim() === name, name)) return;
    }
    assert.fail(`no way by keyboard to ${name}`);
  };
  await tabTo('1 blocked');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement.id === 'h-blocked');
  await tabTo('SP20 Patient portal');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: /Patient Portal/ }).waitFor();
});

const PLACES = {
  overview: '#/overview',
  'plan-page': '#/plan/PP17_module_ownership_reconciliation',
  'module-page': '#/module/audit_trail',
  people: '#/person',
  person: '#/person/Lisa%20Dominguez',
  'person-left': '#/person/Raj%20Patel',
  work: '#/tree?kind=plan&status=done',
};

for (const colorScheme of ['light', 'dark']) {
  for (const width of [1440, 390]) {
    const options = { context: { colorScheme, viewport: { width, height: width === 390 ? 844 : 900 } } };
    journey(`axe finds nothing on the pages that answer, and none is wider than ${width} px (${colorScheme})`, options, async ({ page, open }) => {
      await open();
      await page.getByRole('button', { name: 'Open the sample' }).click();
      await isRead(page);
      for (const [name, place] of Object.entries(PLACES)) {
        await go(page, place);
        await page.locator('.answer, table.plans').first().waitFor();
        await page.evaluate(() => document.querySelectorAll('main details').forEach((details) => { details.open = true; }));
        await soon(async () => assert.ok(await page.evaluate(() => document.querySelector('#main').scrollWidth <= document.querySelector('#main').clientWidth), `${name} is too wide`));
        await axe(page);
        await screenshot(page, `${name}-${width}-${colorScheme}`);
      }
    });
  }
}
