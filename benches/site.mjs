// The built page in Chromium, served below a path as a project's pages are, with archives beside it; and what the
// thread of the page works, in processor time, which is the same on a busy machine.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const { chromium } = createRequire(join(ROOT, 'tests', 'e2e', 'package.json'))('playwright-core');
const SUB_PATH = '/some/repo/';
const TYPES = { '.css': 'text/css', '.html': 'text/html', '.js': 'text/javascript', '.svg': 'image/svg+xml', '.wasm': 'application/wasm', '.zip': 'application/zip' };

export const sorted = (times) => [...times].sort((a, b) => a - b);
export const median = (times) => sorted(times)[times.length >> 1];
export const p95 = (times) => sorted(times)[Math.floor(times.length * 0.95)];

/** What has been measured as people read it: one figure a line, beside what it must not exceed. */
export function said(lines) {
  return lines.map(({ what, is, most, unit }) => `${what}: ${is.toFixed(1)}${unit ? ` ${unit}` : ''}${most ? ` (≤ ${most.toFixed(0)}: ${is <= most ? 'met' : 'NOT met'})` : ''}`).join('\n');
}

/** Runs in the page before anything else: keeps its tasks above 50 ms, and the memory of its program. */
function observe() {
  /** Calls `done`, from within a frame, when that frame has been drawn. */
  globalThis.__whenDrawn = (done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => done();
    port2.postMessage(null);
  };
  const seen = { tasks: [], memory: null };
  globalThis.__seen = seen;
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) seen.tasks.push(duration);
  }).observe({ type: 'longtask', buffered: true });
  for (const name of ['instantiate', 'instantiateStreaming']) {
    const real = WebAssembly[name];
    WebAssembly[name] = async (...given) => {
      const result = await real.apply(WebAssembly, given);
      seen.memory ??= (result.instance ?? result).exports?.memory ?? null;
      return result;
    };
  }
}

/** Opens the page of `dist` in a browser of its own; `archives` are what stands beside it, by name. */
export async function openSite(dist, archives) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://x');
    const name = pathname.slice(SUB_PATH.length) || 'index.html';
    try {
      const body = archives[name] ?? readFileSync(join(resolve(dist), name));
      response.writeHead(200, { 'content-type': TYPES[extname(name)] ?? 'application/octet-stream', 'content-length': body.length }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'] });
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => { if (message.type() === 'error') errors.push(message.text()); });
  await page.addInitScript(observe);
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  /** What the page's thread has worked so far, in ms. */
  const worked = async () => (await session.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration').value * 1000;
  return {
    page,
    errors,
    /** Goes to an archive, or to none, and waits until all of it has been read. */
    async go(archive, place = '#/tree') {
      await page.goto(`http://127.0.0.1:${server.address().port}${SUB_PATH}${archive ? `?src=${archive}` : ''}${place}`);
      await page.waitForSelector('html[data-planarium="ready"]', { state: 'attached', timeout: 120_000 });
      await this.read();
    },
    /** Waits until all of the open tree has been read. */
    read: () => page.waitForFunction(() => document.querySelector('[role=tree] [role=treeitem]') && !document.querySelector('.reading'), null, { timeout: 300_000 }),
    /** What something takes until the page has drawn it, in ms of its thread's processor time. */
    async taken(work) {
      const before = await worked();
      await work();
      return (await worked()) - before;
    },
    /** Goes to a place of the open tree and waits until what `selector` finds is drawn. Gives ms by the time of day. */
    show: (place, selector) => page.evaluate(({ place, selector }) => new Promise((done) => {
      const begun = performance.now();
      location.hash = place;
      const look = () => {
        if (!document.querySelector(selector)) return void requestAnimationFrame(look);
        globalThis.__whenDrawn(() => done(performance.now() - begun));
      };
      requestAnimationFrame(look);
    }), { place, selector }),
    /** What one frame after another takes, in ms of processor time, with `act(number)`, which is real input, done for each. */
    async frames(count, act) {
      const times = [];
      for (let at = 0; at < count; at += 1) {
        // What is put off to the next frame belongs to it.
        times.push(await this.taken(async () => {
          await act(at);
          await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => globalThis.__whenDrawn(done))));
        }));
      }
      return times;
    },
    /** The time from one frame to the next, in ms by the time of day, while `act(number)`, which is real input, is done again and again. */
    async gaps(count, act) {
      await page.evaluate(() => {
        const seen = { gaps: [], last: null };
        globalThis.__frames = seen;
        const note = (now) => {
          if (seen.last !== null) seen.gaps.push(now - seen.last);
          seen.last = now;
          if (globalThis.__frames === seen) requestAnimationFrame(note);
        };
        requestAnimationFrame(note);
      });
      for (let at = 0; at < count; at += 1) await act(at);
      return page.evaluate(() => {
        const { gaps } = globalThis.__frames;
        globalThis.__frames = null;
        return gaps;
      });
    },
    /** What `act` takes from the page as lines: the work of a frame, and the time from frame to frame. */
    async moving(what, count, act) {
      const work = await this.frames(count, act);
      await page.waitForTimeout(600);
      const gaps = await this.gaps(count, act);
      await page.waitForTimeout(600);
      return [
        { what: `    ${what}: 95 % of frames take the page's thread`, is: p95(work), most: 16, unit: 'ms' },
        { what: '        from one frame to the next, by the time of day, half of them', is: median(gaps), unit: 'ms' },
        { what: '        95 % of them, where a screen shows one every 16.7 ms', is: p95(gaps), most: 17, unit: 'ms' },
      ];
    },
    /** The longest task since this was last asked for, in ms; 0 where none was above 50. */
    longest: () => page.evaluate(() => Math.max(0, ...globalThis.__seen.tasks.splice(0))),
    /** Memory that is in use after garbage has been collected, in MB: the program's, and JavaScript's. */
    async memory() {
      await session.send('HeapProfiler.collectGarbage');
      const { usedSize } = await session.send('Runtime.getHeapUsage');
      const bytes = await page.evaluate(() => globalThis.__seen.memory?.buffer.byteLength ?? 0);
      return { program: bytes / 1e6, javascript: usedSize / 1e6 };
    },
    async close() {
      await browser.close();
      server.closeAllConnections();
      server.close();
    },
  };
}
