// The graph of what needs what: by hand and by keys, its counts, its lines, its table, and what it is taken away as.

import assert from 'node:assert/strict';
import { axe, heading, journey, openArchive, openSample, screenshot, soon, stopClock } from './harness.mjs';
import { tree } from './trees.mjs';

const node = (page, name) => page.locator('#graph-scene .node').filter({ has: page.locator('text').getByText(name, { exact: true }) });
const hash = (page) => page.evaluate(() => location.hash);

async function openGraph(page, open, query = '') {
  await open();
  await openSample(page);
  await page.evaluate((query) => { location.hash = `#/dependencies${query}`; }, query);
  await heading(page, 'Dependencies');
  await page.locator('#graph-scene .node').first().waitFor();
}

/** The numbers of the trust strip: how many edges are shown, of how many, and how many are hidden for each reason. */
async function trust(page) {
  const words = await page.locator('.trust li').allInnerTexts();
  const [, shown, all] = /^(\d+) of (\d+) edges shown/.exec(words[0]);
  const hidden = words.slice(1).map((text) => /^(\d+) (follow|further|hidden by the (?:filter|query)$|inside|origins|from a plan)/.exec(text)?.[1] ?? 0);
  return { shown: +shown, all: +all, hidden: hidden.reduce((sum, count) => sum + +count, 0), words };
}

journey('the picture begins with what is open, and counts what it leaves out', async ({ page, open }) => {
  await openGraph(page, open);
  await soon(async () => assert.match(await page.locator('.answer').first().innerText(), /^33 dependencies between 20 plans\. Of 4 open plans, 1 cannot go on and 0 can start now\.$/));
  await node(page, 'SP20').waitFor();
  let counted = await trust(page);
  assert.equal(counted.shown + counted.hidden, counted.all, counted.words.join(' | '));
  // One step more is one step more.
  const near = await page.locator('#graph-scene .node').count();
  await page.getByRole('button', { name: 'One step more' }).click();
  await page.waitForFunction((near) => document.querySelectorAll('#graph-scene .node').length > near, near);
  await soon(async () => assert.match(await hash(page), /depth=2/));
  counted = await trust(page);
  assert.equal(counted.shown + counted.hidden, counted.all, counted.words.join(' | '));
  // Everything, unfolded.
  await page.getByRole('combobox', { name: 'Where the picture begins' }).selectOption('all');
  await page.locator('#needs-filters summary').click();
  await page.getByRole('checkbox', { name: 'Unfold the archive' }).check();
  await node(page, 'PP08').waitFor();
  counted = await trust(page);
  assert.equal(counted.shown + counted.hidden, counted.all, counted.words.join(' | '));
  await page.getByRole('button', { name: /follow from others$/ }).click();
  await page.getByRole('button', { name: 'reduction off' }).waitFor();
  const complete = await trust(page);
  assert.ok(complete.shown > counted.shown);
  assert.equal(complete.shown + complete.hidden, complete.all);
  // The link alone says the same.
  const link = await hash(page);
  await page.evaluate(() => { location.hash = '#/overview'; });
  await heading(page, 'Overview').catch(() => {});
  await page.evaluate((link) => { location.hash = link; }, link);
  await page.getByRole('button', { name: 'reduction off' }).waitFor();
  assert.deepEqual((await trust(page)).words, complete.words);
});

journey('keys alone answer what breaks when PP08 slips', async ({ page, open }) => {
  await openGraph(page, open, '?scope=all&archive=open');
  // Letters belong together when they come soon after each other, however long a press takes here.
  await stopClock(page);
  await page.locator('#graph-scene [tabindex="0"]').focus();
  // By its name, and along an edge and back.
  const active = () => page.evaluate(() => document.activeElement.getAttribute('aria-label') ?? '');
  await page.keyboard.type('pp08');
  await soon(async () => assert.match(await active(), /^PP08 polyglot persistence, done/));
  await page.keyboard.press('ArrowRight');
  await soon(async () => assert.doesNotMatch(await active(), /^PP08/));
  await page.keyboard.press('ArrowLeft');
  await page.evaluate(() => later(2_000));
  await page.keyboard.type('pp08');
  await soon(async () => assert.match(await active(), /^PP08 /));
  await page.keyboard.press('Space');
  await page.waitForFunction(() => location.hash.includes('select=PP08'));
  const side = page.getByRole('complementary', { name: 'What is chosen' });
  await side.getByText(/items wait for it, directly or through others\.$/).waitFor();
  await side.getByRole('heading', { name: /^Needed by/ }).waitFor();
  await soon(async () => assert.ok((await side.locator('a.place').count()) > 0, 'each edge has its line'));
  await page.locator('#graph-scene .node[data-relation="behind"]').first().waitFor();
  // Escape lets go.
  await page.locator('#graph-scene [tabindex="0"]').focus();
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => !location.hash.includes('select='));
});

journey('an edge leads to the lines that state it', async ({ page, open }) => {
  await openGraph(page, open, '?edge=SP18_reporting_engine%20SP09_insurance_integration');
  const side = page.getByRole('complementary', { name: 'What is chosen' });
  await side.getByRole('heading', { name: '1 edge stated' }).waitFor();
  await soon(async () => assert.deepEqual(await side.locator('a.place').allInnerTexts(), ['SP09/_overview.md:12', 'SP18/_overview.md:11']));
  await side.locator('a.place').first().click();
  await page.getByRole('region', { name: 'Source text' }).waitFor();
});

journey('a click chooses, a second lets go, a double click opens, the background clears', async ({ page, open }) => {
  await openGraph(page, open);
  await node(page, 'SP18').click();
  await page.waitForFunction(() => location.hash.includes('select=SP18'));
  await page.locator('#graph-canvas').click({ position: { x: 6, y: 6 } });
  await page.waitForFunction(() => !location.hash.includes('select='));
  await node(page, 'SP18').dblclick();
  await page.getByRole('heading', { level: 1, name: /Reporting Engine/ }).waitFor();
  await page.goBack();
  await heading(page, 'Dependencies');
});

journey('the picture is dragged and zoomed, and the link says where', async ({ page, open }) => {
  await openGraph(page, open);
  const place = () => page.locator('#graph-scene').evaluate((scene) => scene.style.transform);
  const before = await place();
  const box = await page.locator('#graph-canvas').boundingBox();
  await page.mouse.move(box.x + 40, box.y + 40);
  await page.mouse.down();
  await page.mouse.move(box.x + 140, box.y + 90, { steps: 5 });
  await page.mouse.up();
  await page.waitForFunction((before) => document.querySelector('#graph-scene').style.transform !== before, before);
  await page.waitForFunction(() => /[?&]at=-?\d+,-?\d+,/.test(location.hash));
  await page.locator('#graph-canvas').focus();
  const dragged = await place();
  await page.keyboard.press('+');
  await page.waitForFunction((dragged) => document.querySelector('#graph-scene').style.transform !== dragged, dragged);
  // A filter moves nothing that stays.
  const zoomed = await place();
  await page.getByRole('searchbox', { name: 'Filter the picture by name' }).fill('report');
  await page.getByText(/hidden by the query/).first().waitFor();
  assert.equal(await place(), zoomed);
});

/** Where a point of the window lies in the picture, as the picture is seen. */
const within = (page, x, y) => page.evaluate(({ x, y }) => {
  const scene = document.querySelector('#graph-scene');
  const { a, e, f } = scene.querySelector('.nodes').getScreenCTM();
  return { x: (x - e) / a, y: (y - f) / a, zoom: a };
}, { x, y });

/** The layer that moves is back where it belongs, and the picture stands where the link says. */
async function atRest(page) {
  await page.waitForFunction(() => document.querySelector('#graph-layer').style.transform === 'none');
  await soon(async () => {
    const [, x, y, zoom] = /translate\((-?[\d.]+)px, (-?[\d.]+)px\) scale\(([\d.]+)\)/.exec(await page.locator('#graph-scene').evaluate((scene) => scene.style.transform));
    const link = /[?&]at=(-?\d+),(-?\d+),([\d.]+)/.exec(await hash(page));
    for (const [at, [shown, said]] of [[x, link[1]], [y, link[2]], [zoom, link[3]]].entries()) assert.ok(Math.abs(shown - said) <= (at === 2 ? 0.001 : 0.51), `${shown} is ${said}`);
  });
}

journey('what is zoomed stays under the pointer while it moves and where it comes to rest', async ({ page, open }) => {
  await openGraph(page, open);
  const box = await node(page, 'SP18').locator('.box').boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const before = await within(page, x, y);
  await page.mouse.move(x, y);
  await page.keyboard.down('Control');
  for (const step of [-60, -60, -60, 40, -60, -60]) {
    await page.mouse.wheel(0, step);
    const now = await within(page, x, y);
    assert.ok(Math.hypot(now.x - before.x, now.y - before.y) < 1.5, JSON.stringify({ before, now }));
  }
  await page.keyboard.up('Control');
  await page.waitForFunction((zoom) => document.querySelector('#graph-scene .nodes').getScreenCTM().a > zoom * 1.5, before.zoom);
  await atRest(page);
  const after = await within(page, x, y);
  assert.ok(Math.hypot(after.x - before.x, after.y - before.y) < 1.5, JSON.stringify({ before, after }));
  // What is pointed at is what is seen there.
  await page.mouse.click(x, y);
  await page.waitForFunction(() => location.hash.includes('select=SP18'));
});

journey('two fingers that move are both followed', { context: { hasTouch: true } }, async ({ page, open }) => {
  await openGraph(page, open);
  const box = await page.locator('#graph-canvas').boundingBox();
  const session = await page.context().newCDPSession(page);
  const touch = (type, ...touchPoints) => session.send('Input.dispatchTouchEvent', { type, touchPoints: touchPoints.map(([x, y], id) => ({ x, y, id })) });
  const [one, other] = [[box.x + 120, box.y + 120], [box.x + 200, box.y + 120]];
  const before = [await within(page, ...one), await within(page, ...other)];
  await touch('touchStart', one, other);
  let ends = [];
  for (let step = 1; step <= 8; step += 1) {
    // Apart, and both of them downwards.
    ends = [[one[0] - 6 * step, one[1] + 5 * step], [other[0] + 9 * step, other[1] + 5 * step]];
    await touch('touchMove', ...ends);
  }
  await soon(async () => {
    const after = [await within(page, ...ends[0]), await within(page, ...ends[1])];
    assert.ok(after[0].zoom > before[0].zoom * 1.8, `zoomed from ${before[0].zoom} to ${after[0].zoom}`);
    after.forEach((now, at) => assert.ok(Math.hypot(now.x - before[at].x, now.y - before[at].y) < 12, JSON.stringify({ was: before[at], now })));
  });
  await touch('touchEnd');
  await atRest(page);
});

journey('words out of sight follow the first picture, and the small map shows what is seen', async ({ page, open }) => {
  await open();
  const names = Array.from({ length: 140 }, (_, at) => `PP${String(at).padStart(3, '0')}_plan`);
  await openArchive(page, tree(Object.fromEntries(names.map((name, at) => [`${name}/_overview.md`, `---\nstatus: WIP\ndepends_on: [${names[at >> 1]}]\n---\n# Plan ${at}\n`]))), 'many.zip');
  await page.evaluate(() => { location.hash = '#/dependencies?scope=all'; });
  await heading(page, 'Dependencies');
  await page.waitForFunction(() => {
    const nodes = [...document.querySelectorAll('#graph-scene .node')];
    return nodes.length > 120 && nodes.every((node) => node.querySelectorAll('text.label').length === 1);
  });
  await page.locator('#graph-map').waitFor();
  const seen = () => page.locator('#graph-seen').boundingBox();
  const [map, before] = [await page.locator('#graph-map').boundingBox(), await seen()];
  const canvas = await page.locator('#graph-canvas').boundingBox();
  await page.mouse.move(canvas.x + 400, canvas.y + 300);
  await page.mouse.down();
  await page.mouse.move(canvas.x + 400, canvas.y + 120, { steps: 6 });
  await soon(async () => assert.ok((await seen()).y > before.y, 'the frame follows while the picture is moved'));
  await page.mouse.up();
  const after = await seen();
  assert.ok(after.x >= map.x && after.y >= map.y && after.x + after.width <= map.x + map.width && after.y + after.height <= map.y + map.height + 1);
  await atRest(page);
});

journey('a query that leaves no picture says so, and is taken away by a click', async ({ page, open }) => {
  await open();
  await openSample(page);
  await page.evaluate(() => { location.hash = '#/dependencies?q=owner:nobody'; });
  await heading(page, 'Dependencies');
  const said = page.locator('#needs-empty');
  await said.getByText(/^None of the \d+ nodes of this graph fits the query owner:nobody\.$/).waitFor();
  await said.getByRole('button', { name: 'Take the query away' }).click();
  await page.locator('#graph-scene .node').first().waitFor();
  assert.ok(!(await hash(page)).includes('owner'));
});

journey('the table says the same as the picture', async ({ page, open }) => {
  await openGraph(page, open);
  await page.getByRole('button', { name: 'Table', exact: true }).click();
  const table = page.locator('table.twin').first();
  await table.waitFor();
  const counted = await trust(page);
  const caption = await table.locator('caption').innerText();
  assert.match(caption, /^\d+ nodes, \d+ edges$/);
  await soon(async () => assert.match(await page.locator('table.twin').nth(1).locator('caption').innerText(), new RegExp(`^${counted.hidden} edges not drawn$`)));
  await table.getByRole('rowheader', { name: /SP18/ }).waitFor();
});

journey('the longest chain and what can start are a click away', async ({ page, open }) => {
  await openGraph(page, open);
  await page.getByRole('button', { name: 'Longest chain' }).click();
  const side = page.getByRole('complementary', { name: 'What is chosen' });
  await side.getByText(/slots of magnitude: nothing that is still to be done takes longer in a row\.$/).waitFor();
  await page.getByRole('button', { name: 'Can start' }).click();
  await side.getByRole('heading', { name: 'Can start now (0)' }).waitFor();
});

journey('the picture is saved as SVG and PNG, complete in itself', async ({ page, open }) => {
  await openGraph(page, open);
  for (const [name, begin] of [['Picture (SVG)', '<svg'], ['Picture (PNG)', '\u0089PNG'], ['Data (JSON)', '{'], ['Graphviz (DOT)', 'digraph']]) {
    await page.locator('#graph-exports summary').click();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name, exact: true }).click();
    const stream = await (await download).createReadStream();
    const chunks = [];
    for await (const chunk of stream) chunks.push(chunk);
    const bytes = Buffer.concat(chunks);
    assert.ok(bytes.toString('latin1').startsWith(begin), name);
    assert.ok(bytes.length > 200, name);
  }
});

const CIRCLE = tree({
  '_overview.md': '# Round\n',
  'SP01_a/_overview.md': '---\nstatus: TODO\ndepends_on: [SP02, SP09_gone]\n---\n# A\n',
  'SP02_b/_overview.md': '---\nstatus: TODO\ndepends_on: [SP03]\n---\n# B\n',
  'SP03_c/_overview.md': '---\nstatus: WIP\ndepends_on: [SP01, SP03]\n---\n# C\n',
});

journey('circles, loops and what is not there are told', async ({ page, open }) => {
  await open();
  await openArchive(page, CIRCLE);
  await page.evaluate(() => { location.hash = '#/dependencies?mode=complete'; });
  await page.locator('#graph-scene .node').nth(2).waitFor();
  await page.getByRole('link', { name: '1 unresolved' }).waitFor();
  await page.locator('.trust').getByRole('link', { name: '1 circle' }).waitFor();
  await page.getByRole('link', { name: '1 from a plan to itself' }).waitFor();
  await soon(async () => assert.equal(await page.locator('#graph-scene .node[data-flags~="circle"]').count(), 3));
});

journey('a circle is one marked group', async ({ page, open }) => {
  await open();
  await openArchive(page, CIRCLE);
  await page.evaluate(() => { location.hash = '#/dependencies?mode=complete'; });
  await page.locator('#graph-scene .frame.circle').waitFor();
  await soon(async () => assert.equal(await page.locator('#graph-scene .frame-name').textContent(), '↻ circle of 3'));
});

journey('plans with commas, blanks and percents in their names are unfolded one beside the other', async ({ page, open }) => {
  await open();
  await openArchive(page, tree({
    '_overview.md': '# Harbour\n',
    'SP01_pier, north/_overview.md': '---\nstatus: WIP\n---\n# Pier\n',
    'SP01_pier, north/p00_piles/_overview.md': '---\nstatus: WIP\n---\n# Piles\n',
    'SP02_crane 100%/_overview.md': '---\nstatus: WIP\ndepends_on: [SP01]\n---\n# Crane\n',
    'SP02_crane 100%/p00_rails/_overview.md': '---\nstatus: WIP\n---\n# Rails\n',
  }));
  await page.evaluate(() => { location.hash = '#/dependencies'; });
  const side = page.getByRole('complementary', { name: 'What is chosen' });
  for (const [at, name] of ['SP01_pier, north', 'SP02_crane 100%'].entries()) {
    await page.evaluate((name) => {
      const kept = location.hash.match(/expand=[^&]*/)?.[0];
      location.hash = `#/dependencies?select=${encodeURIComponent(name)}${kept ? `&${kept}` : ''}`;
    }, name);
    await side.getByRole('button', { name: 'Unfold it' }).click();
    await page.waitForFunction((count) => document.querySelectorAll('#graph-scene .frame').length === count, at + 1);
  }
});

journey('a plan is unfolded into its phases, and folded again', async ({ page, open }) => {
  await openGraph(page, open, '?select=PP19_perf_optimization');
  const side = page.getByRole('complementary', { name: 'What is chosen' });
  await side.getByRole('button', { name: 'Unfold it' }).click();
  await page.locator('#graph-scene .frame').first().waitFor();
  await soon(async () => assert.ok((await page.locator('#graph-scene .node[data-kind="phase"]').count()) > 0));
  await soon(async () => assert.match(await hash(page), /expand=PP19_perf_optimization/));
  await screenshot(page, 'dependencies-unfolded');
  await side.getByRole('button', { name: 'Fold it' }).click();
  await page.waitForFunction(() => document.querySelectorAll('#graph-scene .frame').length === 0);
});

journey('plans and the overview show what is around them, each node a link', async ({ page, open }) => {
  await open();
  await openSample(page);
  await page.locator('#near .graph-still').waitFor();
  await axe(page);
  await page.evaluate(() => { location.hash = '#/plan/SP18_reporting_engine'; });
  const near = page.locator('#near section[aria-labelledby="h-near"]');
  await near.getByRole('link', { name: /^SP18 reporting engine/ }).waitFor();
  await axe(page);
  await screenshot(page, 'plan-near');
  await near.getByRole('link', { name: /^SP09 insurance integration/ }).click();
  await page.getByRole('heading', { level: 1, name: /Insurance Integration/i }).waitFor();
  await page.locator('#near').getByRole('link', { name: 'Open it as a graph' }).click();
  await page.waitForFunction(() => /dependencies\?focus=SP09/.test(location.hash));
});

journey('from right to left the picture is mirrored', async ({ page, open }) => {
  await open();
  await openArchive(page, tree({
    '_overview.md': '# תוכנית\n',
    'SP01_a/_overview.md': '---\nstatus: TODO\n---\n# בסיס\n',
    'SP02_b/_overview.md': '---\nstatus: TODO\ndepends_on: [SP01]\n---\n# המשך\n',
  }));
  await page.evaluate(() => { location.hash = '#/dependencies'; });
  await page.locator('#graph-scene .node').nth(1).waitFor();
  const x = (name) => node(page, name).locator('.box').getAttribute('x');
  assert.ok(+(await x('SP01')) > +(await x('SP02')));
});

journey('a tree without a dependency says what would make one', async ({ page, open }) => {
  await open();
  await openArchive(page, tree({ '_overview.md': '# Alone\n', 'SP01_a/_overview.md': '---\nstatus: TODO\n---\n# A\n' }));
  await page.evaluate(() => { location.hash = '#/dependencies'; });
  await page.getByText('No plan of this tree says what it needs.').waitFor();
  await page.getByText('Without an edge that is drawn (1)').waitFor();
});

for (const scheme of ['light', 'dark']) {
  for (const width of [1440, 390]) {
    journey(`axe finds nothing on the dependencies (${scheme}, ${width} px)`, { context: { colorScheme: scheme, viewport: { width, height: 900 } } }, async ({ page, open }) => {
      await open();
      await page.getByRole('button', { name: 'Open the sample' }).click();
      await page.getByRole('heading', { level: 1, name: /MedFlow/ }).waitFor();
      await page.evaluate(() => { location.hash = '#/dependencies?scope=all&archive=open&group=status&select=PP08_polyglot_persistence'; });
      await page.getByRole('heading', { name: /^Needed by/ }).waitFor();
      await axe(page);
      await screenshot(page, `dependencies-${scheme}-${width}`);
      await page.evaluate(() => { location.hash = '#/dependencies?view=table'; });
      await page.locator('table.twin').first().waitFor();
      await axe(page);
      const overflow = await page.evaluate(() => document.querySelector('#main').scrollWidth - document.querySelector('#main').clientWidth);
      assert.ok(overflow <= 0, `${overflow} px wider than the page`);
    });
  }
}

const HARBOUR = tree({
  '_overview.md': '# Harbour\n\n## Plans\n\n| Plan | Status |\n|---|---|\n| SP01_pier | WIP |\n',
  'SP01_pier/_overview.md': '---\nstatus: WIP\nlast_updated: 2026-01-05\n---\n# Pier\n',
  'SP02_crane/_overview.md': '---\nstatus: TODO\nlast_updated: 2026-01-05\ndepends_on: [SP01_pier]\n---\n# Crane\n',
  'SP03_quay/_overview.md': '---\nstatus: TODO\nlast_updated: 2026-01-05\ndepends_on: [SP02_crane]\n---\n# Quay\n',
});

async function harbour({ page, open }, query = '') {
  await open();
  await openArchive(page, HARBOUR, 'harbour.zip');
  await page.evaluate((query) => { location.hash = `#/dependencies?scope=all${query}`; }, query);
  await heading(page, 'Dependencies');
  await page.locator('#graph-scene .node').nth(2).waitFor();
}

const edges = (page) => page.locator('#graph-scene .edges .edge').count();

/** Draws a line from the handle of one node to the middle of another. */
async function pull(page, from, to) {
  const place = await node(page, from).getAttribute('data-node');
  const handle = await page.locator(`#graph-scene [data-handle="${place}"]`).boundingBox();
  const target = await node(page, to).locator('.box').boundingBox();
  await page.mouse.move(handle.x + handle.width / 2, handle.y + handle.height / 2);
  await page.mouse.down();
  await page.mouse.move(target.x + target.width / 2, target.y + target.height / 3, { steps: 6 });
  await page.waitForFunction(() => document.getElementById('graph-pull').getAttribute('d'));
  await node(page, to).and(page.locator('[data-pulled]')).waitFor();
  await page.mouse.up();
}

journey('a line drawn from a node to another is a dependency, and a circle is refused', async (it) => {
  const { page } = it;
  await harbour(it, '&mode=complete');
  await soon(async () => assert.equal(await edges(page), 2));
  const place = () => page.locator('#graph-scene').evaluate((scene) => scene.style.transform);
  const at = await place();
  await pull(page, 'SP03', 'SP01');
  await page.waitForFunction(() => document.querySelectorAll('#graph-scene .edges .edge').length === 3);
  await soon(async () => assert.equal(await place(), at, 'the picture stays where it is'));
  await screenshot(page, 'dependencies-drawn');
  await pull(page, 'SP01', 'SP03');
  await page.getByRole('status').filter({ hasText: 'this would be a circle' }).waitFor();
  await soon(async () => assert.equal(await edges(page), 3));
  await page.keyboard.press('Control+z');
  await page.waitForFunction(() => document.querySelectorAll('#graph-scene .edges .edge').length === 2);
});

journey('keys alone add a dependency and take it away', async (it) => {
  const { page } = it;
  await harbour(it, '&mode=complete&select=SP03_quay');
  const side = page.getByRole('complementary', { name: 'What is chosen' });
  await side.getByRole('heading', { name: 'Needs (1)' }).waitFor();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('Add a dependency');
  await page.getByRole('option', { name: /^Add a dependency/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement.id === 'needs-add');
  await page.keyboard.type('SP01');
  await page.keyboard.press('Enter');
  await side.getByRole('heading', { name: 'Needs (2)' }).waitFor();
  await page.waitForFunction(() => document.activeElement.id === 'needs-add');
  await axe(page);
  await side.getByRole('button', { name: 'remove: let SP03_quay not depend on SP02_crane' }).focus();
  await page.keyboard.press('Enter');
  await side.getByRole('heading', { name: 'Needs (1)' }).waitFor();
  // Both sides of each are said, in one file each.
  await page.evaluate(() => { location.hash = '#/changes'; });
  await heading(page, 'Changes');
  await soon(async () => {
    const text = await page.locator('main').innerText();
    assert.match(text, /Let SP03_quay depend on SP01_pier/);
    assert.match(text, /Let SP03_quay not depend on SP02_crane any more/);
  });
  // Itself is refused, with words.
  await page.evaluate(() => { location.hash = '#/dependencies?scope=all&select=SP03_quay'; });
  await page.locator('#needs-add').fill('SP03');
  await side.getByRole('button', { name: 'Add the dependency' }).click();
  await page.getByRole('status').filter({ hasText: 'cannot depend on itself' }).waitFor();
  // So is everything while another day is shown.
  await page.evaluate(() => { location.hash = '#/dependencies?scope=all&select=SP03_quay&asof=2026-01-02'; });
  // The tree tells of no day itself; the bar of days stands there all the same.
  await page.getByRole('complementary', { name: 'The tree as it was' }).getByText(/^On 2026-01-02 3 of 3 plans were there: 3 unknown then/).waitFor();
  await page.locator('#needs-add').fill('SP01');
  await side.getByRole('button', { name: 'Add the dependency' }).click();
  await page.getByRole('status').filter({ hasText: 'the past is not edited' }).waitFor();
});
