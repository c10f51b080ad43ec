// Reviews: comments on documents by mouse and keyboard, what becomes of them when the document changes, giving them away and
// taking them in, the walk through changes, and the note that git takes.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { axe, heading, journey, openArchive, openSample, ready, screenshot, soon } from './harness.mjs';
import { tree } from './trees.mjs';

const SAMPLE = fileURLToPath(new URL('../../public/sample/medflow', import.meta.url));
const PHONE = { context: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } };

const overview = (more = '', done = 'TODO') => `---
name: pier
type: system
magnitude: Light
status: ${done}
origin: exploration/x.md
last_updated: 2025-01-01
---
# Pier
${more}
## Purpose

Boats are moored where the water is deep enough.

- [ ] The posts are driven
- [ ] The planks are laid

| Part | Holds |
|---|---|
| Post | 4 tons |
| Plank | 300 kilos |
`;
const PIER = (text = overview(), path = 'SP01_pier/_overview.md') => tree({ '_overview.md': '# Harbour\n', [path]: text, 'exploration/x.md': '# X\n' });
const DOC = '#/doc/SP01_pier/_overview.md';

async function go(page, place, name) {
  await page.evaluate((place) => { location.hash = place; }, place);
  await heading(page, name);
}

async function openPier(page, archive = PIER()) {
  await openArchive(page, archive, 'pier.zip');
  await go(page, DOC, 'Pier');
  await page.locator('.prose p').first().waitFor();
}

/** Points at a block and presses the button that comes beside it. */
async function pointAt(page, block) {
  await page.locator('.page-header h1').hover();
  await block.hover();
  const here = page.locator('#comment-here');
  await here.waitFor();
  await here.click();
  await page.locator('#comment-text').waitFor();
}

async function write(page, words, author) {
  if (author) await page.getByRole('textbox', { name: /^Your name/ }).fill(author);
  await page.getByRole('textbox', { name: 'Comment', exact: true }).fill(words);
  await page.getByRole('button', { name: 'Keep the comment' }).click();
  await page.locator('#comments-list, #review-threads').getByText(words).first().waitFor();
}

const isKept = (page) => page.locator('#comments-list').getByText('Kept on this device. Nothing was sent anywhere.').waitFor();
const marks = (page) => page.locator('.comment-mark');
const text = (page, words) => page.locator('.prose').getByText(words);

async function download(page, name) {
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()]);
  return { name: file.suggestedFilename(), path: await file.path() };
}

journey('a comment is written with the mouse, survives a reload, and is answered, edited, resolved and deleted', async ({ page, open }) => {
  await open();
  await openPier(page);
  await pointAt(page, text(page, 'Boats are moored'));
  await page.getByRole('form', { name: 'Comment' }).getByText('On “Boats are moored where the water is deep enough.”').waitFor();
  await write(page, 'How deep is deep?', 'Nina Volkov');
  await isKept(page);
  await soon(async () => assert.deepEqual(await marks(page).allInnerTexts(), ['1']));
  await soon(async () => assert.equal(await marks(page).getAttribute('aria-label'), '1 comment'));
  await axe(page);
  await screenshot(page, 'review-document');
  await page.emulateMedia({ colorScheme: 'dark' });
  await axe(page);
  await screenshot(page, 'review-document-dark');
  await page.emulateMedia({ colorScheme: 'light' });

  // The name is asked once.
  await page.getByRole('button', { name: 'Reply' }).click();
  await soon(async () => assert.equal(await page.locator('#comment-author').count(), 0));
  await page.getByRole('textbox', { name: 'Comment', exact: true }).fill('Three metres.');
  await page.keyboard.press('Control+Enter');
  await page.locator('.thread').getByText('Three metres.').waitFor();
  await isKept(page);

  // Another visit: the comments are there without anybody pointing at anything.
  await open();
  await openPier(page);
  await page.locator('.thread').getByText('How deep is deep?').waitFor();
  await soon(async () => assert.deepEqual(await marks(page).allInnerTexts(), ['2']));
  await page.locator('.said').filter({ hasText: 'How deep' }).getByRole('button', { name: 'Edit' }).click();
  await write(page, 'How deep is deep enough?');
  await page.locator('.said').getByText('edited').waitFor();
  await page.getByRole('button', { name: 'Resolve', exact: true }).click();
  await page.getByText('Resolved by Nina Volkov').waitFor();
  await soon(async () => assert.equal(await marks(page).getAttribute('data-state'), 'resolved'));
  await page.getByRole('button', { name: 'Reopen', exact: true }).click();
  await page.getByRole('button', { name: 'Resolve', exact: true }).waitFor();
  await page.locator('.said').filter({ hasText: 'Three metres.' }).getByRole('button', { name: 'Delete' }).click();
  await page.locator('.thread').getByText('Three metres.').waitFor({ state: 'detached' });
  await page.keyboard.press('Enter');
  await page.locator('.thread').getByText('Three metres.').waitFor();
  for (const words of ['Three metres.', 'How deep']) await page.locator('.said').filter({ hasText: words }).getByRole('button', { name: 'Delete' }).click();
  await page.locator('.thread').waitFor({ state: 'detached' });
  await soon(async () => assert.equal(await marks(page).count(), 0));
  await isKept(page);
  await open();
  await openPier(page);
  await page.locator('#comments-list').getByText('Nobody has said anything').waitFor();
});

journey('a comment is written with the keyboard alone, at the place that the arrows choose', async ({ page, open }) => {
  await open();
  await openPier(page);
  await page.keyboard.press('c');
  const here = page.locator('#comment-here');
  await here.waitFor();
  const label = () => here.getAttribute('aria-label');
  await page.waitForFunction(() => document.activeElement?.id === 'comment-here');
  for (let step = 0; step < 20 && !(await label()).includes('The planks'); step += 1) await page.keyboard.press('ArrowDown');
  await soon(async () => assert.equal(await label(), 'Comment on: The planks are laid'));
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement?.id === 'comment-author');
  await page.keyboard.type('James Osei');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Of oak?');
  await page.keyboard.press('Control+Enter');
  await page.locator('.thread').getByText('Of oak?').waitFor();
  await page.getByText('“The planks are laid”').or(page.locator('.thread q')).first().waitFor();
  await soon(async () => assert.equal(await page.locator('.thread q').innerText(), 'The planks are laid'));
  // A row of a table and a field of the frontmatter.
  await pointAt(page, page.locator('.prose td', { hasText: '300 kilos' }));
  await write(page, 'Rather 250.');
  await pointAt(page, page.locator('.frontmatter .field', { hasText: 'magnitude' }));
  await write(page, 'Is it light?');
  await soon(async () => assert.equal(await marks(page).count(), 3));
  await soon(async () => assert.deepEqual(await page.locator('.thread q').allInnerTexts(), ['magnitude: Light', 'The planks are laid', 'Plank | 300 kilos']));
  // Escape leaves the form, from wherever the keyboard is; what is written is not thrown away from afar.
  const form = page.getByRole('form', { name: 'Comment' });
  const begin = async () => {
    await page.getByRole('button', { name: 'Comment on the whole document' }).click();
    await form.waitFor();
  };
  await begin();
  await page.keyboard.press('Escape');
  await form.waitFor({ state: 'detached' });
  await begin();
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press('Escape');
  await form.waitFor({ state: 'detached' });
  await begin();
  await page.getByRole('textbox', { name: 'Comment', exact: true }).fill('Half a sentence');
  await page.getByRole('tree').focus();
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => document.activeElement?.id === 'comment-text');
  await soon(async () => assert.equal(await page.getByRole('textbox', { name: 'Comment', exact: true }).inputValue(), 'Half a sentence'));
  // What is nearer has the key first.
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog', { name: 'Commands' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog', { name: 'Commands' }).waitFor({ state: 'hidden' });
  await form.waitFor();
  await page.getByRole('textbox', { name: 'Comment', exact: true }).focus();
  await page.keyboard.press('Escape');
  await form.waitFor({ state: 'detached' });
});

journey('comments find their place again when the document changes, and are never lost', async ({ page, open }) => {
  await open();
  await openPier(page);
  await pointAt(page, text(page, 'Boats are moored'));
  await write(page, 'How deep is deep?', 'Nina');
  await pointAt(page, text(page, 'The planks are laid'));
  await write(page, 'Of oak?');
  await isKept(page);
  const places = async () => page.locator('.thread .place, .thread .lost').allInnerTexts();
  await soon(async () => assert.deepEqual(await places(), ['SP01_pier/_overview.md:13', 'SP01_pier/_overview.md:16']));
  // Text came before it, and its own words were edited.
  await open();
  await openPier(page, PIER(overview('\nMuch was said.\n\nAnd more.\n').replace('where the water is deep enough', 'where the water is deep and calm enough')));
  await page.locator('.thread .place').first().waitFor();
  await soon(async () => assert.deepEqual(await places(), ['SP01_pier/_overview.md:17', 'SP01_pier/_overview.md:20']));
  await page.getByText(/its words were edited since \(\d+ % alike\)/).waitFor();
  // One of them is gone.
  await open();
  await openPier(page, PIER(overview().replace('- [ ] The planks are laid\n', '')));
  await page.getByRole('heading', { name: '1 comment without a place' }).waitFor();
  await soon(async () => assert.deepEqual(await places(), ['SP01_pier/_overview.md:13', 'SP01_pier/_overview.md:16: its document does not say this any more']));
  // The plan was archived.
  await open();
  await openArchive(page, PIER(overview('', 'DONE'), '_completed/2025-Q1/SP01_pier/_overview.md'), 'pier.zip');
  await go(page, '#/doc/_completed/2025-Q1/SP01_pier/_overview.md', 'Pier');
  await page.getByText('its document was moved since').first().waitFor();
  await soon(async () => assert.deepEqual(await places(), ['_completed/2025-Q1/SP01_pier/_overview.md:13', '_completed/2025-Q1/SP01_pier/_overview.md:16']));
  // Its document is gone.
  await open();
  await openArchive(page, tree({ '_overview.md': '# Harbour\n', 'exploration/x.md': '# X\n' }), 'pier.zip');
  await go(page, '#/review', 'Review');
  await page.getByRole('heading', { name: '2 comments without a place' }).waitFor();
  await page.locator('.thread').getByText('Of oak?').waitFor();
  await page.getByText('SP01_pier/_overview.md:16: its document is not in this tree').waitFor();
  await axe(page);
});

journey('a suggestion goes with a comment, and becomes a pending edit by a click', async ({ page, open }) => {
  await open();
  await openPier(page);
  await pointAt(page, text(page, 'Boats are moored'));
  await page.getByText('Suggest other words').click();
  const words = page.getByRole('textbox', { name: 'Other words' });
  await soon(async () => assert.equal(await words.inputValue(), 'Boats are moored where the water is deep enough.'));
  await words.fill('Boats are moored where the water is three metres deep.');
  await page.getByRole('textbox', { name: /^Your name/ }).fill('Nina');
  await page.getByRole('button', { name: 'Keep the comment' }).click();
  await page.locator('.suggestion ins').getByText('three metres deep').waitFor();
  await soon(async () => assert.equal(await page.locator('.pending').count(), 0));
  await page.getByRole('button', { name: 'Apply: make it a pending edit' }).click();
  await page.getByRole('link', { name: '1 pending' }).waitFor();
  await text(page, 'three metres deep').waitFor();
  // The comment stays at the words that it changed.
  await page.getByRole('link', { name: 'Pending under Changes' }).waitFor();
  await page.getByText(/its words were edited since/).waitFor();
  // Edits that are pending can be attached as well.
  await pointAt(page, text(page, 'The posts are driven'));
  await page.getByLabel('Attach 1 pending edit of this document as a suggestion').check();
  await write(page, 'Take this one.');
  await soon(async () => assert.equal(await page.locator('.suggestion').count(), 2));
});

journey('a review made in one browser is merged in another, by file and by link, and nothing is there twice', async ({ page, context, site, open }) => {
  await open();
  await openPier(page);
  await pointAt(page, text(page, 'Boats are moored'));
  await write(page, 'How deep is deep?', 'Nina Volkov');
  await go(page, '#/review', 'Review');
  await page.getByText('Nothing was sent anywhere.').first().waitFor();
  await page.getByText('Ask somebody to review').click();
  await page.getByRole('textbox', { name: 'What to look at' }).fill('Whether boats fit');
  await page.getByLabel('Until').fill('2026-07-01');
  await page.getByRole('textbox', { name: 'Documents, a path on each line' }).fill('SP01_pier/_overview.md\nSP09_gone/_overview.md');
  await page.getByRole('button', { name: 'Keep the request' }).click();
  await page.getByText('SP09_gone/_overview.md (not in this tree)').waitFor();
  await page.getByText('asked to look at: 1 of 2').waitFor();
  const file = await download(page, 'Save as a file');
  assert.equal(file.name, 'harbour-plans.review.json');
  const review = JSON.parse(readFileSync(file.path, 'utf8'));
  assert.deepEqual([review.kind, review.schema, review.entries.length], ['planarium-review', 1, 2]);

  // Somebody else, on another device.
  const browser = context.browser();
  const elsewhere = await browser.newContext({ viewport: { width: 1440, height: 900 }, permissions: ['clipboard-read', 'clipboard-write'] });
  const other = await elsewhere.newPage();
  await other.goto(site);
  await ready(other);
  await openArchive(other, PIER(), 'pier.zip');
  await go(other, '#/review', 'Review');
  await other.locator('#review-file').setInputFiles(file.path);
  await other.getByRole('heading', { name: 'A review is proposed: 2 entries' }).waitFor();
  await other.getByText('2 of them are new or newer here. Nothing has been taken in yet.').waitFor();
  await soon(async () => assert.equal(await other.locator('.thread').count(), 0));
  await axe(other);
  await other.getByRole('button', { name: 'Take it in' }).click();
  await other.locator('.thread').getByText('How deep is deep?').waitFor();
  await other.getByText('Whether boats fit').waitFor();
  await other.getByRole('button', { name: 'Reply' }).click();
  await other.getByRole('textbox', { name: /^Your name/ }).last().fill('James Osei');
  await other.getByRole('textbox', { name: 'Comment', exact: true }).fill('Three metres.');
  await other.getByRole('button', { name: 'Keep the comment' }).click();
  await other.locator('.thread').getByText('Three metres.').waitFor();
  // Own comments alone can be edited.
  await soon(async () => assert.equal(await other.getByRole('button', { name: 'Delete' }).count(), 1));
  await other.getByRole('radio', { name: 'Changes wanted' }).check();
  await other.getByRole('textbox', { name: 'In words' }).fill('Say how deep.');
  await other.getByRole('button', { name: 'Keep the verdict' }).click();
  await other.getByText(/of the tree as it is now/).waitFor();
  // The same file again brings nothing new.
  await other.locator('#review-file').setInputFiles(file.path);
  await other.getByText('0 of them are new or newer here.').waitFor();
  await other.getByRole('button', { name: 'Take it in' }).click();
  await soon(async () => assert.equal(await other.locator('.thread').count(), 1));
  await other.getByRole('button', { name: 'Copy review link' }).click();
  await other.getByText(/The link has been copied: \d+ characters/).waitFor();
  const link = await other.evaluate(() => navigator.clipboard.readText());
  assert.ok(link.startsWith(`${site}#/review?review=`), link.slice(0, 80));
  await screenshot(other, 'review');
  await elsewhere.close();

  // And back, by the link.
  await page.evaluate((hash) => { location.hash = hash; }, link.slice(site.length));
  await page.getByRole('heading', { name: 'A review is proposed: 4 entries' }).waitFor();
  await page.getByText('2 of them are new or newer here.').waitFor();
  await page.getByRole('button', { name: 'Take it in' }).click();
  await page.locator('.thread').getByText('Three metres.').waitFor();
  await page.locator('[data-verdict=wanted]').getByText('Changes wanted').waitFor();
  await soon(async () => assert.equal(await page.locator('.thread').count(), 1));
  assert.ok(!page.url().includes('review='), page.url());
});

journey('changes are walked one by one with the keyboard, and the verdict becomes a note that git takes', async ({ page, open }) => {
  await open();
  await openSample(page);
  await go(page, '#/compare?with=sample-7.zip', 'Compare');
  await page.getByText(/changes? from/).waitFor();
  await page.getByRole('link', { name: 'Review them one by one' }).click();
  await heading(page, 'Review');
  await page.getByText(/: 1 of \d+\./).waitFor();
  await page.getByRole('textbox', { name: /^Your name/ }).fill('Nina Volkov');
  await page.getByRole('button', { name: 'Write under this name' }).click();
  await page.getByText('You write as').waitFor();
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press('n');
  await page.getByText(/: 2 of \d+\./).waitFor();
  await page.keyboard.press('a');
  await page.getByText('Agreed: Nina Volkov').waitFor();
  await page.getByText(/You have seen 2 of \d+ changes and agree with 1\./).waitFor();
  await page.keyboard.press('n');
  await page.keyboard.press('p');
  await page.getByText(/: 2 of \d+\./).waitFor();
  await page.getByRole('button', { name: 'Agree (a)' }).and(page.locator('[aria-pressed=true]')).waitFor();
  await page.keyboard.press('c');
  await write(page, 'Why this?');
  await page.locator('.stop .said').getByText('Why this?').waitFor();
  await axe(page);
  await screenshot(page, 'review-walk');
  await page.emulateMedia({ colorScheme: 'dark' });
  await axe(page);
  await screenshot(page, 'review-walk-dark');
  await page.getByRole('radio', { name: 'Approved' }).check();
  await page.getByRole('button', { name: 'Keep the verdict' }).click();
  await page.getByText(/Approved by Nina Volkov/).waitFor();

  const patch = await download(page, 'Download a note as a patch');
  assert.match(patch.name, /^review_\d{4}-\d\d-\d\d_nina_volkov\.patch$/);
  const folder = mkdtempSync(join(tmpdir(), 'planarium-review-'));
  try {
    cpSync(SAMPLE, folder, { recursive: true });
    const git = (...args) => execFileSync('git', args, { cwd: folder, encoding: 'utf8', env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null' } });
    git('init', '--quiet');
    git('add', '--all', '--force');
    writeFileSync(join(folder, '..', patch.name), readFileSync(patch.path));
    git('apply', '--check', join(folder, '..', patch.name));
    git('apply', join(folder, '..', patch.name));
    const note = readFileSync(join(folder, '.agent_plan/day_dream/exploration', patch.name.replace('.patch', '.md')), 'utf8');
    assert.match(note, /## Attendees\n\n- Nina Volkov\n/);
    assert.match(note, /## Decisions\n\n- ✅ APPROVED: .* as it is in `[0-9a-f]{16}`, by Nina Volkov on \d{4}-\d\d-\d\d\n/);
    assert.match(note, /\*\*Nina Volkov\*\*, \d{4}-\d\d-\d\d: Why this\?/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    rmSync(join(tmpdir(), patch.name), { force: true });
  }
  // Or it goes with the other edits.
  await page.getByRole('button', { name: 'Add the note to the pending edits' }).click();
  await page.getByRole('link', { name: '1 pending' }).waitFor();
});

journey('files and links that are not as they should be say so, and hostile words stay words', async ({ page, open }) => {
  await open();
  await openPier(page);
  await go(page, '#/review', 'Review');
  const give = (name, body) => page.locator('#review-file').setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(body) });
  const said = (words) => page.getByRole('status').getByText(words).first().waitFor();
  await give('a.review.json', '{"kind":');
  await said(/it is not JSON; line 1, column 9: it ends too early/);
  await give('b.review.json', '{"kind":"planarium-review","schema":9,"entries":[]}');
  await said(/newer version of the viewer \(schema 9/);
  await give('c.review.json', '[]');
  await said(/a review is an object whose "kind" is/);
  await page.evaluate(() => { location.hash = '#/review?review=7VdLb9s4'; });
  await page.getByRole('alert').getByText(/the link was cut off on its way, or changed/).waitFor();
  await page.getByRole('button', { name: 'Leave it' }).click();

  const evil = '<img src=x onerror=alert(1)>\u202e"><script>alert(2)</script>';
  const entry = (id, more) => ({ author: evil, id, revision: 1, at: evil, is: 'comment', text: evil, ...more });
  const anchor = { path: 'SP01_pier/_overview.md', kind: 'paragraph', headings: ['Pier', 'Purpose'], quote: 'Boats are moored where the water is deep enough.' };
  const review = {
    kind: 'planarium-review', schema: 1, tree: { title: evil, fingerprint: 'other' },
    entries: [entry('1', { anchor }), entry('2', { anchor: { ...anchor, path: '../../etc/passwd' } }), { is: 'poem' }, entry('3', { text: 'é'.repeat(100_000) }), entry('4', { text: 'x'.repeat(100_001) }),
      { author: evil, id: '5', is: 'verdict', verdict: 'approved', text: evil, tree: { title: evil, fingerprint: evil } },
      { author: evil, id: '6', is: 'request', text: evil, documents: ['javascript:alert(3)'] }],
  };
  await give('d.review.json', JSON.stringify(review));
  await page.getByText('Entry 3 was left out: it has no "author".').waitFor();
  await page.getByText('Entry 5 was left out: its "text" has 100001 characters, and may have 100000.').waitFor();
  await page.getByText(/It was made of another state of this tree, or of another tree/).waitFor();
  await axe(page);
  await page.getByRole('button', { name: 'Take it in' }).click();
  await page.getByText(/Approved by/).waitFor();
  await soon(async () => assert.equal(await page.locator('main img, main script').count(), 0));
  await soon(async () => assert.equal(await page.locator('.thread').count(), 3));
  await axe(page);
  // Of another tree altogether.
  await give('e.review.json', JSON.stringify({ ...review, entries: [entry('9', { anchor: { ...anchor, path: 'elsewhere.md' } })] }));
  await page.getByText(/It is a review of another tree/).waitFor();
  await page.getByRole('button', { name: 'Leave it' }).click();
  await page.getByRole('heading', { name: /A review is proposed/ }).waitFor({ state: 'detached' });
  await go(page, DOC, 'Pier');
  await page.locator('.thread').first().waitFor();
  await soon(async () => assert.equal(await page.locator('main img, main script').count(), 0));
  await axe(page);
});

journey('where storage is forbidden it is said, and comments work until the tab is closed', async ({ page, context, open }) => {
  await context.addInitScript(() => { Object.defineProperty(globalThis, 'indexedDB', { value: { open() { throw new DOMException('The user denied permission', 'SecurityError'); } } }); });
  await open();
  await openPier(page);
  await pointAt(page, text(page, 'Boats are moored'));
  await write(page, 'How deep is deep?', 'Nina');
  await page.locator('#comments-list').getByText(/This browser does not keep it .*save it as a file before you close it/).waitFor();
  await go(page, '#/review', 'Review');
  await page.locator('.thread').getByText('How deep is deep?').waitFor();
  const file = await download(page, 'Save as a file');
  assert.equal(JSON.parse(readFileSync(file.path, 'utf8')).entries.length, 1);
});

journey('a tree that is called like another one has a review of its own', async ({ page, open }) => {
  const other = tree({ '_overview.md': '# Lighthouse\n', 'SP01_lamp/_overview.md': '# Lamp\n\nIt shines far.\n' });
  await open();
  await openPier(page);
  await pointAt(page, text(page, 'Boats are moored'));
  await write(page, 'How deep is deep?', 'Nina');
  await isKept(page);
  await open();
  await openArchive(page, other, 'pier.zip');
  await go(page, '#/doc/SP01_lamp/_overview.md', 'Lamp');
  await pointAt(page, text(page, 'It shines far.'));
  await write(page, 'How far?');
  await isKept(page);
  await go(page, '#/review', 'Review');
  await page.locator('.thread').getByText('How far?').waitFor();
  await soon(async () => assert.equal(await page.locator('.thread').count(), 1));
  await open();
  await openPier(page);
  await page.locator('.thread').getByText('How deep is deep?').waitFor();
  await go(page, '#/review', 'Review');
  await soon(async () => assert.equal(await page.locator('.thread').count(), 1));
});

journey('two tabs that comment on one tree lose nothing', async ({ page, context, site, open }) => {
  await open();
  await openPier(page);
  const other = await context.newPage();
  await other.goto(site);
  await ready(other);
  await openPier(other);
  await pointAt(page, text(page, 'Boats are moored'));
  await write(page, 'One', 'Nina');
  await isKept(page);
  await pointAt(other, text(other, 'The planks are laid'));
  if (await other.locator('#comment-author').count()) await other.locator('#comment-author').fill('Nina');
  await write(other, 'Two');
  await other.locator('.thread').getByText('One').waitFor();
  await page.evaluate(() => globalThis.dispatchEvent(new Event('focus')));
  await page.locator('.thread').getByText('Two').waitFor();
});

journey('on a phone the comments are a sheet', PHONE, async ({ page, open }) => {
  await open();
  await page.locator('input[data-input=files]').setInputFiles({ name: 'pier.zip', mimeType: 'application/zip', buffer: PIER() });
  await heading(page, 'Harbour');
  await go(page, DOC, 'Pier');
  await text(page, 'Boats are moored').tap();
  await page.locator('#comment-here').tap();
  await page.locator('#comment-text').waitFor();
  await axe(page);
  await screenshot(page, 'review-phone-sheet');
  await write(page, 'How deep is deep?', 'Nina');
  await page.getByRole('button', { name: 'Close the comments' }).tap();
  await page.locator('#comments').waitFor({ state: 'hidden' });
  await marks(page).tap();
  await page.locator('.thread').getByText('How deep is deep?').waitFor();
  await page.getByRole('button', { name: 'Close the comments' }).tap();
  await screenshot(page, 'review-phone-document');
  await soon(async () => assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)));
  await go(page, '#/review', 'Review');
  await page.locator('.thread').getByText('How deep is deep?').waitFor();
  await axe(page);
  await screenshot(page, 'review-phone');
  await soon(async () => assert.ok(await page.evaluate(() => document.querySelector('main').scrollWidth <= innerWidth)));
});
