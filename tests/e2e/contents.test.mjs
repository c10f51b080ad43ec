// Files whose contents are broken, hostile or huge: shown as far as they can be, and said.

import assert from 'node:assert/strict';
import { axe, choose, heading, journey, openSample, ready, soon } from './harness.mjs';
import { tree } from './trees.mjs';

const utf16 = (text) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
const utf16be = (text) => Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(text, 'utf16le').swap16()]);
const main = (page) => page.getByRole('main');

/** Opens a document of a tree that holds nothing else, and afterwards the sample. */
function document(name, path, bytes, check, options = {}) {
  journey(name, options, async ({ page, open }) => {
    await open();
    await choose(page, { 'odd.zip': tree({ '_overview.md': '# Odd\n', 'PP01_x/_overview.md': '# X\n', [path]: bytes }) });
    await heading(page, 'Odd');
    await page.getByText('All 3 documents have been read.').waitFor();
    await page.evaluate((path) => { location.hash = `#/doc/${path.split('/').map(encodeURIComponent).join('/')}`; }, path);
    await page.getByRole('complementary', { name: 'About this document' }).or(page.getByRole('alert')).first().waitFor();
    await check(page);
    await page.getByRole('button', { name: 'Open another tree' }).click();
    await openSample(page);
  });
}

document('binary data in a Markdown file is told', 'odd.md', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3, 0, 255]), async (page) => {
  await page.getByText('This file holds no text, so it cannot be shown. It can be downloaded.').waitFor();
});

document('invalid UTF-8 is shown with its places marked', 'odd.md', Buffer.from('# M\xfcller\n\nFine words.\n', 'latin1'), async (page) => {
  await main(page).getByText(/1 place is not valid UTF-8, the first in line 1/).waitFor();
  await heading(page, 'M\ufffdller');
  await main(page).getByText('Fine words.').waitFor();
});

for (const [name, bytes] of [['little', utf16('# Über\n\nWörter 🎉\n')], ['big', utf16be('# Über\n\nWörter 🎉\n')]]) {
  document(`UTF-16 with its mark is read (${name} end first)`, 'odd.md', bytes, async (page) => {
    await heading(page, 'Über');
    await main(page).getByText('Wörter 🎉').waitFor();
    await main(page).getByText('The file is UTF-16; most tools for plans expect UTF-8.').waitFor();
  });
}

document('a byte order mark is no part of the text', 'odd.md', '\ufeff---\ntitle: Marked\n---\n\n# Marked\n', async (page) => {
  await heading(page, 'Marked');
  await page.getByRole('region', { name: 'Frontmatter' }).getByRole('term').filter({ hasText: 'title' }).waitFor();
});

document('broken YAML keeps its fields, and its line is one click away', 'odd.md', '---\ntitle: Fine\nreporter: @keeper\nstatus: WIP\n---\n\n# Body\n', async (page) => {
  const card = page.getByRole('region', { name: 'Frontmatter' });
  await card.getByText('@keeper', { exact: true }).waitFor();
  await soon(async () => assert.deepEqual(await card.getByRole('term').allTextContents(), ['title', 'reporter', 'status']));
  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Overview' }).click();
  const report = page.getByRole('region', { name: 'Load report' });
  await report.getByText('1 place that could not be fully understood').waitFor();
  await report.getByRole('link', { name: 'odd.md:3' }).click();
  const line = page.getByRole('region', { name: 'Source text' }).locator('[aria-current=true]');
  await line.waitFor();
  await soon(async () => assert.equal(await line.locator('code').textContent(), 'reporter: @keeper'));
});

const bomb = (() => {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
  for (let index = 1; index < 12; index += 1) lines.push(`a${index}: &a${index} [${Array(10).fill(`*a${index - 1}`).join(', ')}]`);
  return lines.join('\n');
})();

document('a bomb of aliases is not unfolded', 'odd.md', `---\ntitle: Bomb\n${bomb}\n---\n\n# Body\n`, async (page) => {
  await page.locator('.prose').getByText('Body').waitFor();
  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Overview' }).click();
  await page.getByRole('region', { name: 'Load report' }).getByRole('link', { name: /^odd\.md:\d+$/ }).first().waitFor();
});

document('YAML that is nested without end is read to its limit', 'odd.md', `---\ntitle: Deep\ndeep: ${'['.repeat(5_000)}${']'.repeat(5_000)}\n---\n\n# Body\n`, async (page) => {
  await page.locator('.prose').getByText('Body').waitFor();
});

document('20 MB of Markdown are shown in part as a page, and whole as source', 'odd.md', `# Huge\n\n${Array.from({ length: 500_000 }, (_, night) => `Night ${night * 7919}: the sea was calm, said ${night * 104_729}.\n\n`).join('')}`, async (page) => {
  await heading(page, 'Huge');
  await main(page).getByText(/Only the first 2 MiB of \d+ bytes are shown as a page\. Open the raw view to see all of it\./).waitFor();
  await page.getByRole('link', { name: 'Show the source' }).click();
  const source = page.getByRole('region', { name: 'Source text' });
  await source.locator('[data-line="1"]').waitFor();
  await source.evaluate((it) => { it.scrollTop = it.scrollHeight; });
  await source.locator('[data-line="1000000"]').waitFor();
});

document('quotes nested 10,000 deep are shown to a limit', 'odd.md', `# Deep\n\n${'>'.repeat(10_000)} bottom\n`, async (page) => {
  await heading(page, 'Deep');
  const depth = await page.locator('.prose').evaluate((prose) => {
    let deepest = 0;
    for (const quote of prose.querySelectorAll('blockquote')) {
      let depth = 0;
      for (let it = quote; it !== prose; it = it.parentElement) depth += 1;
      deepest = Math.max(deepest, depth);
    }
    return deepest;
  });
  assert.ok(depth > 10 && depth < 200, `${depth} quotes deep`);
  await axe(page);
});

document('a table of 100,000 rows is shown in part, and said', 'odd.md', `# Table\n\n| a | b |\n|---|---|\n${Array.from({ length: 100_000 }, (_, row) => `| ${row} | words of row ${row} |\n`).join('')}`, async (page) => {
  await heading(page, 'Table');
  await main(page).getByText(/Only the first 2 MiB of \d+ bytes are shown as a page\./).waitFor();
  // What is shown is drawn as it is asked for.
  const more = page.getByRole('button', { name: /more rows follow: show more$/ });
  await more.click();
  await more.click();
  await page.getByRole('cell', { name: 'words of row 1000', exact: true }).waitFor();
});

document('one line of a million letters is shown', 'odd.md', `# Line\n\n${'light '.repeat(170_000)}\n`, async (page) => {
  await heading(page, 'Line');
  await soon(async () => assert.ok((await page.locator('.prose').textContent()).length > 1_000_000));
  const wide = await page.evaluate(() => document.querySelector('#main').scrollWidth - document.querySelector('#main').clientWidth);
  assert.ok(wide <= 0, `the line is ${wide} px wider than the page`);
});

const ODD = 'a\u202Eb "c" \'d\' <i>e</i> &amp; %41 #f ?g \u200Bh\ni 🎉 ü.md';

document('a name with every odd character is a name', ODD, '# Odd name\n\nWords.\n', async (page) => {
  await heading(page, 'Odd name');
  await page.locator('.prose').getByText('Words.').waitFor();
  await soon(async () => assert.equal(await page.locator('main i').count(), 0));
  const link = page.getByRole('tree').locator(`[aria-selected=true] a`);
  await link.waitFor();
  await soon(async () => assert.equal(await link.locator('i').count(), 0));
  await axe(page);
  const button = page.getByRole('button', { name: 'Download' });
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
  assert.ok(download.suggestedFilename().length > 0);
});

for (const name of ['#.md', '%.md', '%2e%2e.md', '?.md', 'a b.md', '&lt;.md', 'x"onmouseover="1.md', '__proto__.md', 'constructor/toString.md', 'CON.md', '-rf.md', '~.md', '\u202Etxt.md', '..md', 'ends with dot..md']) {
  journey(`a file called ${JSON.stringify(name)} opens and reloads`, async ({ page, open, beside }) => {
    beside('odd.zip', tree({ '_overview.md': '# Odd\n', 'PP01_x/_overview.md': '# X\n', [name]: '# Its title\n\n[again](<PLACE>)\n'.replace('<PLACE>', `<${name.split('/').pop().split(/[%]/).join('%25').split('#').join('%23').split('?').join('%3F').split('"').join('%22').split('&').join('%26')}>`) }));
    await open('?src=odd.zip');
    await page.getByText('All 3 documents have been read.').waitFor();
    await page.getByRole('searchbox').fill(name.split('/').pop());
    await page.getByRole('tree').getByRole('link').last().click();
    await heading(page, 'Its title');
    const address = page.url();
    await page.reload();
    await ready(page);
    await page.locator('.prose').getByText('again').waitFor();
    assert.equal(page.url(), address);
    await soon(async () => assert.equal(await page.locator('[data-broken]').count(), 0));
  });
}
