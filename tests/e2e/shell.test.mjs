// What belongs to every page: theme, keys, help.

import assert from 'node:assert/strict';
import { axe, heading, journey, openArchive, ready, soon } from './harness.mjs';
import { LIGHTHOUSE, tree } from './trees.mjs';

const ARCHIVE = tree(LIGHTHOUSE);

/** How light the page is behind its text, from 0 to 255. */
const light = (page) => page.evaluate(() => {
  const context = document.createElement('canvas').getContext('2d');
  for (const element of [document.documentElement, document.body]) {
    context.fillStyle = getComputedStyle(element).backgroundColor;
    context.fillRect(0, 0, 1, 1);
  }
  const [, green, , opacity] = context.getImageData(0, 0, 1, 1).data;
  return opacity === 255 ? green : NaN;
});

journey('the theme is switched and remembered', async ({ page, open }) => {
  await open();
  await page.getByRole('button', { name: 'Theme: as the system' }).click();
  await page.getByRole('button', { name: 'Theme: light' }).click();
  await page.getByRole('button', { name: 'Theme: dark' }).waitFor();
  await soon(async () => assert.ok(await light(page) < 80, 'dark is dark'));
  await page.reload();
  await ready(page);
  await page.getByRole('button', { name: 'Theme: dark' }).waitFor();
  await soon(async () => assert.ok(await light(page) < 80, 'dark is remembered'));
  await page.getByRole('button', { name: 'Theme: dark' }).click();
  await page.getByRole('button', { name: 'Theme: as the system' }).waitFor();
  await soon(async () => assert.ok(await light(page) > 200, 'the system is light'));
});

journey('the theme of the system is followed', { context: { colorScheme: 'dark' } }, async ({ page, open }) => {
  await open();
  await soon(async () => assert.ok(await light(page) < 80, 'the system is dark'));
  await page.emulateMedia({ colorScheme: 'light' });
  await soon(async () => assert.ok(await light(page) > 200, 'the system is light'));
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.getByRole('button', { name: 'Theme: as the system' }).click();
  await soon(async () => assert.ok(await light(page) > 200, 'what is chosen goes before the system'));
});

journey('a question mark shows the keys, and Escape hides them', async ({ page, open }) => {
  await open();
  await openArchive(page, ARCHIVE);
  const help = page.getByRole('dialog', { name: 'Keys' });
  await soon(async () => assert.equal(await help.count(), 0));
  await page.keyboard.press('?');
  await help.waitFor();
  await axe(page);
  await page.keyboard.press('Escape');
  await help.waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: 'Keyboard help' }).click();
  await help.getByRole('button', { name: 'Close' }).click();
  await help.waitFor({ state: 'hidden' });
  await soon(async () => assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-label')), 'Keyboard help'));
});

journey('keys lead around, but not where something is typed', async ({ page, open }) => {
  await open();
  await openArchive(page, ARCHIVE);
  await page.keyboard.press('t');
  await soon(async () => assert.equal(await page.evaluate(() => document.activeElement.getAttribute('role')), 'tree'));
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('/');
  const field = page.getByRole('searchbox', { name: 'Filter the tree by name' });
  await field.press('t');
  await field.press('?');
  await field.press('/');
  await soon(async () => assert.equal(await field.inputValue(), 't?/'));
  await soon(async () => assert.equal(await page.getByRole('dialog', { name: 'Keys' }).count(), 0));
  await page.evaluate(() => { location.hash = '#/plan/SP01_harbour'; });
  await heading(page, 'The harbour');
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press('g');
  await page.keyboard.press('o');
  await heading(page, 'Lighthouse');
});

journey('keys with a modifier belong to the browser, but for the one of the palette', async ({ page, open }) => {
  await open();
  await openArchive(page, ARCHIVE);
  await page.getByRole('tree').focus();
  await page.waitForFunction(() => document.querySelector('[role=tree]').getAttribute('aria-activedescendant') === 'row-0');
  const stopped = await page.evaluate(() => ['ArrowDown', 'j', '/'].map((key) => {
    const event = new KeyboardEvent('keydown', { key, ctrlKey: true, bubbles: true, cancelable: true });
    document.activeElement.dispatchEvent(event);
    return event.defaultPrevented;
  }));
  assert.deepEqual(stopped, [false, false, false]);
  await soon(async () => assert.equal(await page.getByRole('tree').getAttribute('aria-activedescendant'), 'row-0'));
});

journey('a storage that is forbidden is done without', async ({ page, open }) => {
  await page.addInitScript(() => {
    const forbidden = () => { throw new DOMException('no', 'SecurityError'); };
    Storage.prototype.setItem = forbidden;
    Storage.prototype.getItem = forbidden;
    Storage.prototype.removeItem = forbidden;
  });
  await open();
  await page.getByRole('button', { name: 'Theme: as the system' }).click();
  await page.getByRole('button', { name: 'Theme: light' }).waitFor();
  await openArchive(page, ARCHIVE);
  await page.getByRole('button', { name: 'Fold everything' }).click();
  await heading(page, 'Lighthouse');
});

journey('what another page left in the storage does no harm', async ({ page, open, beside }) => {
  beside('tree.zip', ARCHIVE);
  await page.addInitScript(() => {
    localStorage.setItem('planarium:theme', '"><img src=x>');
    localStorage.setItem('planarium:tree-width', '-99999999999');
    localStorage.setItem('planarium:folders:tree.zip:.', 'nowhere\n\u0000\n../..\n');
  });
  await open('?src=tree.zip');
  await heading(page, 'Lighthouse');
  const width = await page.getByRole('separator', { name: 'Width of the tree' }).getAttribute('aria-valuenow');
  assert.ok(Number(width) >= 200 && Number(width) <= 640);
});

journey('the page asks for nothing but what it is made of', async ({ page, open, site }) => {
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  await open();
  await openArchive(page, ARCHIVE);
  for (const url of asked.filter((url) => !url.startsWith('blob:'))) assert.ok(url.startsWith(site), url);
  // The page with its style, script, program and picture, what lies beside it, the parts that the overview draws with, and the
  // one that stores the site.
  assert.ok(asked.length <= 11, asked.join('\n'));
});
