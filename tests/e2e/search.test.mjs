// Finding anything: the search page, the palette, keys that are made from one table, queries that filter and are kept.

import assert from 'node:assert/strict';
import { axe, heading, journey, openSample, screenshot, soon } from './harness.mjs';

const field = (page) => page.getByRole('searchbox', { name: 'Search everything' });
const hits = (page) => page.locator('#search-hits a.hit');
const answer = (page) => page.locator('#search-answer');

/** Opens the search page and waits until everything has been looked through. */
async function openSearch(page, query = '') {
  await page.evaluate((query) => { location.hash = `#/search${query && `?q=${encodeURIComponent(query)}`}`; }, query);
  await heading(page, 'Search');
  await page.waitForFunction(() => !/So far|made ready/.test(document.querySelector('#search-answer').textContent));
}

journey('ten questions about the story are answered by what stands first', async ({ page, open }) => {
  await open();
  await openSample(page);
  await openSearch(page);
  for (const [query, expected] of [
    ['nosql mandate decided', /nosql/i],
    ['audit trail hipaa', /PP06|audit_trail/],
    ['"polyglot persistence"', /PP08/],
    ['owner:nina', /./],
    ['status:blocked', /./],
    ['module:audit_trail', /./],
    ['emergency', /emergency/i],
    ['kind:meeting compliance', /compliance/i],
    ['needs:SP02', /./],
    ['telemedicine vdeo~', /telemedicine|video/i],
  ]) {
    await field(page).fill(query);
    await page.waitForFunction((query) => new URLSearchParams(location.hash.split('?')[1]).get('q') === query, query);
    await hits(page).first().waitFor();
    const first = await page.locator('#search-hits li').first().innerText();
    const section = await page.locator('#search-hits section').first().innerText();
    assert.match(`${first}\n${section}`, expected, query);
  }
});

journey('from the field through the hits to the line, by keyboard alone', async ({ page, open }) => {
  await open();
  await openSample(page);
  await page.locator('body').press('s');
  await heading(page, 'Search');
  await page.waitForFunction(() => document.activeElement?.id === 'search-text');
  await page.keyboard.type('"append-only"');
  await hits(page).first().waitFor();
  await soon(async () => assert.ok(await page.locator('#search-hits mark').count() > 0));
  await page.keyboard.press('ArrowDown');
  await page.waitForFunction(() => document.activeElement?.id === 'hit-0');
  await page.keyboard.press('ArrowUp');
  await page.waitForFunction(() => document.activeElement?.id === 'search-text');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => /^#\/(doc|plan|module|person)\//.test(location.hash));
  // Back is where the search was.
  await page.goBack();
  await hits(page).first().waitFor();
  await soon(async () => assert.equal(await field(page).inputValue(), '"append-only"'));
});

journey('a query is kept under a name, and filters the tree', async ({ page, open }) => {
  await open();
  await openSample(page);
  await openSearch(page, 'status:wip kind:plan');
  await hits(page).first().waitFor();
  await page.getByText('Keep or use this query').click();
  await page.getByLabel('Name for this query').fill('What is in work');
  await page.getByRole('button', { name: 'Keep', exact: true }).click();
  await page.getByRole('button', { name: 'What is in work', exact: true }).waitFor();
  await axe(page);
  await screenshot(page, 'search');
  await field(page).fill('');
  await answer(page).getByText(/^Find plans/).waitFor();
  await page.getByRole('button', { name: 'What is in work', exact: true }).click();
  await hits(page).first().waitFor();
  await soon(async () => assert.equal(await field(page).inputValue(), 'status:wip kind:plan'));
  // All plans that fit are in the tree, and no others.
  const found = await page.evaluate(() => document.querySelectorAll('#search-hits a.hit').length);
  await page.getByText('Keep or use this query').click();
  await page.getByRole('button', { name: 'Filter everything by it' }).click();
  await page.waitForFunction(() => document.querySelector('#folder-filter').value === 'status:wip kind:plan');
  await page.waitForFunction((found) => [...document.querySelectorAll('.folder-row')].length <= found * 6, found);
  // After a reload the query is still there.
  await page.getByRole('button', { name: 'Forget What is in work' }).click();
  await page.getByRole('button', { name: 'What is in work', exact: true }).waitFor({ state: 'detached' });
});

journey('the palette finds commands, plans and documents, and remembers', async ({ page, open }) => {
  await open();
  await openSample(page);
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Commands' });
  const input = palette.getByRole('combobox');
  await palette.getByRole('option').first().waitFor();
  await axe(page);
  await screenshot(page, 'palette');
  await input.fill('pp08');
  await palette.getByRole('option', { name: /^PP08_polyglot_persistence/ }).first().waitFor();
  // A plan stands before the files that lie in it.
  await input.fill('PP17');
  await palette.getByRole('option').first().getByText(/^PP17_module_ownership_reconciliation PP17/).waitFor();
  await input.fill('pp08');
  await palette.getByRole('option', { name: /^PP08_polyglot_persistence/ }).first().waitFor();
  await page.keyboard.press('Enter');
  await heading(page, 'PP08 — Polyglot Persistence');
  // What was chosen last stands first.
  await page.keyboard.press('Control+k');
  await palette.getByRole('option').first().getByText(/^PP08_polyglot_persistence/).waitFor();
  await input.fill('overview go');
  await input.fill('go to the find');
  await palette.getByRole('option', { name: /Go to the findings/ }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await heading(page, 'Findings');
  // Of nothing that is called so, the whole tree is searched.
  await page.keyboard.press('Control+k');
  await input.fill('zzz append-only zzz');
  await palette.getByText('Nothing is called so.').waitFor();
  await page.keyboard.press('Escape');
  await palette.waitFor({ state: 'hidden' });
  await page.keyboard.press('Control+k');
  await input.fill('qxqx append');
  await palette.getByText('Nothing is called so.').waitFor();
  await page.keyboard.press('Enter');
  await heading(page, 'Search');
  await soon(async () => assert.equal(await field(page).inputValue(), 'qxqx append'));
});

journey('keys that are pressed while the palette is being made ready are kept for it', async ({ page, open }) => {
  let come;
  const wanted = new Promise((done) => { come = done; });
  await open();
  await openSample(page);
  // Parts of the program come when they are let; a debug build has none, and is ready at once.
  await page.route(/\.wasm$/, async (route) => {
    await wanted;
    await route.continue();
  });
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Commands' });
  await palette.getByRole('combobox').fill('go to the find');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  come();
  await heading(page, 'Findings');
  await palette.waitFor({ state: 'hidden' });
});

journey('keys do what the help says, and can be switched off', async ({ page, open }) => {
  await open();
  await openSample(page);
  await page.locator('body').press('?');
  const help = page.getByRole('dialog', { name: 'Keys' });
  await help.getByText('Search everything').waitFor();
  await axe(page);
  await page.keyboard.press('Escape');
  await page.locator('body').press('g');
  await page.locator('body').press('f');
  await heading(page, 'Findings');
  await page.keyboard.press('?');
  await help.getByRole('button', { name: 'One-letter keys' }).click();
  await page.keyboard.press('Escape');
  await page.locator('body').press('g');
  await page.locator('body').press('o');
  await page.waitForTimeout(200);
  await soon(async () => assert.equal(await page.evaluate(() => location.hash), '#/findings'));
  // The palette stays, and switches them on again.
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog', { name: 'Commands' }).getByRole('combobox').fill('one-letter');
  await page.getByRole('option', { name: /one-letter keys/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.locator('body').press('g');
  await page.locator('body').press('o');
  await page.waitForFunction(() => location.hash === '#/overview');
});

for (const scheme of ['light', 'dark']) {
  for (const width of [1440, 390]) {
    journey(`axe finds nothing in search and palette, and they fit ${width} px (${scheme})`, { context: { viewport: { width, height: 800 }, colorScheme: scheme } }, async ({ page, open }) => {
      await open();
      await page.getByRole('button', { name: 'Open the sample' }).click();
      await page.getByRole('heading', { level: 1, name: 'MedFlow' }).waitFor();
      await openSearch(page, 'audit');
      await hits(page).first().waitFor();
      await axe(page);
      await screenshot(page, `search-${width}-${scheme}`);
      await soon(async () => assert.equal(await page.evaluate(() => document.querySelector('#main').scrollWidth <= document.querySelector('#main').clientWidth), true));
      await page.keyboard.press('Control+k');
      await page.getByRole('dialog', { name: 'Commands' }).getByRole('option').first().waitFor();
      await axe(page);
      await screenshot(page, `palette-${width}-${scheme}`);
    });
  }
}
