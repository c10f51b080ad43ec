// Archives that are damaged, odd or hostile: said clearly, and the page goes on.

import assert from 'node:assert/strict';
import { deflateRawSync } from 'node:zlib';
import { axe, choose, heading, journey, openSample, row, soon } from './harness.mjs';
import { LIGHTHOUSE, entries, tree, zip } from './trees.mjs';

const ARCHIVE = tree(LIGHTHOUSE);
const FINE = [{ name: '_overview.md', bytes: '# Fine\n' }, { name: 'PP01_fine/_overview.md', bytes: '# Fine plan\n' }];

// ── refused as a whole ──────────────────────────────────────────────────────────────────────

const REFUSED = {
  'words instead of a zip': [Buffer.from('This is a letter.'), /bad\.zip could not be opened\.[^]*This is not a zip archive\. Pack the folder/],
  'an empty file': [Buffer.alloc(0), /This is not a zip archive but an empty file\. Download or copy it again/],
  'a page': [Buffer.from('<!doctype html><title>Log in</title>'), /not a zip archive but a web page/],
  'a tar.gz': [Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0]), /not a zip archive but a gzip file/],
  'JSON': [Buffer.from('{"message":"not found"}'), /not a zip archive but JSON/],
  'an archive that is cut off': [ARCHIVE.subarray(0, ARCHIVE.length - 100), /The zip archive is cut off: its end is missing/],
  'the first half of an archive': [ARCHIVE.subarray(0, ARCHIVE.length / 2), /The zip archive is cut off: its end is missing/],
  'an archive that is all encrypted': [zip(FINE.map((entry) => ({ ...entry, flags: 1, method: 0 }))), /All files of the zip archive \(2\) are encrypted/],
};

for (const [what, [bytes, message]] of Object.entries(REFUSED)) {
  journey(`refused: ${what}`, async ({ page, open }) => {
    await open();
    await choose(page, { 'bad.zip': bytes });
    await page.waitForSelector('html[data-planarium=error]');
    await heading(page, 'It could not be opened');
    await soon(async () => assert.match(await page.getByRole('alert').innerText(), message));
    await page.getByRole('button', { name: 'Open something else' }).click();
    await openSample(page);
  });
}

journey('refused: an archive without files', async ({ page, open }) => {
  await open();
  await choose(page, { 'empty.zip': zip([]) });
  await page.getByRole('alert').getByText('There is nothing in it.').waitFor();
  await page.getByRole('button', { name: 'Open something else' }).click();
  await openSample(page);
});

// ── opened, with something left out ─────────────────────────────────────────────────────────

/** Opens an archive whose sound part has to be there, and gives its load report. */
async function reported({ page, open }, archive) {
  await open();
  await choose(page, { 'odd.zip': archive });
  await heading(page, 'Fine');
  await row(page, 'PP01 Fine').waitFor();
  return page.getByRole('region', { name: 'Load report' });
}

const SKIPPED = {
  'a name that climbs out': [{ name: '../up.md' }, '`../up.md` was left out: '],
  'a name that climbs out from within': [{ name: 'PP01_fine/../../up.md' }, '`PP01_fine/../../up.md` was left out: '],
  'an absolute name': [{ name: '/etc/passwd' }, '`/etc/passwd` was left out: '],
  'a drive letter': [{ name: 'C:/Windows/x.md' }, '`C:/Windows/x.md` was left out: '],
  'a drive letter with backslashes': [{ name: 'C:\\Windows\\x.md' }, '`C:\\Windows\\x.md` was left out: '],
  'backslashes that climb out': [{ name: '..\\..\\up.md' }, '`..\\..\\up.md` was left out: '],
  'a share of a network': [{ name: '\\\\host\\share\\x.md' }, '`\\\\host\\share\\x.md` was left out: '],
  'a name with a zero byte': [{ name: 'a\0b.md' }, '`a\\u{0}b.md` was left out: '],
  'a symbolic link': [{ name: 'link.md', bytes: '../../etc/passwd', mode: 0o120777 }, '`link.md` was left out: it is a symbolic link, and links are not followed.'],
  'an encrypted entry': [{ name: 'secret.md', bytes: 'xxxx', flags: 1, method: 0 }, '`secret.md` was left out: it is encrypted; pack it without a password.'],
  'a method that is not supported': [{ name: 'lzma.md', bytes: 'xxxx', method: 14 }, '`lzma.md` was left out: it is packed with method 14 (LZMA); pack it with deflate.'],
  'a size of 4 GB that is a lie': [{ name: 'huge.md', bytes: 'x', size: 0xfffffff0 }, '`huge.md` was left out: '],
  'an entry beyond the size of one file': [{ name: 'large.bin', bytes: 'x', method: 0, size: 70 * 1024 * 1024, packed: 70 * 1024 * 1024 }, '`large.bin` was left out: it has 73400320 bytes, more than the limit of 67108864 for one file.'],
  'a bomb': [{ name: 'bomb.md', bytesOnDisk: deflateRawSync(Buffer.alloc(20 * 1024 * 1024), { level: 9 }), bytes: Buffer.alloc(20 * 1024 * 1024) }, '`bomb.md` was left out: '],
};

for (const [what, [entry, message]] of Object.entries(SKIPPED)) {
  journey(`left out and said: ${what}`, async (it) => {
    const report = await reported(it, zip([...FINE, entry]));
    await report.getByText(message).waitFor();
    await report.getByText('1 skipped').waitFor();
    await it.page.getByRole('button', { name: 'Open another tree' }).click();
    await openSample(it.page);
  });
}

journey('of two files with one name the first is kept, and it is said', async (it) => {
  const { page } = it;
  const report = await reported(it, zip([...FINE, { name: 'twice.md', bytes: '# First\n' }, { name: 'twice.md', bytes: '# Second\n' }]));
  await report.getByText('`twice.md` was left out: the same path is there twice, and the first one is kept.').waitFor();
  await page.evaluate(() => { location.hash = '#/doc/twice.md'; });
  await heading(page, 'First');
});

journey('names that collide on some disks are both kept, and it is said', async (it) => {
  const { page } = it;
  const report = await reported(it, zip([...FINE, { name: 'Notes.md', bytes: '# Upper\n' }, { name: 'notes.md', bytes: '# Lower\n' }, { name: 'caf\u00e9.md', bytes: '# One\n' }, { name: 'cafe\u0301.md', bytes: '# Two\n' }]));
  await report.getByText(/differ in case only; some disks can keep only one of them/).waitFor();
  await report.getByText(/look the same but are spelled with other Unicode characters/).waitFor();
  for (const [path, title] of [['Notes.md', 'Upper'], ['notes.md', 'Lower'], ['caf%C3%A9.md', 'One'], ['cafe%CC%81.md', 'Two']]) {
    await page.evaluate((path) => { location.hash = `#/doc/${path}`; }, path);
    await heading(page, title);
  }
});

journey('names that are written oddly are read plainly, and it is said', async (it) => {
  const { page } = it;
  const report = await reported(it, zip([...FINE, { name: './a//b.md', bytes: '# B\n' }, { name: 'x\\y.md', bytes: '# Y\n' }]));
  await report.getByText('`a/b.md` is written `./a//b.md` in the source.').waitFor();
  await report.getByText('`x/y.md` is written `x\\y.md` in the source.').waitFor();
  await page.evaluate(() => { location.hash = '#/doc/x/y.md'; });
  await heading(page, 'Y');
});

// ── damaged in one place ────────────────────────────────────────────────────────────────────

const DAMAGED = {
  'a wrong checksum': [{ crc: 0xdeadbeef }, /`broken\.md` cannot be read: its checksum is [0-9a-f]{8} and should be deadbeef\./],
  'a size that is too small': [{ bytes: 'long words '.repeat(90), size: 5 }, /`broken\.md` cannot be read: it unpacks to more than the 5 bytes it claims\./],
  'a size that is too large': [{ bytes: 'long words '.repeat(90), size: 5_000 }, /`broken\.md` cannot be read: it unpacks to 990 bytes and claims 5000\./],
  'a damaged stream': [{ bytes: 'long words '.repeat(90), bytesOnDisk: Buffer.alloc(30, 0xff) }, /`broken\.md` cannot be read: its packed data is damaged\./],
};

for (const [what, [odd, message]] of Object.entries(DAMAGED)) {
  journey(`only the entry itself cannot be read: ${what}`, async (it) => {
    const { page } = it;
    await reported(it, zip([{ name: 'broken.md', bytes: '# Broken\n', ...odd }, ...FINE]));
    await page.evaluate(() => { location.hash = '#/doc/broken.md'; });
    await page.getByRole('alert').getByText(message).waitFor();
    await axe(page);
    await row(page, 'PP01 Fine').getByRole('link').click();
    await heading(page, 'Fine plan');
    await page.getByRole('button', { name: 'Open another tree' }).click();
    await openSample(page);
  });
}

journey('what is damaged is in the load report', async (it) => {
  const report = await reported(it, zip([{ name: 'broken.md', bytes: '# Broken\n', crc: 1 }, ...FINE]));
  await report.getByText(/broken\.md.*checksum/).first().waitFor();
});

journey('a document that is cut off at the end of an archive leaves the rest', async (it) => {
  // The data of an entry claims to reach beyond the archive.
  const { page } = it;
  await reported(it, zip([...FINE, { name: 'broken.md', bytes: '# Broken\n', method: 0, packed: 9_999, size: 9_999 }]));
  await page.evaluate(() => { location.hash = '#/doc/broken.md'; });
  await page.getByRole('alert').getByText(/`broken\.md` cannot be read/).waitFor();
});

journey('entries that share their bytes are refused', async ({ page, open }) => {
  const inner = Buffer.concat(Array.from({ length: 20 }, () => Buffer.from('x'.repeat(50))));
  const archive = zip(Array.from({ length: 10 }, (_, index) => ({ name: `${index}.md`, bytes: inner, method: 0 })));
  // Every entry of the directory points at the first one, each claiming all that follows.
  const at = archive.indexOf(Buffer.from('PK\x01\x02', 'latin1'));
  for (let index = 0, offset = at; index < 10; index += 1) {
    archive.writeUInt32LE(0, offset + 42);
    offset += 46 + archive.readUInt16LE(offset + 28);
  }
  await open();
  await choose(page, { 'bomb.zip': archive });
  await page.getByRole('alert').getByText(/files of the zip archive share their bytes with others/).waitFor();
  await page.getByRole('button', { name: 'Open something else' }).click();
  await openSample(page);
});

journey('an archive inside an archive stays closed', async (it) => {
  const { page } = it;
  await reported(it, zip([...FINE, { name: 'inner.zip', bytes: ARCHIVE }]));
  await page.evaluate(() => { location.hash = '#/doc/inner.zip'; });
  await page.getByText('This file holds no text, so it cannot be shown. It can be downloaded.').waitFor();
});

journey('words before and after an archive do no harm', async ({ page, open }) => {
  await open();
  await choose(page, { 'odd.zip': Buffer.concat([Buffer.from('#!/bin/sh\n'), tree(Object.fromEntries(FINE.map(({ name, bytes }) => [name, bytes]))), Buffer.from('trailing words')]) });
  await heading(page, 'Fine');
});

journey('an archive of one name for everything opens', async ({ page, open }) => {
  await open();
  await choose(page, { 'deep.zip': zip(entries({ [`${'d/'.repeat(100)}x.md`]: '# Deep\n' })) });
  await page.getByRole('tree').waitFor();
  await page.getByRole('combobox', { name: 'Unfold the tree to a level' }).selectOption('all');
  await page.getByRole('tree').focus();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await heading(page, 'Deep');
});
