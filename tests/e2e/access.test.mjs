// axe finds nothing on any view, in either theme.

import assert from 'node:assert/strict';
import { axe, choose, heading, journey, openArchive, openSample, ready, screenshot, soon } from './harness.mjs';
import { LIGHTHOUSE, tree, zip } from './trees.mjs';

const ARCHIVE = tree(LIGHTHOUSE);

const PLACES = {
  overview: '#/overview',
  tree: '#/tree',
  folder: '#/tree/SP01_harbour',
  document: '#/doc/SP01_harbour/p00_survey/02_features.md',
  source: '#/doc/SP01_harbour/p00_survey/02_features.md?raw=1',
  log: '#/doc/PP02_lamp_oil/01_log.md:night-12',
  plan: '#/plan/SP01_harbour',
  'plan that needs': '#/plan/PP02_lamp_oil',
  module: '#/module/tide_gauge',
  people: '#/person',
  'work of a status': '#/tree?status=done',
  'source file': '#/doc/PP02_lamp_oil/prices.yaml',
  picture: '#/doc/SP01_harbour/lamp.png',
  missing: '#/doc/gone.md',
  unknown: '#/horoscope',
};

for (const colorScheme of ['light', 'dark']) {
  const options = { context: { colorScheme } };

  journey(`axe finds nothing on the views of a tree (${colorScheme})`, options, async ({ page, open }) => {
    await open();
    await openArchive(page, ARCHIVE);
    await page.getByRole('combobox', { name: 'Unfold the tree to a level' }).selectOption('all');
    for (const [name, place] of Object.entries(PLACES)) {
      const before = await page.title();
      await page.evaluate((place) => { location.hash = place; }, place);
      if (name === 'source') await page.getByRole('region', { name: 'Source text' }).waitFor();
      else if (name !== 'overview') await page.waitForFunction((before) => document.title !== before, before);
      await ready(page);
      await axe(page);
    }
  });

  journey(`axe finds nothing on the sample (${colorScheme})`, options, async ({ page, open }) => {
    await open();
    await openSample(page);
    await page.getByText(/^All \d+ documents have been read\.$/).waitFor();
    await axe(page);
    await screenshot(page, `sample-${colorScheme}`);
    await page.getByRole('table', { name: 'Plans' }).getByRole('link').first().click();
    await page.getByRole('table', { name: 'What it holds' }).waitFor();
    await axe(page);
    await screenshot(page, `plan-${colorScheme}`);
  });

  journey(`axe finds nothing on the start page and its messages (${colorScheme})`, options, async ({ page, open, host }) => {
    await open();
    await axe(page);
    await page.getByRole('textbox', { name: 'From an address' }).fill('ftp://x');
    await page.getByRole('button', { name: 'Open', exact: true }).click();
    await page.getByText('only https is allowed').waitFor();
    await axe(page);
    await choose(page, { 'bad.zip': 'no zip' });
    await heading(page, 'It could not be opened');
    await axe(page);
    await page.getByRole('button', { name: 'Open something else' }).click();
    await choose(page, { 'two.zip': tree({ 'a/SP01_x/_overview.md': '# X\n', 'b/SP02_y/_overview.md': '# Y\n' }) });
    await heading(page, '2 trees were found');
    await axe(page);
    const url = host.put('/slow.zip', ARCHIVE, { stays: 200 });
    await open(`?src=${encodeURIComponent(url)}`);
    await heading(page, 'Open a tree from another host?');
    await axe(page);
    await page.getByRole('button', { name: /^Open from/ }).click();
    await page.getByText('Downloading …').waitFor();
    await axe(page);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await heading(page, 'Open a planning tree');
  });

  journey(`axe finds nothing on a load report with everything in it (${colorScheme})`, options, async ({ page, open }) => {
    await open();
    await openArchive(page, zip([
      { name: '_overview.md', bytes: '# Odd\n' },
      { name: 'PP01_x/_overview.md', bytes: '---\nreporter: @x\n---\n# X\n' },
      { name: '_completed/PP02_y/_overview.md', bytes: '# Y\n' },
      { name: 'a.md', bytes: 'a' }, { name: 'A.md', bytes: 'A' },
      { name: '../up.md', bytes: '' },
      { name: 'broken.md', bytes: 'x', crc: 1 },
    ]));
    await page.getByText(/^All \d+ documents have been read\.$/).waitFor();
    await page.getByText('1 skipped').waitFor();
    await page.getByText(/^Archive: 1 plan/).click();
    await page.getByRole('table', { name: 'Archived plans' }).waitFor();
    await axe(page);
  });

  journey(`axe finds nothing on the open filter and the keys (${colorScheme})`, options, async ({ page, open }) => {
    await open();
    await openArchive(page, ARCHIVE);
    await page.locator('summary').filter({ hasText: 'Filter by status, kind and archive' }).click();
    await page.getByRole('checkbox', { name: 'Done', exact: true }).check();
    await axe(page);
    await page.getByRole('button', { name: 'Keyboard help' }).click();
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await axe(page);
    await soon(async () => assert.equal(await page.getByRole('dialog').count(), 1));
  });
}
