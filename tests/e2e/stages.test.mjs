// A document that tells the history of a tree: each of its stages opens as a tree of its own, in every view, and leads back.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { axe, choose, heading, journey, ready, row, screenshot, soon } from './harness.mjs';

const SEED = readFileSync(new URL('../fixtures/medflow_dream_v4.03.md', import.meta.url));
const stages = (page) => page.getByRole('navigation', { name: 'Stages' });
const hash = (page) => page.evaluate(() => decodeURIComponent(location.hash));

journey('each stage of a history opens as a tree of its own', async ({ page, open }) => {
  await open();
  await choose(page, { 'medflow_dream_v4.03.md': SEED });
  await page.getByRole('tree').waitFor();
  await ready(page);
  await page.evaluate(() => { location.hash = '#/tree'; });
  const links = stages(page).getByRole('listitem');
  await links.first().waitFor();
  await soon(async () => assert.equal(await links.count(), 8));
  const titles = await stages(page).getByRole('link').allInnerTexts();
  // The fifth, in which nobody owned what had been asked for.
  await stages(page).getByRole('link').nth(4).click();
  await heading(page, titles[4]);
  await soon(async () => assert.match(await hash(page), /^#\/tree\?stage=5$/));
  await soon(async () => assert.equal(await stages(page).getByRole('link').nth(4).getAttribute('aria-current'), 'true'));
  await axe(page);
  await screenshot(page, 'stages');
  // Every view is of that stage, and a click stays in it.
  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Register' }).click();
  await heading(page, 'Register');
  await soon(async () => assert.match(await hash(page), /stage=5/));
  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Findings' }).click();
  await page.getByRole('link', { name: 'unowned-requirement' }).first().waitFor();
  await soon(async () => assert.match(await hash(page), /stage=5/));
  // A link to it opens it, and the way back leads to the document.
  await page.evaluate(() => { location.hash = '#/tree?stage=1'; });
  await heading(page, titles[0]);
  const first = await page.getByRole('treeitem').count();
  await page.evaluate(() => { location.hash = '#/tree?stage=8'; });
  await heading(page, titles[7]);
  await soon(async () => assert.notEqual(await page.getByRole('treeitem').count(), first));
  await stages(page).getByRole('button', { name: 'Back to the document' }).click();
  await row(page, 'medflow_dream_v4.03.md').or(page.getByRole('heading', { level: 1 })).first().waitFor();
  await soon(async () => assert.match(await hash(page), /^#\/doc\/medflow_dream_v4\.03\.md$/));
  await stages(page).waitFor();
});
