// Text that was decoded wrongly: shown as it was meant, the original one click away, restored by a pending edit.

import assert from 'node:assert/strict';
import { axe, heading, journey, openArchive, ready, screenshot, soon } from './harness.mjs';
import { tree } from './trees.mjs';

const SOUND = '# Café am Pier\n\nIm Frühling öffnet das Café – mit Crêpes aus der Bäckerei → täglich.\n\n- [ ] Größe prüfen\n';
// What Latin-1 makes of UTF-8.
const broken = Buffer.from(SOUND, 'utf8').toString('latin1');
const ARCHIVE = tree({ 'notes/cafe.md': broken, 'notes/plain.md': '# Naïve – sound\n' });

journey('broken text is shown as it was meant, and as it stands, and is restored', async ({ page, open }) => {
  await open();
  await openArchive(page, ARCHIVE);
  await page.evaluate(() => { location.hash = '#/doc/cafe.md'; });
  await heading(page, 'Café am Pier');
  await ready(page);
  const main = page.locator('main');
  await soon(async () => assert.match(await main.innerText(), /Frühling öffnet das Café – mit Crêpes/));
  const note = main.getByRole('note').filter({ hasText: 'by mistake' });
  await soon(async () => assert.match(await note.innerText(), /decoded as ISO-8859-1 by mistake/));
  await axe(page);
  await screenshot(page, 'encoding');
  await main.getByRole('link', { name: 'Show it as it stands in the file' }).click();
  await page.waitForFunction(() => document.querySelector('main').textContent.includes('FrÃ¼hling'));
  await main.getByRole('link', { name: 'Show it as it was meant' }).click();
  await page.waitForFunction(() => !document.querySelector('main').textContent.includes('FrÃ¼hling'));
  await main.getByRole('button', { name: 'Restore it in the patch' }).click();
  await page.waitForFunction(() => !document.querySelector('main .restored'));
  await soon(async () => assert.match(await main.innerText(), /Frühling öffnet/));
  await page.evaluate(() => { location.hash = '#/changes'; });
  await heading(page, 'Changes');
  await soon(async () => assert.match(await page.locator('main').innerText(), /Restore the text of cafe\.md/));
});
