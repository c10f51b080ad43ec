// Measures the timeline of the built page in Chromium: how soon 5,000 deltas over 400 lanes are a picture, and what a frame
// takes while it is zoomed and moved.
//
//   node benches/timeline.mjs [--dist FOLDER] [--json]

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { zip } from '../build/zip.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const { chromium } = createRequire(join(ROOT, 'tests', 'e2e', 'package.json'))('playwright-core');
const { values } = parseArgs({ options: { dist: { type: 'string', default: 'dist' }, json: { type: 'boolean' } } });
const SUB_PATH = '/some/repo/';
const TYPES = { '.css': 'text/css', '.html': 'text/html', '.js': 'text/javascript', '.svg': 'image/svg+xml', '.wasm': 'application/wasm', '.zip': 'application/zip' };
const DELTAS = 5_000;
const LANES = 400;
const RUNS = 5;
const FRAMES = 120;

/** A tree whose root tells of 5,000 changes of 400 modules over six years. */
function tree() {
  const pad = (number, length) => String(number).padStart(length, '0');
  const name = (module) => `module_${pad(module, 3)}`;
  const plans = 100;
  const index = Array.from({ length: LANES }, (_, module) => `| ${name(module)} | SP${pad(module % plans, 2)}_plan | | | |\n`).join('');
  const deltas = Array.from({ length: DELTAS }, (_, at) => {
    const day = new Date(Date.UTC(2020, 0, 1 + Math.floor((at * 2190) / DELTAS))).toISOString().slice(0, 10);
    const module = (at * 7919) % LANES;
    return `### ✅ SP${pad(module % plans, 2)}_plan — ${day}\n- ${name(module)}: ${at < LANES ? 'new module' : `changed for the ${at}th time`}\n\n`;
  }).join('');
  const root = `# Root\n\n## Module Index\n\n| Module | Origin Plan | Owner | Modified By | Spec |\n|---|---|---|---|---|\n${index}\n## State Deltas\n\n${deltas}`;
  const overviews = Array.from({ length: plans }, (_, plan) => ({ name: `SP${pad(plan, 2)}_plan/_overview.md`, bytes: Buffer.from('---\nstatus: WIP\n---\n\n# A plan\n') }));
  return zip([{ name: '_overview.md', bytes: Buffer.from(root) }, ...overviews]);
}

const bytes = tree();
const server = createServer((request, response) => {
  const { pathname } = new URL(request.url, 'http://x');
  const name = pathname.slice(SUB_PATH.length) || 'index.html';
  try {
    const body = name === 'deltas.zip' ? bytes : readFileSync(join(resolve(values.dist), name));
    response.writeHead(200, { 'content-type': TYPES[extname(name)] ?? 'application/octet-stream', 'content-length': body.length }).end(body);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'] });
const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
page.on('pageerror', (error) => console.error(`planarium: the page failed: ${error.message}`));
await page.goto(`http://127.0.0.1:${server.address().port}${SUB_PATH}?src=deltas.zip#/tree`);
await page.waitForSelector('html[data-planarium="ready"]', { state: 'attached' });
await page.waitForFunction(() => !document.querySelector('.reading'), null, { timeout: 60_000 });
await page.waitForTimeout(3_000);

/** From the link to a picture that has been drawn. */
const opening = () => page.evaluate(() => new Promise((done) => {
  const begun = performance.now();
  location.hash = '#/timeline?group=module';
  const look = () => {
    if (!document.querySelector('#timeline-marks svg .mark')) return void requestAnimationFrame(look);
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => done(performance.now() - begun);
    port2.postMessage(null);
  };
  requestAnimationFrame(look);
}));

const session = await page.context().newCDPSession(page);
await session.send('Performance.enable', { timeDomain: 'threadTicks' });
/** What the page's thread has worked so far, in ms of processor time: the same on a busy machine, unlike the time of day. */
const worked = async () => (await session.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration').value * 1000;

/** What something in the page takes until it is drawn, in ms of processor time. */
async function taken(work) {
  const before = await worked();
  await work();
  return (await worked()) - before;
}

/** One frame after another, each with something done in it. */
async function frames(how) {
  const times = [];
  for (let at = 0; at < FRAMES; at += 1) {
    times.push(await taken(() => page.evaluate(({ how, at }) => new Promise((done) => {
      const scroll = document.querySelector('#timeline-scroll');
      requestAnimationFrame(() => {
        if (how === 'zoom') {
          const box = scroll.getBoundingClientRect();
          scroll.dispatchEvent(new WheelEvent('wheel', { deltaY: Math.floor(at / 20) % 2 ? 60 : -60, ctrlKey: true, clientX: box.x + 700, clientY: box.y + 200, bubbles: true, cancelable: true }));
        } else {
          scroll.scrollLeft += at % 40 < 20 ? 90 : -90;
          scroll.scrollTop += at % 60 < 30 ? 60 : -60;
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
  return times;
}

const sorted = (times) => [...times].sort((a, b) => a - b);
const p95 = (times) => sorted(times)[Math.floor(times.length * 0.95)];
const openings = [];
const works = [];
for (let run = 0; run < RUNS; run += 1) {
  works.push(await taken(async () => openings.push(await opening())));
  if (run === RUNS - 1) break;
  await page.evaluate(() => { location.hash = '#/tree'; });
  await page.waitForTimeout(500);
}
const said = await page.locator('#timeline-hits').innerText();
await page.getByRole('button', { name: 'Fold or unfold all lanes' }).click();
const zoomed = await frames('zoom');
const moved = await frames('pan');
await browser.close();
server.closeAllConnections();
server.close();
const lines = [
  { what: `timeline: ${said} Link → first picture, its thread's work`, is: sorted(works)[RUNS >> 1], most: 150, unit: 'ms' },
  { what: '    by the time of day', is: sorted(openings)[RUNS >> 1], unit: 'ms' },
  { what: '    the very first time, its part of the program downloaded, by the time of day', is: openings[0], unit: 'ms' },
  { what: '    zooming, 95 % of frames within', is: p95(zoomed), most: 16, unit: 'ms' },
  { what: '    moving, 95 % of frames within', is: p95(moved), most: 16, unit: 'ms' },
];
if (values.json) console.log(JSON.stringify(lines));
else for (const { what, is, most, unit } of lines) console.log(`${what}: ${is.toFixed(1)} ${unit}${most ? ` (≤ ${most}: ${is <= most ? 'met' : 'NOT met'})` : ''}`);
