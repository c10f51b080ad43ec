// Trees are kept on this device only when the reader says so, and deleted when they say so.

import assert from 'node:assert/strict';
import { axe, choose, heading, journey, openArchive, ready, row, soon } from './harness.mjs';
import { LIGHTHOUSE, tree } from './trees.mjs';

const ARCHIVE = tree(LIGHTHOUSE);

journey('a tree is kept, opened again and deleted', async ({ page, open }) => {
  await open();
  await openArchive(page, ARCHIVE, 'lighthouse.zip');
  await page.getByRole('button', { name: 'Keep on this device' }).click();
  await page.getByRole('status').getByText('lighthouse.zip is kept on this device.').waitFor();
  await open();
  await page.getByRole('heading', { name: 'Kept on this device' }).waitFor();
  await axe(page);
  await page.getByRole('button', { name: 'lighthouse.zip', exact: true }).click();
  await heading(page, 'Lighthouse');
  await row(page, 'SP01 Harbour').waitFor();
  await page.getByRole('button', { name: 'Open another tree' }).click();
  await page.getByRole('button', { name: 'Delete lighthouse.zip from this device' }).click();
  await page.getByRole('heading', { name: 'Kept on this device' }).waitFor({ state: 'detached' });
  await open();
  await heading(page, 'Open a planning tree');
  // The list is read from the device before it could be shown.
  const records = await page.evaluate(() => new Promise((done) => {
    const asked = indexedDB.open('planarium');
    asked.onsuccess = () => { asked.result.transaction('trees').objectStore('trees').count().onsuccess = (event) => done(event.target.result); };
  }));
  assert.equal(records, 0);
});

journey('a folder is kept with all of its files', async ({ page, open }) => {
  await open();
  await choose(page, { 'one.md': '# One\n', 'two.md': '# Two\n' });
  await page.getByRole('button', { name: 'Keep on this device' }).click();
  await page.getByRole('status').getByText('2 files is kept on this device.').waitFor();
  await open();
  await page.getByRole('button', { name: '2 files', exact: true }).click();
  await page.getByRole('tree').getByRole('link').nth(1).click();
  await heading(page, 'Two');
});

journey('nothing is kept by itself', async ({ page, open }) => {
  await open();
  await openArchive(page, ARCHIVE);
  await page.getByText('All 14 documents have been read.').waitFor();
  const stores = await page.evaluate(async () => {
    const databases = await indexedDB.databases();
    return { databases: databases.length, cookies: document.cookie, names: Object.keys(localStorage).filter((name) => !name.startsWith('planarium:')) };
  });
  assert.ok(stores.databases <= 1);
  assert.deepEqual({ cookies: stores.cookies, names: stores.names }, { cookies: '', names: [] });
  await open();
  await heading(page, 'Open a planning tree');
  await soon(async () => assert.equal(await page.getByText('Kept on this device').count(), 0));
});

journey('a device that cannot keep it says so', async ({ page, open }) => {
  await page.addInitScript(() => { IDBFactory.prototype.open = () => { throw new DOMException('There is no room.', 'QuotaExceededError'); }; });
  await open();
  await openArchive(page, ARCHIVE);
  await page.getByRole('button', { name: 'Keep on this device' }).click();
  await page.getByRole('status').getByText(/This tree could not be kept: .*There is no room/).waitFor();
});

journey('limits can be raised, and are remembered', async ({ page, open }) => {
  await open();
  await page.getByText('How large may a tree be?').click();
  await page.getByLabel('Limits:').selectOption('4');
  await page.reload();
  await ready(page);
  await page.getByText('How large may a tree be?').click();
  await soon(async () => assert.equal(await page.getByLabel('Limits:').inputValue(), '4'));
  await page.getByLabel('Limits:').selectOption('1');
  await soon(async () => assert.equal(await page.evaluate(() => localStorage.getItem('planarium:limits')), null));
});
