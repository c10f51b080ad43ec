// Files as they are: source text of any length, pictures, and bytes that are handed back unchanged.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { axe, heading, journey, openArchive, soon } from './harness.mjs';
import { LIGHTHOUSE, PNG, tree } from './trees.mjs';

const LINES = 200_000;
const LONG = Array.from({ length: LINES }, (_, index) => `entry ${index + 1}`).join('\n');
const FILES = {
  ...LIGHTHOUSE,
  'long.txt': LONG,
  'wide.txt': `${'é'.repeat(4_000)}END\nsecond\n`,
  'odd.bin': Buffer.from([0, 1, 2, 255, 254, 0, 13, 10]),
  'crlf.txt': 'one\r\ntwo\r\n',
  'code.json': '{ "lamp": true, "count": 12 }\n',
  'drawing.svg': '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><script>parent.hacked = 1; window.hacked = 1</script><rect width="10" height="10"/></svg>',
};
const ARCHIVE = tree(FILES);

const go = (page, place) => page.evaluate((place) => { location.hash = place; }, place);
const source = (page) => page.getByRole('region', { name: 'Source text' });

async function opened({ page, open }, place) {
  await open();
  await openArchive(page, ARCHIVE);
  await go(page, place);
}

journey('a file of 200,000 lines is shown in a window', async (it) => {
  const { page } = it;
  await opened(it, '#/doc/long.txt');
  await source(page).getByText('entry 1', { exact: true }).waitFor();
  const count = () => source(page).locator('[data-line]').count();
  assert.ok(await count() < 200);
  await axe(page);
  await source(page).evaluate((it) => { it.scrollTop = it.scrollHeight / 2; });
  await source(page).locator('[data-line="100000"]').waitFor();
  await soon(async () => assert.equal(await source(page).locator('[data-line="100000"] code').textContent(), 'entry 100000'));
  await source(page).evaluate((it) => { it.scrollTop = it.scrollHeight; });
  await source(page).getByText(`entry ${LINES}`, { exact: true }).waitFor();
  assert.ok(await count() < 200);
});

journey('a line of a source file is shown and marked', async (it) => {
  const { page } = it;
  await opened(it, '#/doc/long.txt?line=123456');
  const line = source(page).locator('[aria-current=true]');
  await line.waitFor();
  await soon(async () => assert.equal(await line.locator('code').textContent(), 'entry 123456'));
  assert.ok(await line.evaluate((it) => {
    const { top, bottom } = it.closest('[role=region]').getBoundingClientRect();
    const own = it.getBoundingClientRect();
    return own.top >= top && own.bottom <= bottom;
  }));
});

journey('source text is walked by keyboard', async (it) => {
  const { page } = it;
  await opened(it, '#/doc/long.txt');
  await source(page).focus();
  await page.keyboard.press('End');
  await source(page).getByText(`entry ${LINES}`, { exact: true }).waitFor();
});

journey('what is cut of a very long line is said', async (it) => {
  const { page } = it;
  await opened(it, '#/doc/wide.txt');
  await source(page).getByText('… 4003 more bytes on this line; download the file for all of it').waitFor();
  await soon(async () => assert.equal(await source(page).locator('[data-line="2"] code').textContent(), 'second'));
});

journey('code is coloured in the source view', async (it) => {
  const { page } = it;
  await opened(it, '#/doc/code.json');
  const line = source(page).locator('[data-line="1"] code');
  await line.waitFor();
  await soon(async () => assert.equal(await line.textContent(), FILES['code.json'].trimEnd()));
  await soon(async () => assert.ok(await line.locator('span').count() >= 2));
});

journey('an HTML file is source and runs nothing', async (it) => {
  const { page } = it;
  await opened(it, '#/doc/PP02_lamp_oil/report.html');
  await source(page).getByText('<script>window.hacked = 7</script>').waitFor();
  await soon(async () => assert.equal(await page.evaluate(() => window.hacked), undefined));
});

journey('a drawing is a picture and runs nothing', async (it) => {
  const { page } = it;
  await opened(it, '#/doc/drawing.svg');
  const picture = page.getByRole('main').getByRole('img', { name: 'drawing.svg' });
  await picture.waitFor();
  await page.waitForFunction(() => document.querySelector('main img').naturalWidth === 10);
  await soon(async () => assert.equal(await page.evaluate(() => window.hacked), undefined));
  await axe(page);
});

journey('a document and its source are one click apart', async (it) => {
  const { page } = it;
  await opened(it, '#/doc/SP01_harbour/p00_survey/02_features.md');
  await page.getByRole('link', { name: 'Show the source' }).click();
  await source(page).locator('[data-line="1"]').waitFor();
  await soon(async () => assert.equal(await source(page).locator('[data-line="2"] code').textContent(), 'title: Features'));
  assert.match(new URL(page.url()).hash, /\?raw=1$/);
  await axe(page);
  await page.getByRole('link', { name: 'Show it rendered' }).click();
  await page.getByRole('heading', { name: /^A table/ }).waitFor();
});

const DOWNLOADS = ['odd.bin', 'crlf.txt', 'long.txt', 'SP01_harbour/p00_survey/02_features.md', 'SP01_harbour/lamp.png'];

for (const path of DOWNLOADS) {
  journey(`a download has the bytes of the file: ${path}`, async (it) => {
    const { page } = it;
    await opened(it, `#/doc/${path}`);
    const button = page.getByRole('button', { name: 'Download' });
    const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
    assert.equal(download.suggestedFilename(), path.split('/').pop());
    assert.ok(readFileSync(await download.path()).equals(Buffer.from(FILES[path])));
  });
}

journey('bytes that are no text are told', async (it) => {
  const { page } = it;
  await opened(it, '#/doc/odd.bin');
  await page.getByText('This file holds no text, so it cannot be shown. It can be downloaded.').waitFor();
  await axe(page);
});

journey('a picture of the tree is shown', async (it) => {
  const { page } = it;
  await opened(it, '#/doc/SP01_harbour/lamp.png');
  await heading(page, 'lamp.png');
  await page.waitForFunction(() => document.querySelector('main img')?.naturalWidth === 1);
  assert.ok(PNG.length > 0);
});
