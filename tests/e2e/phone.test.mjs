// The page on a phone: the tree is a drawer, and nothing is wider than the window.

import assert from 'node:assert/strict';
import { axe, heading, journey, openArchive, ready, row, screenshot, soon } from './harness.mjs';
import { LIGHTHOUSE, tree } from './trees.mjs';

const ARCHIVE = tree(LIGHTHOUSE);
const PHONE = { context: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } };
const NARROW = { context: { viewport: { width: 360, height: 640 } } };

journey('on a phone the tree is a drawer', PHONE, async ({ page, open }) => {
  await open();
  await openArchiveOnPhone(page);
  const drawer = page.getByRole('button', { name: 'Tree', exact: true });
  await soon(async () => assert.equal(await drawer.getAttribute('aria-expanded'), 'false'));
  await soon(async () => assert.equal(await page.getByRole('tree').isVisible(), false));
  await screenshot(page, 'phone-overview');
  await drawer.click();
  await page.getByRole('tree').waitFor();
  await soon(async () => assert.equal(await drawer.getAttribute('aria-expanded'), 'true'));
  await axe(page);
  await screenshot(page, 'phone-drawer');
  await page.getByRole('button', { name: 'Close the tree' }).click();
  await page.getByRole('tree').waitFor({ state: 'hidden' });
  await drawer.click();
  await row(page, 'SP01 Harbour').getByRole('link').click();
  await heading(page, 'The harbour');
  await page.getByRole('tree').waitFor({ state: 'hidden' });
  await soon(async () => assert.equal(await drawer.getAttribute('aria-expanded'), 'false'));
  await axe(page);
});

/** The tree is there, but not shown. */
async function openArchiveOnPhone(page) {
  await page.locator('input[data-input=files]').setInputFiles({ name: 'tree.zip', mimeType: 'application/zip', buffer: ARCHIVE });
  await heading(page, 'Lighthouse');
  await ready(page);
}

journey('what the drawer hides is out of reach of the keyboard', PHONE, async ({ page, open }) => {
  await open();
  await openArchiveOnPhone(page);
  await page.evaluate(() => document.activeElement.blur());
  for (let stop = 0; stop < 40; stop += 1) {
    await page.keyboard.press('Tab');
    const where = await page.evaluate(() => {
      const it = document.activeElement;
      if (it === document.body) return 'end';
      const { width, height, right } = it.getBoundingClientRect();
      const isSkip = it.classList.contains('skip');
      return it.closest('#folders') || (!isSkip && (width === 0 || height === 0 || right <= 0)) ? `hidden: ${it.outerHTML.slice(0, 120)}` : 'seen';
    });
    if (where === 'end') break;
    assert.equal(where, 'seen');
  }
});

journey('the open drawer is not a trap', PHONE, async ({ page, open }) => {
  await open();
  await openArchiveOnPhone(page);
  await page.getByRole('button', { name: 'Tree', exact: true }).click();
  await page.getByRole('tree').focus();
  await page.keyboard.press('Tab');
  await page.waitForFunction(() => !document.activeElement.closest('[role=tree]'));
  await page.getByRole('button', { name: 'Close the tree' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('tree').waitFor({ state: 'hidden' });
});

journey('going to a form or a heading never moves the page from under its header', NARROW, async ({ page, open }) => {
  await open();
  await page.getByRole('button', { name: 'Open the sample' }).click();
  await heading(page, 'Day Dream — MedFlow');
  for (const [place, name] of [['#/plan/PP19_perf_optimization', 'PP19 — Performance Optimization'], ['#/doc/_overview.md:state-deltas', 'Day Dream — MedFlow']]) {
    await page.evaluate((place) => { location.hash = place; }, place);
    await heading(page, name);
    await page.locator('#editor').waitFor();
    await page.locator('#main').evaluate((main) => main.scrollTo(0, 0));
    await page.keyboard.press('e');
    await soon(async () => assert.ok(await page.locator('#main').evaluate((main) => main.scrollTop > 0)));
    assert.deepEqual(await page.evaluate(() => [scrollY, document.body.scrollTop, document.querySelector('.banner').getBoundingClientRect().top]), [0, 0, 0]);
  }
});

journey('Escape closes the drawer', PHONE, async ({ page, open }) => {
  await open();
  await openArchiveOnPhone(page);
  await page.getByRole('button', { name: 'Tree', exact: true }).click();
  await page.getByRole('tree').focus();
  await page.keyboard.press('Escape');
  await page.getByRole('tree').waitFor({ state: 'hidden' });
});

const PLACES = {
  overview: '#/overview',
  tree: '#/tree',
  folder: '#/tree/SP01_harbour',
  plan: '#/plan/SP01_harbour',
  module: '#/module/tide_gauge',
  document: '#/doc/SP01_harbour/p00_survey/02_features.md',
  source: '#/doc/SP01_harbour/p00_survey/02_features.md?raw=1',
  'source file': '#/doc/PP02_lamp_oil/prices.yaml',
  picture: '#/doc/SP01_harbour/lamp.png',
  missing: `#/doc/${'a_very_long_name_without_any_break_'.repeat(5)}.md`,
};

for (const [name, options] of [['360 px', NARROW], ['390 px', PHONE]]) {
  journey(`nothing is wider than the window of ${name}`, options, async ({ page, open, beside }) => {
    const fits = async (what) => {
      const { wide, inner } = await page.evaluate(() => {
        const main = document.querySelector('#main') ?? document.querySelector('main');
        return { wide: Math.max(document.documentElement.scrollWidth - innerWidth, main.scrollWidth - main.clientWidth), inner: innerWidth };
      });
      assert.ok(wide <= 0, `${what} is ${wide} px wider than ${inner}`);
    };
    beside('tree.zip', ARCHIVE);
    await open();
    await fits('the start page');
    await open('?src=tree.zip');
    for (const [what, place] of Object.entries(PLACES)) {
      const before = await page.title();
      await page.evaluate((place) => { location.hash = place; }, place);
      if (what !== 'overview' && what !== 'source') await page.waitForFunction((before) => document.title !== before, before);
      if (what === 'source') await page.getByRole('region', { name: 'Source text' }).waitFor();
      await ready(page);
      await fits(what);
    }
  });
}

journey('the questions and messages fit 360 px', NARROW, async ({ page, open, site, host }) => {
  const url = host.put(`/${'long'.repeat(40)}.zip`, 'no zip');
  const wide = () => page.evaluate(() => Math.max(document.documentElement.scrollWidth - innerWidth, document.querySelector('main').scrollWidth - document.querySelector('main').clientWidth));
  await open(`?src=${encodeURIComponent(url)}`);
  await heading(page, 'Open a tree from another host?');
  assert.ok(await wide() <= 0, 'the question');
  await axe(page);
  await page.getByRole('button', { name: /^Open from/ }).click();
  await heading(page, 'It could not be opened');
  assert.ok(await wide() <= 0, 'the message');
  await axe(page);
  await page.goto(site);
});
