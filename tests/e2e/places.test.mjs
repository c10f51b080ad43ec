// Places in a tree are links: they can be followed, gone back from, reloaded and handed on.

import assert from 'node:assert/strict';
import { axe, heading, journey, openArchive, ready, row, soon } from './harness.mjs';
import { LIGHTHOUSE, tree } from './trees.mjs';

const ARCHIVE = tree(LIGHTHOUSE);
const LOG = '#/doc/PP02_lamp_oil/01_log.md';

const hash = (page) => new URL(page.url()).hash;
const go = (page, place) => page.evaluate((place) => { location.hash = place; }, place);
const scrolled = (page) => page.evaluate(() => document.querySelector('#main').scrollTop);

/** Waits until the element with this text stands at the top of what scrolls. */
const isAtTop = (page, selector) => page.waitForFunction((selector) => {
  const element = document.querySelector(selector);
  const main = document.querySelector('#main').getBoundingClientRect();
  return element && Math.abs(element.getBoundingClientRect().top - main.top) < 80;
}, selector);

journey('a link is followed, and back returns to where the page was', async ({ page, open }) => {
  await open();
  await openArchive(page, ARCHIVE);
  await go(page, LOG);
  await heading(page, 'Log');
  const link = page.getByRole('link', { name: 'Night 30' });
  await link.click();
  await isAtTop(page, '#h-night-30');
  assert.equal(hash(page), `${LOG}:night-30`);
  const before = await scrolled(page);
  assert.ok(before > 1_000);
  await row(page, 'SP01 Harbour').getByRole('link').click();
  await heading(page, 'The harbour');
  await page.waitForFunction(() => document.querySelector('#main').scrollTop === 0);
  await page.goBack();
  await heading(page, 'Log');
  await page.waitForFunction((before) => Math.abs(document.querySelector('#main').scrollTop - before) < 80, before);
  await page.goForward();
  await heading(page, 'The harbour');
  await soon(async () => assert.equal(await page.title(), 'The harbour · Lighthouse · Planarium'));
});

journey('back returns to a scrolled place without a heading', async ({ page, open }) => {
  await open();
  await openArchive(page, ARCHIVE);
  await go(page, LOG);
  await heading(page, 'Log');
  await page.evaluate(() => { document.querySelector('#main').scrollTop = 1234; });
  await row(page, 'SP01 Harbour').getByRole('link').click();
  await heading(page, 'The harbour');
  await page.waitForFunction(() => document.querySelector('#main').scrollTop === 0);
  await page.goBack();
  await heading(page, 'Log');
  await page.waitForFunction(() => document.querySelector('#main').scrollTop === 1234);
});

journey('a link within a page scrolls to its heading, and back returns', async ({ page, open }) => {
  await open();
  await openArchive(page, ARCHIVE);
  await go(page, LOG);
  await heading(page, 'Log');
  await page.getByRole('link', { name: 'Night 20' }).click();
  await isAtTop(page, '#h-night-20');
  await page.getByRole('link', { name: 'Night 30' }).click();
  await isAtTop(page, '#h-night-30');
  await page.goBack();
  await isAtTop(page, '#h-night-20');
});

journey('a deep link with a heading survives a reload', async ({ page, open, beside }) => {
  beside('tree.zip', ARCHIVE);
  await open(`?src=tree.zip${LOG}:night-25`);
  await heading(page, 'Log');
  await isAtTop(page, '#h-night-25');
  await page.reload();
  await isAtTop(page, '#h-night-25');
  assert.equal(hash(page), `${LOG}:night-25`);
  await soon(async () => assert.equal(await page.title(), 'Log · Lighthouse · Planarium'));
  await axe(page);
});

journey('a deep link to a line shows and marks it', async ({ page, open, beside }) => {
  beside('tree.zip', ARCHIVE);
  await open(`?src=tree.zip${LOG}?line=99`);
  await isAtTop(page, '[data-target]');
  await soon(async () => assert.equal(await page.locator('[data-target]').getAttribute('data-line'), '99'));
});

journey('a heading that is not there leaves the document at its top', async ({ page, open, beside }) => {
  beside('tree.zip', ARCHIVE);
  await open(`?src=tree.zip${LOG}:no-such-heading`);
  await heading(page, 'Log');
  await soon(async () => assert.equal(await scrolled(page), 0));
});

journey('the outline marks the heading that is being read', async ({ page, open, beside }) => {
  beside('tree.zip', ARCHIVE);
  await open(`?src=tree.zip${LOG}`);
  await heading(page, 'Log');
  const current = page.getByRole('navigation', { name: 'Headings' }).locator('[aria-current=location]');
  await page.evaluate(() => { document.querySelector('#h-night-12').scrollIntoView(); });
  await current.filter({ hasText: /^Night 12$/ }).waitFor();
  await page.evaluate(() => { document.querySelector('#main').scrollTop = 0; });
  await current.filter({ hasText: /^Night 12$/ }).waitFor({ state: 'detached' });
  await soon(async () => assert.equal(await current.count(), 1));
});

journey('an unknown page says so, and leads on', async ({ page, open, beside }) => {
  beside('tree.zip', ARCHIVE);
  await open('?src=tree.zip#/horoscope/today');
  await heading(page, 'This cannot be shown');
  await soon(async () => assert.match(await page.getByRole('alert').innerText(), /This version of the viewer has no such page/));
  await soon(async () => assert.equal(await page.title(), 'Not here · Lighthouse · Planarium'));
  await axe(page);
  await page.getByRole('link', { name: 'Go to the overview' }).click();
  await heading(page, 'Lighthouse');
});

for (const [place, message] of [
  ['#/doc/SP01_harbour/gone.md', /SP01_harbour\/gone\.md is not in this tree/],
  ['#/doc/SP01_harbour', /SP01_harbour is a folder, not a document/],
  ['#/plan/SP99_gone', /There is no plan SP99_gone in this tree/],
  ['#/module/gone', /There is no module gone in this tree/],
  ['#/tree/gone', /There is no folder gone in this tree/],
]) {
  journey(`what is missing is told: ${place}`, async ({ page, open, beside }) => {
    beside('tree.zip', ARCHIVE);
    await open(`?src=tree.zip${place}`);
    await heading(page, 'This cannot be shown');
    await soon(async () => assert.match(await page.getByRole('alert').innerText(), message));
    // The rest of the page goes on.
    await row(page, 'SP01 Harbour').getByRole('link').click();
    await heading(page, 'The harbour');
  });
}

journey('a link that was followed in vain is no dead end', async ({ page, open, beside }) => {
  beside('tree.zip', ARCHIVE);
  await open(`?src=tree.zip#/plan/SP01_harbour`);
  await heading(page, 'The harbour');
  await go(page, '#/doc/gone.md');
  await heading(page, 'This cannot be shown');
  await page.goBack();
  await heading(page, 'The harbour');
});

journey('unknown settings and odd places do no harm', async ({ page, open, beside }) => {
  beside('tree.zip', ARCHIVE);
  await open('?src=tree.zip&embed=0&x=y#/plan/SP01_harbour?focus=1&asof=never&%zz=%');
  await heading(page, 'The harbour');
  for (const place of ['#/', '#', '#nothing', '#/overview/x:y?z']) {
    await go(page, place);
    await heading(page, 'Lighthouse');
  }
});

journey('the views of the rail say which is shown', async ({ page, open }) => {
  await open();
  await openArchive(page, ARCHIVE);
  const rail = page.getByRole('navigation', { name: 'Views' });
  await soon(async () => assert.equal(await rail.locator('[aria-current=page]').innerText(), 'Overview'));
  await rail.getByRole('link', { name: 'Tree' }).click();
  await rail.locator('[aria-current=page]').filter({ hasText: 'Tree' }).waitFor();
  assert.equal(hash(page), '#/tree');
  await soon(async () => assert.equal(await page.title(), 'Tree · Lighthouse · Planarium'));
  await page.getByRole('main').getByRole('link', { name: 'exploration' }).click();
  await heading(page, 'exploration');
  await soon(async () => assert.equal(await page.title(), 'exploration · Lighthouse · Planarium'));
});

journey('every view has one heading of the first level and a title of its own', async ({ page, open, beside }) => {
  beside('tree.zip', ARCHIVE);
  await open('?src=tree.zip');
  const titles = new Set();
  const places = ['#/overview', '#/tree', '#/tree/SP01_harbour', '#/plan/SP01_harbour', '#/module/tide_gauge', LOG, '#/doc/PP02_lamp_oil/prices.yaml', '#/doc/SP01_harbour/lamp.png'];
  for (const place of places) {
    const before = await page.title();
    await go(page, place);
    if (place !== places[0]) await page.waitForFunction((before) => document.title !== before, before);
    await soon(async () => assert.equal(await page.getByRole('heading', { level: 1 }).count(), 1, place));
    titles.add(await page.title());
  }
  assert.equal(titles.size, places.length);
});

journey('the page says loading, ready and error to scripts', async ({ page, site, host }) => {
  await page.addInitScript(() => {
    globalThis.states = [];
    new MutationObserver(() => states.push(document.documentElement.dataset.planarium))
      .observe(document, { subtree: true, attributeFilter: ['data-planarium'] });
  });
  const url = host.put('/tree.zip', 'no zip');
  await page.goto(`${site}?src=${encodeURIComponent(url)}`);
  await ready(page);
  await page.getByRole('button', { name: /^Open from/ }).click();
  await page.waitForSelector('html[data-planarium=error]');
  const states = await page.evaluate(() => states.filter((state, index) => state !== states[index - 1]));
  assert.deepEqual(states.slice(-2), ['loading', 'error']);
  assert.ok(states.includes('ready'));
});

journey('the first tab stop leads to the page', async ({ page, open }) => {
  await open();
  await openArchive(page, ARCHIVE);
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press('Tab');
  await soon(async () => assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Skip to the page'));
  const address = page.url();
  await page.keyboard.press('Enter');
  await soon(async () => assert.equal(await page.evaluate(() => document.activeElement.id), 'main'));
  assert.equal(page.url(), address);
});
