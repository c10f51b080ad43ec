// A document as a page: everything Markdown can say, and nothing that it could do.

import assert from 'node:assert/strict';
import { axe, heading, journey, openArchive, ready, soon } from './harness.mjs';
import { LIGHTHOUSE, tree } from './trees.mjs';

const ARCHIVE = tree(LIGHTHOUSE);
const FEATURES = '#/doc/SP01_harbour/p00_survey/02_features.md';

const go = (page, place) => page.evaluate((place) => { location.hash = place; }, place);

/** Opens the document that has every feature. */
async function features({ page, open }) {
  await open();
  await openArchive(page, ARCHIVE);
  await go(page, FEATURES);
  await heading(page, 'Features');
  return page.locator('.prose');
}

journey('tables keep their alignment', async (it) => {
  const prose = await features(it);
  const table = prose.getByRole('table').first();
  const aligned = (role) => table.getByRole(role).evaluateAll((cells) => cells.map((cell) => getComputedStyle(cell).textAlign));
  assert.deepEqual((await aligned('cell')).map((side) => ({ start: 'left', end: 'right' })[side] ?? side), ['left', 'center', 'right']);
  assert.deepEqual((await aligned('columnheader')).map((side) => ({ start: 'left', end: 'right' })[side] ?? side), ['left', 'center', 'right']);
});

journey('tasks are boxes that cannot be ticked', async (it) => {
  const prose = await features(it);
  const boxes = prose.getByRole('checkbox');
  await soon(async () => assert.equal(await boxes.count(), 2));
  await soon(async () => assert.deepEqual(await boxes.evaluateAll((boxes) => boxes.map((box) => [box.checked, box.disabled])), [[true, true], [false, true]]));
});

journey('words are strong, struck, small or code', async (it) => {
  const prose = await features(it);
  const words = (element) => prose.locator(element).allTextContents();
  assert.deepEqual(await words('del'), ['struck']);
  assert.deepEqual(await words('em'), ['emphasis']);
  assert.deepEqual(await words('kbd'), ['Ctrl']);
  assert.deepEqual(await words('sub'), ['2']);
  assert.deepEqual((await words('strong')).sort(), ['strong', 'words']);
  await soon(async () => assert.equal(await prose.getByText('line').locator('br').count(), 1));
});

journey('a footnote is reached from its place', async (it) => {
  const { page } = it;
  const prose = await features(it);
  await prose.locator('sup').getByRole('link', { name: '2', exact: true }).click();
  await page.waitForFunction(() => document.activeElement.textContent.includes('From the west.'));
});

journey('a footnote leads back to its place', async (it) => {
  const { page } = it;
  const prose = await features(it);
  await prose.locator('.footnote').last().getByRole('link').click();
  await page.waitForFunction(() => document.activeElement.closest('p')?.textContent.includes('The tide is high'));
});

journey('code is coloured and kept as it is', async (it) => {
  const prose = await features(it);
  const code = prose.locator('pre code').first();
  await soon(async () => assert.equal(await code.textContent(), 'fn main() { let light = "on"; } // turns\n'));
  const colours = await code.evaluate((code) => new Set([...code.querySelectorAll('span')].map((span) => getComputedStyle(span).color)).size);
  assert.ok(colours >= 3, `code has ${colours} colours`);
});

journey('drawings of boxes are never wrapped', { context: { viewport: { width: 1440, height: 900 } } }, async (it) => {
  const prose = await features(it);
  const box = prose.getByText('lamp ──▶ sea');
  await soon(async () => assert.equal(await box.evaluate((it) => getComputedStyle(it).whiteSpace), 'pre'));
  await soon(async () => assert.equal((await box.textContent()).trimEnd(), '┌──────────────┐\n│ lamp ──▶ sea │\n└──────────────┘'));
});

journey('raw HTML is text and does nothing', async (it) => {
  const { page } = it;
  const prose = await features(it);
  await prose.getByText('<script>window.hacked = 1</script>').waitFor();
  await prose.getByText('<img src=x onerror="window.hacked = 2">').waitFor();
  await prose.getByText('<b onclick="window.hacked = 3">bold?</b>').click();
  await soon(async () => assert.equal(await prose.locator('script, b, [onclick], [onerror], iframe, style').count(), 0));
  await soon(async () => assert.equal((await prose.textContent()).includes('unseen'), false));
  await soon(async () => assert.equal(await page.evaluate(() => window.hacked), undefined));
});

journey('details unfold', async (it) => {
  const prose = await features(it);
  const hidden = prose.getByText('Hidden words.');
  await soon(async () => assert.equal(await hidden.isVisible(), false));
  await prose.getByText('More', { exact: true }).click();
  await hidden.waitFor();
});

journey('links lead into the tree, out of it, or nowhere', async (it) => {
  const { page } = it;
  const prose = await features(it);
  const link = (name) => prose.getByRole('link', { name, exact: true });
  for (const name of ['script', 'entity', 'data', 'broken']) assert.equal(await link(name).count(), 0, name);
  await soon(async () => assert.deepEqual(await link('outside').evaluate(({ href, target, rel, title }) => [href, target, rel, title]), ['https://example.org/page', '_blank', 'noopener noreferrer', 'example.org']));
  await soon(async () => assert.equal(await link('mail').getAttribute('href'), 'mailto:keeper@example.org'));
  await soon(async () => assert.match(await prose.locator('[data-broken]').filter({ hasText: 'broken' }).getAttribute('title'), /There is no .*nowhere\.md beside this document/));
  const hrefs = await prose.locator('a').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
  for (const href of hrefs) assert.match(href, /^(#|https:|mailto:)/);
  await link('own').click();
  await page.waitForFunction(() => document.activeElement.id === 'h-tasks');
  await link('heading').click();
  await heading(page, 'The harbour');
  await page.waitForFunction(() => document.activeElement.id === 'h-the-harbour-wall');
  await page.goBack();
  await heading(page, 'Features');
  await link('beside').click();
  await heading(page, 'Soundings');
});

journey('names of plans, modules and paths are links, but not in code', async (it) => {
  const { page } = it;
  const prose = await features(it);
  await soon(async () => assert.equal(await prose.getByRole('link', { name: 'PP02_lamp_oil' }).count(), 1));
  await soon(async () => assert.equal(await prose.locator('pre').getByRole('link').count(), 0));
  const [path, module] = [prose.getByRole('link', { name: 'SP01_harbour/p00_survey/01_soundings.md' }), prose.getByRole('link', { name: 'tide_gauge' })];
  await soon(async () => assert.equal(await path.locator('code').count(), 1));
  await soon(async () => assert.equal(await path.getAttribute('href'), '#/doc/SP01_harbour/p00_survey/01_soundings.md'));
  await soon(async () => assert.equal(await module.getAttribute('href'), '#/module/tide_gauge'));
  await prose.getByRole('link', { name: 'PP02_lamp_oil' }).click();
  await heading(page, 'Lamp oil');
});

journey('pictures come from the tree and never from elsewhere', { expect: [/console: .*blob:/] }, async (it) => {
  const { page } = it;
  const prose = await features(it);
  const picture = prose.getByRole('img', { name: 'A red dot' });
  await page.waitForFunction(() => document.querySelector('.prose img')?.naturalWidth === 1);
  await soon(async () => assert.match(await picture.getAttribute('src'), /^blob:/));
  await soon(async () => assert.equal(await prose.locator('img').count(), 1));
  const far = prose.getByRole('link', { name: /Far away/ });
  await soon(async () => assert.match(await far.innerText(), /elsewhere\.test/));
  await soon(async () => assert.match(await prose.locator('[data-broken]').filter({ hasText: 'Lost' }).getAttribute('title'), /There is no picture lost\.png/));
  // What a page holds of pictures is given back when it is left.
  const address = await picture.getAttribute('src');
  await go(page, '#/overview');
  await heading(page, 'Lighthouse');
  const gone = await page.evaluate((address) => new Promise((done) => {
    const image = new Image();
    image.onload = () => done(false);
    image.onerror = () => done(true);
    image.src = address;
  }), address);
  assert.ok(gone, 'the picture is still held');
});

journey('text that runs from right to left does', async (it) => {
  const prose = await features(it);
  const direction = (locator) => locator.evaluate((it) => getComputedStyle(it).direction);
  assert.equal(await direction(prose.getByRole('heading', { name: /עברית/ })), 'rtl');
  assert.equal(await direction(prose.getByText('טקסט מימין')), 'rtl');
  assert.equal(await direction(prose.getByText('The tide is high')), 'ltr');
});

journey('every heading is a link to itself', async (it) => {
  const { page } = it;
  const prose = await features(it);
  const headings = prose.getByRole('heading');
  await soon(async () => assert.equal(await headings.count(), await prose.getByRole('link', { name: 'Link to this heading' }).count()));
  // Of two headings of one name each has its own place.
  const ids = await headings.evaluateAll((headings) => headings.map((heading) => heading.id));
  assert.equal(new Set(ids).size, ids.length);
  await prose.getByRole('heading', { name: /^Tasks/ }).last().getByRole('link').click();
  await page.waitForFunction(() => document.activeElement.id === 'h-tasks-1');
  assert.equal(new URL(page.url()).hash, `${FEATURES}:tasks-1`);
  // Headings of documents stand one level below that of the view.
  await soon(async () => assert.deepEqual(await headings.evaluateAll((headings) => [...new Set(headings.map((heading) => heading.tagName))]), ['H2', 'H3']));
});

journey('frontmatter is a card, and as written one click away', async (it) => {
  const { page } = it;
  await features(it);
  const card = page.getByRole('region', { name: 'Frontmatter' });
  const names = await card.getByRole('term').allTextContents();
  assert.deepEqual(names, ['title', 'status', 'depends_on', 'homepage', 'note']);
  await soon(async () => assert.equal(await card.getByRole('link', { name: 'PP02_lamp_oil' }).getAttribute('href'), '#/plan/PP02_lamp_oil'));
  await soon(async () => assert.equal(await card.getByRole('link', { name: 'PP77_nowhere' }).count(), 0));
  const home = card.getByRole('link', { name: 'https://example.org/lamp' });
  await soon(async () => assert.equal(await home.getAttribute('href'), 'https://example.org/lamp'));
  await card.getByText('quoted: yes', { exact: true }).waitFor();
  const written = card.getByText('note: "quoted: yes"');
  await soon(async () => assert.equal(await written.isVisible(), false));
  await card.getByText('As written').click();
  await soon(async () => assert.equal(await written.textContent(), LIGHTHOUSE['SP01_harbour/p00_survey/02_features.md'].split('---\n')[1]));
  await axe(page);
});

journey('links of the frontmatter that lead outside keep to the rules', async (it) => {
  const { page } = it;
  await features(it);
  const home = page.getByRole('region', { name: 'Frontmatter' }).getByRole('link', { name: 'https://example.org/lamp' });
  await soon(async () => assert.deepEqual(await home.evaluate(({ target, rel }) => [target, rel]), ['_blank', 'noopener noreferrer']));
});

journey('a document says what refers to it', async (it) => {
  const { page } = it;
  await features(it);
  await go(page, '#/doc/SP01_harbour/p00_survey/01_soundings.md');
  await heading(page, 'Soundings');
  const aside = page.getByRole('complementary', { name: 'About this document' });
  await aside.getByRole('heading', { name: 'Referred to in' }).waitFor();
  await aside.getByRole('link', { name: 'Features' }).first().waitFor();
  await aside.getByRole('link', { name: 'The harbour' }).click();
  await heading(page, 'The harbour');
  const marked = page.locator('[data-target]');
  await marked.waitFor();
  await soon(async () => assert.match(await marked.innerText(), /See the soundings/));
});

journey('a plan says what it needs and who needs it', async ({ page, open }) => {
  await open();
  await openArchive(page, ARCHIVE);
  await go(page, '#/plan/PP02_lamp_oil');
  await heading(page, 'Lamp oil');
  const main = page.getByRole('main');
  await main.getByRole('region', { name: /^Needs \(/ }).getByRole('link', { name: 'SP01 Harbour', exact: true }).click();
  await heading(page, 'The harbour');
  await main.getByRole('region', { name: /^Needed by \(1\)/ }).waitFor();
  await page.getByRole('table', { name: 'What it holds' }).getByRole('link', { name: /Survey/ }).click();
  await heading(page, 'Survey');
});

journey('a module says where it came from and shows its spec', async ({ page, open }) => {
  await open();
  await openArchive(page, ARCHIVE);
  await go(page, '#/module/tide_gauge');
  await heading(page, 'tide_gauge');
  const main = page.getByRole('main');
  await main.getByText('Measures the tide.').waitFor();
  await soon(async () => assert.equal(await main.locator('.module-facts').getByRole('link', { name: 'SP01 Harbour' }).count(), 1));
  await main.locator('.module-facts').getByRole('link', { name: 'PP02 Lamp oil' }).click();
  await heading(page, 'Lamp oil');
});

journey('a deep-linked document has its own title once it is read', async ({ page, open, beside }) => {
  beside('tree.zip', ARCHIVE);
  await open(`?src=tree.zip#/doc/SP01_harbour/p01_walls/02_mortar.md`);
  await heading(page, 'Mortar');
  // Its first heading says the same, and is not seen twice.
  const first = page.locator('.prose > h2').first();
  await soon(async () => assert.notEqual(await first.evaluate((it) => getComputedStyle(it).clipPath), 'none'));
  await page.locator('.page-header').getByText('Blocked').waitFor();
});

journey('on paper there is the article alone', async (it) => {
  const { page } = it;
  const prose = await features(it);
  await page.emulateMedia({ media: 'print' });
  for (const gone of ['banner', 'complementary', 'tree']) assert.equal(await page.getByRole(gone).count(), 0, gone);
  await soon(async () => assert.equal(await page.getByRole('navigation').count(), 0));
  await soon(async () => assert.equal(await page.getByRole('main').getByRole('button').count(), 0));
  await soon(async () => assert.ok(await prose.isVisible()));
  // All of it, not only what fits the window.
  const { shown, needed } = await page.evaluate(() => {
    const main = document.querySelector('#main');
    return { shown: main.clientHeight, needed: document.querySelector('.prose').scrollHeight };
  });
  assert.ok(shown >= needed, `${shown} px of ${needed} are on paper`);
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await soon(async () => assert.equal(await prose.evaluate((it) => getComputedStyle(it).color), 'rgb(0, 0, 0)'));
});

journey('the print button prints', async (it) => {
  const { page } = it;
  await features(it);
  await page.evaluate(() => { window.print = () => { window.printed = true; }; });
  await page.getByRole('button', { name: 'Print' }).click();
  await soon(async () => assert.equal(await page.evaluate(() => window.printed), true));
  await ready(page);
});

/** A document whose two tables have 3,000 and 150 rows; row N says so. */
const LONG = tree({
  '_overview.md': '# Long\n',
  'long.md': `# Many rows\n\n| Row | Leads |\n|---|---|\n${Array.from({ length: 3_000 }, (_, at) => `| row ${at} | [home](_overview.md) |`).join('\n')}\n\n## Few\n\n| Row |\n|---|\n${Array.from({ length: 150 }, (_, at) => `| few ${at} |`).join('\n')}\n`,
});
const LONG_DOC = '#/doc/long.md';

async function long({ page, open }, place = LONG_DOC) {
  await open();
  await openArchive(page, LONG);
  await go(page, place);
  await heading(page, 'Many rows');
  return page.locator('.prose tbody').first().locator('tr');
}

journey('rows of a long table are drawn as the reader comes near them, and none is lost', async (it) => {
  const { page } = it;
  const rows = await long(it);
  await soon(async () => assert.equal(await rows.count(), 200));
  await soon(async () => assert.equal(await page.locator('.prose tbody').nth(1).locator('tr').count(), 150));
  await axe(page);
  // By the button, by keyboard.
  const more = page.getByRole('button', { name: '2800 more rows follow: show more' });
  await more.press('Enter');
  await soon(async () => assert.ok(await rows.count() >= 700));
  await soon(async () => {
    const drawn = await rows.count();
    assert.equal(await page.locator('.more-rows').innerText(), `${3_000 - drawn} more rows follow: show more`);
  });
  // By scrolling.
  const drawn = await rows.count();
  await soon(async () => {
    await page.locator('.more-rows').scrollIntoViewIfNeeded();
    assert.ok(await rows.count() > drawn);
  });
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  await soon(async () => assert.equal(await rows.count(), 3_000));
  assert.deepEqual(await rows.locator('td:first-child').allInnerTexts(), Array.from({ length: 3_000 }, (_, at) => `row ${at}`));
  assert.equal(await page.locator('.more-rows').count(), 0);
});

journey('a link to a line far down in a table draws it', async (it) => {
  const { page } = it;
  const rows = await long(it, `${LONG_DOC}?line=1205`);
  // The first row stands on line 5.
  const target = page.locator('[data-target]');
  await target.getByText('row 1200').waitFor();
  await soon(async () => assert.ok(await target.evaluate((row) => { const { top, bottom } = row.getBoundingClientRect(); return top >= 0 && bottom <= innerHeight; })));
  assert.ok(await rows.count() < 3_000);
});

journey('a long table is copied whole', { context: { permissions: ['clipboard-read', 'clipboard-write'] } }, async (it) => {
  const { page } = it;
  await long(it);
  await page.getByRole('button', { name: 'CSV' }).click();
  await page.getByRole('status').getByText(/^Copied as CSV, 3150 rows of 2 tables/).waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  for (const row of ['row 0', 'row 199', 'row 200', 'row 2999', 'few 149']) assert.ok(copied.includes(row), row);
});
