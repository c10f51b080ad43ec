// Measures the built page in Chromium: how soon a tree is there to work with, how long the page ever freezes, how it
// scrolls and filters, and how much memory it takes.
//
//   node benches/page.mjs [--dist FOLDER] [--json] [--plans N]
//
// Needs the trees that benches/run makes.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const { chromium } = createRequire(join(ROOT, 'tests', 'e2e', 'package.json'))('playwright-core');
const { values } = parseArgs({ options: { dist: { type: 'string', default: 'dist' }, json: { type: 'boolean' }, plans: { type: 'string' } } });
const cache = join(process.env.PLANARIUM_CACHE ?? join(homedir(), '.cache', 'planarium'), 'bench');
const SUB_PATH = '/some/repo/';
const TYPES = { '.css': 'text/css', '.html': 'text/html', '.js': 'text/javascript', '.svg': 'image/svg+xml', '.wasm': 'application/wasm', '.zip': 'application/zip' };
const MOST_MS = 100;

/** Serves the page below a path, as a project's pages are served, and the trees beside it. */
async function serve(dist) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://x');
    const name = pathname.slice(SUB_PATH.length) || 'index.html';
    try {
      const bytes = readFileSync(join(/^tree-\d+\.zip$/.test(name) ? cache : dist, name));
      response.writeHead(200, { 'content-type': TYPES[extname(name)] ?? 'application/octet-stream', 'content-length': bytes.length }).end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return server;
}

/** Runs in the page before anything else: keeps what is to be known later. */
function observe() {
  const seen = { tasks: [], started: null, rows: null };
  globalThis.__seen = seen;
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) seen.tasks.push([startTime, duration]);
  }).observe({ type: 'longtask', buffered: true });
  addEventListener('TrunkApplicationStarted', () => { seen.started = performance.now(); });
  new MutationObserver((_, observer) => {
    if (!document.querySelector('[role=tree] [role=treeitem]')) return;
    observer.disconnect();
    // Drawn, and answering: after the next frame.
    requestAnimationFrame(() => setTimeout(() => { seen.rows = performance.now(); }));
  }).observe(document, { childList: true, subtree: true });
  for (const name of ['instantiate', 'instantiateStreaming']) {
    const real = WebAssembly[name];
    WebAssembly[name] = async (...given) => {
      const result = await real.apply(WebAssembly, given);
      seen.memory = (result.instance ?? result).exports.memory;
      return result;
    };
  }
}

/** The most memory that the page's process has ever taken, in MB; Linux alone tells. */
async function peakOfRenderer(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const peaks = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => {
    try {
      return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))[1]) / 1e3 * 1.024;
    } catch {
      return NaN;
    }
  });
  return Math.max(...peaks);
}

async function open(site, plans) {
  // A browser of its own: peaks are per process, and nothing is compiled or cached yet.
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'] });
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  page.on('pageerror', (error) => console.error(`planarium: the page failed: ${error.message}`));
  await page.addInitScript(observe);
  await page.goto(`${site}?src=tree-${plans}.zip`, { waitUntil: 'commit' });
  await page.waitForFunction(() => globalThis.__seen.rows, null, { timeout: 120_000 });
  // Read to the end, and nothing left to do: no sign of reading, then five seconds without a long task.
  await page.waitForFunction(() => {
    const busyUntil = Math.max(0, ...globalThis.__seen.tasks.map(([start, duration]) => start + duration));
    return !document.querySelector('.reading') && performance.now() - busyUntil > 5_000;
  }, null, { timeout: 300_000, polling: 500 });
  const seen = await page.evaluate(() => {
    const { tasks, started, rows, memory } = globalThis.__seen;
    const longest = tasks.reduce((a, b) => (b[1] > a[1] ? b : a), [0, 0]);
    const late = tasks.filter(([, duration]) => duration > 100).map(([start, duration]) => `${Math.round(duration)} at ${Math.round(start)}`);
    return { started, rows, longest: longest[1], late, settled: Math.max(0, ...tasks.map(([start, duration]) => start + duration)), memory: memory?.buffer.byteLength };
  });
  return { browser, page, seen };
}

async function opening(site, plans) {
  const { browser, seen } = await open(site, plans);
  const memory = await peakOfRenderer(browser);
  await browser.close();
  return { seen, memory };
}

/** Unfolds everything, scrolls through it, filters. */
async function working(site, plans) {
  const { browser, page } = await open(site, plans);
  await page.selectOption('.folder-level', 'all');
  await page.waitForTimeout(1_000);
  const frames = await page.evaluate(() => new Promise((done) => {
    const tree = document.querySelector('[role=tree]');
    const times = [];
    let last = performance.now();
    let left = 120;
    function frame(now) {
      times.push(now - last);
      last = now;
      // A flick, then a leap: both draw new rows.
      tree.scrollTop += left % 10 ? 700 : tree.scrollHeight / 15;
      if ((left -= 1) > 0) requestAnimationFrame(frame);
      else done(times.slice(1).sort((a, b) => a - b));
    }
    requestAnimationFrame(frame);
  }));
  const keys = [];
  for (const key of 'queue') {
    keys.push(await page.evaluate((key) => new Promise((done) => {
      const input = document.querySelector('#folder-filter');
      const started = performance.now();
      input.value += key;
      input.dispatchEvent(new Event('input', { bubbles: true }));
      requestAnimationFrame(() => setTimeout(() => done(performance.now() - started)));
    }), key));
  }
  const rows = await page.locator('[role=tree] [role=treeitem]').first().getAttribute('aria-setsize');
  const peak = await peakOfRenderer(browser);
  const memory = await page.evaluate(() => globalThis.__seen.memory?.buffer.byteLength);
  await browser.close();
  return { frame: frames[Math.floor(frames.length * 0.95)], keys, rows, peak, memory };
}

const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];
const lines = [];
const server = await serve(resolve(values.dist));
const site = `http://127.0.0.1:${server.address().port}${SUB_PATH}`;
const TEXT_MB = { 20: 1.7, 200: 17.4, 2000: 172.6 };
for (const plans of values.plans ? [Number(values.plans)] : [200, 2000]) {
  const name = `${plans.toLocaleString('en')} plans`;
  const runs = [];
  for (let run = 0; run < (plans > 500 ? 1 : 3); run += 1) runs.push(await opening(site, plans));
  const of = (value) => median(runs.map(value));
  lines.push({ what: `page: ${name}, address → first tree that answers`, is: of(({ seen }) => seen.rows), unit: 'ms' });
  lines.push({ what: '    of that, until the app had started', is: of(({ seen }) => seen.started ?? 0), unit: 'ms' });
  lines.push({ what: '    longest task until everything was read', is: of(({ seen }) => seen.longest), most: MOST_MS, unit: 'ms' });
  lines.push({ what: '    end of the last long task', is: of(({ seen }) => seen.settled), unit: 'ms' });
  if (process.env.PLANARIUM_BENCH_TASKS) console.error(runs.at(-1).seen.late.join('\n'));
  const work = await working(site, plans);
  lines.push({ what: '    scrolling everything unfolded, 95 % of frames within', is: work.frame, unit: 'ms' });
  lines.push({ what: '    a key in the filter → rows, median', is: median(work.keys), unit: 'ms' });
  lines.push({ what: '    a key in the filter → rows, worst', is: Math.max(...work.keys), most: MOST_MS, unit: 'ms' });
  lines.push({ what: '    wasm memory', is: work.memory / 1e6, unit: 'MB' });
  lines.push({ what: "    most memory of the page's process, the browser's own included", is: work.peak, most: plans > 500 ? 2 * TEXT_MB[plans] + 100 : undefined, unit: 'MB' });
}
server.closeAllConnections();
server.close();
if (values.json) console.log(JSON.stringify(lines));
else for (const { what, is, most, unit } of lines) console.log(`${what}: ${is.toFixed(1)} ${unit}${most ? ` (≤ ${most.toFixed(0)}: ${is <= most ? 'met' : 'NOT met'})` : ''}`);
