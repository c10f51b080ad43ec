// One query for every view: it filters the tree, the pictures and the tables, stands in the link, goes along, and is taken
// away by one click.

import assert from 'node:assert/strict';
import { axe, heading, journey, openSample, screenshot } from './harness.mjs';
import { tree as archive } from './trees.mjs';

const bar = (page) => page.getByRole('complementary', { name: 'Filter' });
const field = (page) => page.getByRole('searchbox', { name: 'Filter everything by' });
const tree = (page) => page.getByRole('searchbox', { name: 'Filter the tree by name' });
const said = (page) => page.locator('#query-said').textContent();

/** Views that list something, with the heading of each and what one of it is called. */
const VIEWS = [
  ['timeline', 'Timeline', 'mark'],
  ['dependencies', 'Dependencies', 'node'],
  ['ownership', 'Ownership', 'module'],
  ['findings', 'Findings', 'finding'],
  ['register', 'Register', 'entr'],
  ['board', 'Board', 'card'],
  ['person', 'People', 'person|people'],
];

/** What the bar says of a view once it has counted: how many are shown, and of how many. */
async function shown(page, noun) {
  // What has not been looked through is still to come.
  const pattern = `^(\\d+) of (\\d+) (${noun})\\w* shown, filtered by “[^”]*”\\.$`;
  try {
    await page.waitForFunction((pattern) => new RegExp(pattern).test(document.querySelector('#query-said')?.textContent ?? ''), pattern);
  } catch (error) {
    throw new Error(`The bar says: ${await said(page)}`, { cause: error });
  }
  const [, count, of] = new RegExp(pattern).exec(await said(page));
  return [Number(count), Number(of)];
}

async function go(page, view, name) {
  await page.locator(`nav.rail a[data-view="${view}"]`).click();
  await heading(page, name);
}

journey('a query typed beside the tree filters every view, goes along and is lifted', async ({ page, open }) => {
  await open();
  await openSample(page);
  await tree(page).fill('status:done module:audit_trail');
  await bar(page).waitFor();
  assert.equal(await field(page).inputValue(), 'status:done module:audit_trail');
  for (const [view, name, noun] of VIEWS) {
    await go(page, view, name);
    const [count, of] = await shown(page, noun);
    assert.ok(count < of, `${view}: ${count} of ${of}`);
    assert.equal(new URLSearchParams(new URL(page.url()).hash.split('?')[1]).get('q'), 'status:done module:audit_trail');
  }
  await go(page, 'timeline', 'Timeline');
  const [count, of] = await shown(page, 'mark');
  assert.ok(count > 0, 'something was done to the module');
  await page.getByRole('button', { name: 'Show everything', exact: true }).last().click();
  await bar(page).waitFor({ state: 'hidden' });
  assert.ok(!page.url().includes('q='));
  await page.locator('#timeline-hits').getByText(new RegExp(`^${of} marks`)).waitFor();
});

journey('a link with a query opens filtered in each view', async ({ page, open }) => {
  await open();
  await openSample(page);
  for (const [view, name, noun] of VIEWS) {
    await page.evaluate((view) => { location.hash = `#/${view}?q=${encodeURIComponent('kind:plan status:wip')}`; }, view);
    await heading(page, name);
    const [count, of] = await shown(page, noun);
    assert.ok(count <= of && of > 0, `${view}: ${count} of ${of}`);
    assert.equal(await tree(page).inputValue(), 'kind:plan status:wip');
  }
  // The tables hold as many as the bar says.
  await page.evaluate(() => { location.hash = `#/findings?q=${encodeURIComponent('rule:drift')}`; });
  await heading(page, 'Findings');
  const [count] = await shown(page, 'finding');
  await page.locator('#findings-hits').getByText(new RegExp(`^${count} match`)).waitFor();
  // Back is where it was, under its own query.
  await page.goBack();
  await heading(page, 'People');
  assert.equal(await tree(page).inputValue(), 'kind:plan status:wip');
});

journey('a saved view keeps its view, query and filters, in the browser and in the tree', async ({ page, open }) => {
  await open();
  await openSample(page);
  await page.evaluate(() => { location.hash = `#/timeline?q=${encodeURIComponent('module:audit_trail')}&group=person`; });
  await heading(page, 'Timeline');
  const [count] = await shown(page, 'mark');
  await page.locator('#query-saved summary').click();
  await page.getByLabel('Name for this view').fill('The trail');
  await page.getByRole('button', { name: 'Keep this view' }).click();
  await go(page, 'findings', 'Findings');
  await field(page).fill('kind:plan');
  await shown(page, 'finding');
  await page.locator('#query-saved summary').click();
  await page.getByRole('button', { name: 'The trail', exact: true }).click();
  await heading(page, 'Timeline');
  assert.equal(await field(page).inputValue(), 'module:audit_trail');
  assert.equal((await shown(page, 'mark'))[0], count);
  assert.equal(await page.locator('#timeline-by-person').getAttribute('aria-pressed'), 'true');
});

journey('saved views of the tree open in each view', async ({ page, open, beside }) => {
  beside('views.zip', archive({
    'plan/_overview.md': '# Harbour\n\n## Plans\n| Plan | Status |\n|---|---|\n| SP01_pier | WIP |\n',
    'plan/SP01_pier/_overview.md': '---\nstatus: BLOCKED:tide\n---\n# Pier\n',
    'plan/SP02_wall/_overview.md': '---\nstatus: WIP\ndepends_on: [SP01_pier]\n---\n# Wall\n',
    'plan/planarium.toml': `[views]\n"Stuck" = "status:blocked"\n${VIEWS.map(([view]) => `"On ${view}" = "#/${view}?q=status:blocked"\n`).join('')}`,
  }));
  await open('?src=views.zip#/findings?q=status:wip');
  await heading(page, 'Findings');
  await bar(page).waitFor();
  for (const [view, name] of VIEWS) {
    await page.locator('#query-saved summary').click();
    await page.getByRole('button', { name: `On ${view}`, exact: true }).click();
    await heading(page, name);
    await page.waitForFunction(() => document.querySelector('#query-text').value === 'status:blocked');
    await page.locator('#query-said').getByText(/shown, filtered by “status:blocked”\.$/).waitFor();
  }
  // A query alone filters the view one is in.
  await field(page).fill('status:wip');
  await page.locator('#query-saved summary').click();
  await page.getByRole('button', { name: 'Stuck', exact: true }).click();
  await page.waitForFunction(() => document.querySelector('#query-text').value === 'status:blocked');
  await heading(page, 'People');
});

journey('what cannot be is said, and nothing breaks', async ({ page, open }) => {
  await open();
  await openSample(page);
  await go(page, 'findings', 'Findings');
  const remarks = page.locator('#query-remarks');
  await tree(page).fill('statsu:done rule:drift');
  await remarks.getByText(/no|Nothing here has a field “statsu”/).waitFor();
  const [kept] = await shown(page, 'finding');
  assert.ok(kept > 0);
  // Nothing fits: the page says so and leads back.
  await field(page).fill('rule:drift kind:person');
  await page.waitForFunction(() => /^0 of /.test(document.querySelector('#query-said').textContent));
  await page.locator('#findings-hits').getByText('Nothing matches the filter.').waitFor();
  for (const query of ['"', '((', 'owner:"nina', '-', 'OR', 'gap:*', 'is:', ':', 'a:b:c', `kind:plan ${'x'.repeat(10_000)}`]) {
    await field(page).fill(query);
    await page.waitForFunction((query) => document.querySelector('#folder-filter').value === query, query);
    await page.waitForFunction(() => !/^Looking/.test(document.querySelector('#query-said').textContent));
  }
  await remarks.getByText(/Only the first/).waitFor();
  assert.ok((await bar(page).boundingBox()).height < 200, 'the bar stays a bar');
  // Escape takes it away, and the page has the keyboard.
  await field(page).press('Escape');
  await bar(page).waitFor({ state: 'hidden' });
  assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
});

journey('the search asks its own question, and can filter by it', async ({ page, open }) => {
  await open();
  await openSample(page);
  await tree(page).fill('kind:plan status:done');
  await bar(page).waitFor();
  await page.locator('nav.rail a[data-view="search"]').click();
  await heading(page, 'Search');
  await page.getByRole('searchbox', { name: 'Search everything' }).fill('owner:nina');
  await page.locator('#search-hits a.hit').first().waitFor();
  assert.equal(await tree(page).inputValue(), 'kind:plan status:done');
  await page.getByText('Keep or use this query').click();
  await page.getByRole('button', { name: 'Filter everything by it' }).click();
  await page.waitForFunction(() => document.querySelector('#folder-filter').value === 'owner:nina');
  await go(page, 'ownership', 'Ownership');
  const [count, of] = await shown(page, 'module');
  assert.ok(count > 0 && count < of);
  await axe(page);
  await screenshot(page, 'query');
});

journey('on a phone, in the dark, with a name that runs from right to left', { context: { colorScheme: 'dark' } }, async ({ page, open }) => {
  await open();
  await openSample(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.evaluate(() => { location.hash = `#/timeline?q=${encodeURIComponent('status:done owner:נועה')}`; });
  await heading(page, 'Timeline');
  await shown(page, 'mark');
  await axe(page);
  await screenshot(page, 'query-phone');
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390);
  // Typing in the drawer leaves it open.
  await page.locator('#drawer-button').click();
  await tree(page).fill('kind:plan');
  await page.waitForFunction(() => document.querySelector('#query-text').value === 'kind:plan');
  assert.equal(await page.locator('#shell').getAttribute('data-drawer'), 'true');
  await page.getByRole('button', { name: 'Close the tree' }).click();
  await page.locator('#query-lift').click();
  await bar(page).waitFor({ state: 'hidden' });
});
