// Measures the dependency graph of the built page in Chromium: how soon a tree of 200 plans is a picture, and what a frame takes
// while it is moved and zoomed with 500 and with 2,000 nodes on it.
//
//   node benches/canvas.mjs [--dist FOLDER] [--json]

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { zip } from '../build/zip.mjs';
import { makeGraphFile, makeZip } from './gen_tree.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const { chromium } = createRequire(join(ROOT, 'tests', 'e2e', 'package.json'))('playwright-core');
const { values } = parseArgs({ options: { dist: { type: 'string', default: 'dist' }, json: { type: 'boolean' } } });
const SUB_PATH = '/some/repo/';
const TYPES = { '.css': 'text/css', '.html': 'text/html', '.js': 'text/javascript', '.svg': 'image/svg+xml', '.wasm': 'application/wasm', '.zip': 'application/zip' };
const RUNS = 7;
const FRAMES = 120;

/** The tree of 200 plans that the other figures take; made once. */
function tree200() {
  const cache = join(process.env.PLANARIUM_CACHE ?? join(homedir(), '.cache', 'planarium'), 'bench');
  const path = join(cache, 'tree-200.zip');
  if (!existsSync(path)) {
    mkdirSync(cache, { recursive: true });
    writeFileSync(path, makeZip(200).bytes);
  }
  return readFileSync(path);
}

/** A tree of so many plans that need each other like the nodes of a graph, all of them open; each type of them is few enough to be drawn. */
function forest(count) {
  const { edges } = makeGraphFile(count, 1);
  const name = (at) => `PP${String(at).padStart(4, '0')}_plan`;
  const needs = Array.from({ length: count }, () => []);
  edges.forEach(([from, to]) => needs[to].push(name(from)));
  const overviews = needs.map((all, at) => ({
    name: `${name(at)}/_overview.md`,
    bytes: Buffer.from(`---\nstatus: WIP\ntype: Procedure\ndepends_on: [${all.join(', ')}]\n---\n\n# Plan ${at}\n`),
  }));
  return zip([{ name: '_overview.md', bytes: Buffer.from('# Root\n') }, ...overviews]);
}

const archives = { 'tree-200.zip': tree200(), 'open-500.zip': forest(500), 'open-2000.zip': forest(2000) };
const server = createServer((request, response) => {
  const { pathname } = new URL(request.url, 'http://x');
  const name = pathname.slice(SUB_PATH.length) || 'index.html';
  try {
    const body = archives[name] ?? readFileSync(join(resolve(values.dist), name));
    response.writeHead(200, { 'content-type': TYPES[extname(name)] ?? 'application/octet-stream', 'content-length': body.length }).end(body);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'] });

/** A page with a tree that has been read whole. */
async function opened(archive) {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  page.on('pageerror', (error) => console.error(`planarium: the page failed: ${error.message}`));
  await page.goto(`http://127.0.0.1:${server.address().port}${SUB_PATH}?src=${archive}#/tree`);
  await page.waitForSelector('html[data-planarium="ready"]', { state: 'attached' });
  await page.waitForFunction(() => !document.querySelector('.reading'), null, { timeout: 60_000 });
  await page.waitForTimeout(2_500);
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  /** What the page's thread has worked so far, in ms of processor time: the same on a busy machine, unlike the time of day. */
  const worked = async () => (await session.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration').value * 1000;
  const taken = async (work) => {
    const before = await worked();
    await work();
    return (await worked()) - before;
  };
  return { page, taken };
}

/** From the link to a picture that has been drawn. */
const drawn = (page, query) => page.evaluate((query) => new Promise((done) => {
  const begun = performance.now();
  location.hash = `#/dependencies${query}`;
  const look = () => {
    if (!document.querySelector('#graph-scene .node')) return void requestAnimationFrame(look);
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => done(performance.now() - begun);
    port2.postMessage(null);
  };
  requestAnimationFrame(look);
}), query);

/** One frame after another, each with something done in it. */
async function frames({ page, taken }, how) {
  const times = [];
  for (let at = 0; at < FRAMES; at += 1) {
    times.push(await taken(() => page.evaluate(({ how, at }) => new Promise((done) => {
      const canvas = document.querySelector('#graph-canvas');
      const box = canvas.getBoundingClientRect();
      const pointer = (type, x, y) => canvas.dispatchEvent(new PointerEvent(type, { pointerId: 1, button: 0, buttons: 1, clientX: box.x + x, clientY: box.y + y, bubbles: true, cancelable: true }));
      requestAnimationFrame(() => {
        if (how === 'zoom') {
          canvas.dispatchEvent(new WheelEvent('wheel', { deltaY: Math.floor(at / 15) % 2 ? 40 : -40, ctrlKey: true, clientX: box.x + 500, clientY: box.y + 250, bubbles: true, cancelable: true }));
        } else {
          if (at === 0) pointer('pointerdown', 400, 250);
          pointer('pointermove', 400 + (at % 40 < 20 ? 9 : -9) * (at % 20), 250 + (at % 60 < 30 ? 5 : -5) * (at % 30));
        }
        // What is put off to the next frame belongs to it.
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => done();
          port2.postMessage(null);
        });
      });
    }), { how, at })));
  }
  await page.evaluate(() => document.querySelector('#graph-canvas').dispatchEvent(new PointerEvent('pointerup', { pointerId: 1, button: 0, bubbles: true })));
  return times;
}

const sorted = (times) => [...times].sort((a, b) => a - b);
const p95 = (times) => sorted(times)[Math.floor(times.length * 0.95)];

async function first() {
  const { page, taken } = await opened('tree-200.zip');
  const [openings, works] = [[], []];
  for (let run = 0; run < RUNS; run += 1) {
    works.push(await taken(async () => openings.push(await drawn(page, ''))));
    if (run === RUNS - 1) break;
    await page.evaluate(() => { location.hash = '#/tree'; });
    await page.waitForTimeout(500);
  }
  const nodes = await page.locator('#graph-scene .node').count();
  await page.context().close();
  return [
    { what: `dependencies of 200 plans, ${nodes} nodes drawn: link → first picture, its thread's work`, is: sorted(works)[RUNS >> 1], most: 100, unit: 'ms' },
    { what: '    by the time of day', is: sorted(openings)[RUNS >> 1], unit: 'ms' },
    { what: '    the very first time, its part of the program downloaded, by the time of day', is: openings[0], unit: 'ms' },
  ];
}

async function moving(archive, query) {
  const opening = await opened(archive);
  const work = await opening.taken(() => drawn(opening.page, query));
  await opening.page.waitForTimeout(800);
  // All of it is seen: nothing that is outside of the window is left out.
  await opening.page.getByRole('button', { name: /^Show all of it/ }).click();
  await opening.page.waitForTimeout(600);
  const nodes = await opening.page.locator('#graph-scene .node').count();
  const [moved, zoomed] = [await frames(opening, 'pan'), await frames(opening, 'zoom')];
  await opening.page.context().close();
  const count = nodes.toLocaleString('en');
  return [
    { what: `    ${count} nodes on the canvas: the first picture, its thread's work`, is: work, unit: 'ms' },
    { what: `    ${count} nodes, all in sight: moving, 95 % of frames within`, is: p95(moved), most: 16, unit: 'ms' },
    { what: `    ${count} nodes, all in sight: zooming, 95 % of frames within`, is: p95(zoomed), most: 16, unit: 'ms' },
  ];
}

const lines = [];
/** What is known is said at once; whoever reads it as JSON gets all of it at the end. */
function say(found) {
  lines.push(...found);
  if (!values.json) for (const { what, is, most, unit } of found) console.log(`${what}: ${is.toFixed(1)} ${unit}${most ? ` (≤ ${most}: ${is <= most ? 'met' : 'NOT met'})` : ''}`);
}
say(await first());
say(await moving('open-500.zip', '?scope=all'));
say(await moving('open-2000.zip', '?scope=all&open=In%20work'));
await browser.close();
server.closeAllConnections();
server.close();
if (values.json) console.log(JSON.stringify(lines));
