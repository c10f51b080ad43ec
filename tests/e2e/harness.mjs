// What every end-to-end test stands on: the built page on a server of its own, a second host to open
// trees from, and a browser with a fresh profile.
//
//   journey('opens a zip', async ({ page, open, host }) => { … });
//
// A journey fails, whatever it checks itself, when the page throws, writes an error to the console,
// breaks its policy, or asks any other host than these two for anything. What a journey provokes on
// purpose it names: `journey('…', { expect: [/404/] }, async …)`; a pattern that nothing matches fails
// it too.

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { extname, join, sep } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';

const HERE = fileURLToPath(new URL('.', import.meta.url));
export const DIST = process.env.PLANARIUM_DIST ?? join(HERE, '..', '..', 'dist');
const OUTPUT = join(HERE, 'output');
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Where the page lives on its server: below a path, as on a project's pages. */
export const SUB_PATH = '/some/repo/';
const JOURNEY_MS = 400_000;
/** How long a journey waits for one thing. Long, because what is waited for comes late on a machine that does much else. */
const WAIT_MS = 60_000;

// ── servers ─────────────────────────────────────────────────────────────────────────────────

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.md': 'text/markdown; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.zip': 'application/zip',
};
const PACKED_ALREADY = new Set(['.zip', '.png', '.woff2']);

export async function listen(handler, port = 0, server = createServer(handler)) {
  await new Promise((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Answers one request as it was told to be answered. */
export async function give(response, pathname, answer) {
  const headers = { 'content-type': answer.type ?? TYPES[extname(pathname)] ?? 'text/plain', ...answer.headers };
  if (answer.cors ?? true) {
    headers['access-control-allow-origin'] = '*';
    headers['access-control-expose-headers'] ??= 'content-length';
  }
  headers['content-length'] = answer.body.length;
  response.writeHead(answer.status ?? 200, headers);
  const body = answer.body.subarray(0, answer.cut ?? answer.stays ?? answer.body.length);
  const chunk = answer.chunk ?? (body.length || 1);
  for (let at = 0; at < body.length && !response.destroyed; at += chunk) {
    response.write(body.subarray(at, at + chunk));
    if (answer.pause_ms) await new Promise((resolve) => setTimeout(resolve, answer.pause_ms));
  }
  if (answer.stays !== undefined) return;
  if (answer.cut === undefined) response.end();
  // What was written has to leave before the connection breaks.
  else setTimeout(() => response.destroy(), 50);
}

/**
 * Serves folders below paths and nothing else, as a static host does, and what `beside` holds. It can be away for a while
 * (`stop`, `start`), break every answer off after so many (`breakAfter`), and tell what was asked for (`requests`) and how it
 * was answered (`answers`).
 */
export async function serveFolders(folders, beside) {
  const packed = new Map();
  const requests = [];
  const answers = [];
  let left = Infinity;
  const handler = (request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://x').pathname);
    requests.push(path);
    response.once('finish', () => answers.push([path, response.statusCode]));
    if ((left -= 1) < 0) return response.destroy();
    const answer = beside.get(path);
    const mark = answer?.headers?.etag;
    if (mark && request.headers['if-none-match'] === mark) return response.writeHead(304, { etag: mark }).end();
    if (answer) return give(response, path, answer);
    // The innermost site.
    const site = [...folders.keys()].filter((site) => path.startsWith(site)).sort((a, b) => b.length - a.length)[0];
    const folder = folders.get(site) ?? '';
    const file = join(folder, path.slice(site?.length), path.endsWith('/') ? 'index.html' : '');
    let bytes;
    try {
      if (!folder || !file.startsWith(folder + sep)) throw new Error('outside');
      bytes = readFileSync(file);
    } catch {
      return response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>404</h1>');
    }
    const headers = { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' };
    if (/\bgzip\b/.test(request.headers['accept-encoding'] ?? '') && !PACKED_ALREADY.has(extname(file))) {
      if (!packed.has(file)) packed.set(file, gzipSync(bytes));
      bytes = packed.get(file);
      headers['content-encoding'] = 'gzip';
    }
    headers['content-length'] = bytes.length;
    return response.writeHead(200, headers).end(bytes);
  };
  let server = await listen(handler);
  const { origin } = server;
  return {
    origin,
    folders,
    requests,
    answers,
    breakAfter: (count) => { left = count; },
    stop: () => server.close(),
    async start() {
      server = await listen(handler, Number(new URL(origin).port));
    },
    close: () => server.close(),
  };
}

/**
 * A second host, to open trees from. What it answers is said per path:
 *
 *   host.put('/tree.zip', bytes)                       200, with CORS, its type by its ending
 *   host.put('/tree.zip', bytes, { cors: false })      the host forbids reading
 *   host.put('/gone.zip', 'no', { status: 404 })
 *   host.put('/tree.zip', '<p>login', { type: 'text/html' })
 *   host.put('/slow.zip', bytes, { chunk: 1000, pause_ms: 50 })
 *   host.put('/cut.zip', bytes, { cut: 2000 })         closes the connection after so many bytes
 *   host.put('/long.zip', bytes, { stays: 2000 })      says so many bytes and then nothing, for ever
 *   host.put('/old.zip', '', { status: 302, headers: { location: … } })
 *
 * Each gives back the URL; `host.requests` are those that came in.
 */
async function startHost() {
  const answers = new Map();
  const requests = [];
  const server = await listen(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://x');
    requests.push({ method: request.method, path: pathname, headers: request.headers });
    const answer = answers.get(pathname) ?? { body: Buffer.from('not found'), status: 404, cors: true };
    await give(response, pathname, answer);
  });
  return {
    ...server,
    requests,
    put(path, body, options = {}) {
      answers.set(path, { body: Buffer.from(body), ...options });
      return server.origin + path;
    },
  };
}

// ── browser ─────────────────────────────────────────────────────────────────────────────────

const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'];

/** One for all journeys of a file, each with a context (a fresh profile) of its own. */
let launched;

function browser() {
  launched ??= chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS });
  return launched;
}

after(() => launched?.then((it) => it.close(), () => {}));

/** Collects what must not happen on a page. */
async function watch(context, allowedOrigins) {
  const faults = [];
  await context.exposeBinding('__policyViolation', (_, text) => faults.push(`policy: ${text}`));
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      globalThis.__policyViolation(`${event.effectiveDirective} stopped ${event.blockedURI || 'inline'} ${event.sample}`);
    });
  });
  // Nothing leaves the machine, not even what fails the journey.
  await context.route(
    (url) => /^(https?|wss?):$/.test(url.protocol) && !allowedOrigins.includes(url.origin),
    (route) => {
      faults.push(`request to another host: ${route.request().url()}`);
      return route.abort();
    },
  );
  context.on('page', (page) => {
    page.on('pageerror', (error) => faults.push(`page error: ${error.message}`));
    page.on('crash', () => faults.push('the page crashed'));
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(`console: ${message.text()} (${message.location().url})`);
    });
  });
  return faults;
}

/** The faults that `expected` does not name, and the expectations that nothing met. */
function unexpected(faults, expected) {
  const unmet = expected.filter((pattern) => !faults.some((fault) => pattern.test(fault)));
  return [
    ...faults.filter((fault) => !expected.some((pattern) => pattern.test(fault))),
    ...unmet.map((pattern) => `expected, but did not happen: ${pattern}`),
  ];
}

/**
 * One test. `options`: `expect` (patterns of faults it provokes), `may` (of faults that it may, where it depends on the
 * moment), `context` (Playwright's options of a
 * context: viewport, colorScheme, …; the worker that stores the site is blocked unless `serviceWorkers` allows it), `hosts` (other origins that it may ask, which something on this machine stands for), `folder`
 * (served instead of dist/), `skip`, `todo` (a fault of the page that is known; the test may fail).
 *
 * The body gets `page`, `context`, `host`, `server` (that of the page), `site` (the page's address), `open(rest)`, which opens
 * `site + rest` and waits until it is drawn, and `beside(path, bytes, options)`, which puts a file beside
 * the page, with the options of `host.put`, and gives its address.
 */
export function journey(name, ...rest) {
  if (another && !another.names.has(name)) return;
  another?.names.delete(name);
  const body = rest.pop();
  const { expect = [], may = [], context: contextOptions = {}, hosts = [], folder = DIST, skip = false, todo = false } = rest[0] ?? {};
  test(another ? `${another.called}: ${name}` : name, { timeout: JOURNEY_MS, skip, todo }, async () => {
    const opened = [];
    try {
      const files = new Map();
      const server = await serveFolders(new Map([[SUB_PATH, folder]]), files);
      opened.push(server);
      const host = await startHost();
      opened.push(host);
      const context = await (await browser()).newContext({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block', ...contextOptions });
      opened.push(context);
      context.setDefaultTimeout(WAIT_MS);
      const faults = await watch(context, [server.origin, host.origin, ...hosts]);
      const page = await context.newPage();
      page.on('request', (request) => {
        if (another && !another.mayAsk(request.url())) faults.push(`request: ${request.url()}`);
      });
      const site = server.origin + SUB_PATH;
      const open = async (rest = '') => {
        if (another) return another.open({ page, context, site, files }, rest);
        await page.goto(site + rest);
        await ready(page);
      };
      const beside = (path, body, options = {}) => {
        files.set(SUB_PATH + path, { body: Buffer.from(body), ...options });
        return site + path;
      };
      try {
        await body({ page, context, host, server, site, open, beside });
      } catch (error) {
        // Most often a fault of the page is why the body failed.
        if (faults.length > 0) error.message += `\n  What the page did:\n    ${faults.join('\n    ')}`;
        throw error;
      }
      // Violations are reported in a task of their own.
      await new Promise((done) => setTimeout(done, 30));
      for (const it of context.pages()) await it.evaluate(() => {}).catch(() => {});
      assert.deepEqual(unexpected(faults.filter((fault) => !may.some((pattern) => pattern.test(fault))), expect), []);
    } finally {
      for (const it of opened.reverse()) await it.close();
    }
  });
}

/** Another way to open the page, in which journeys are run that other files define: see `inAnotherWay`. */
let another;

/**
 * Runs journeys once more, word for word, in which `open` opens the page in another way. `called` is what that is called, `names`
 * which of them are run, `files` where they are, `open({ page, context, site, files }, rest)` the way: `files` has by their paths
 * what the journey has put beside the page. What the page asks for and `mayAsk(url)` does not allow fails the journey. A journey
 * that is not there any more is an error.
 */
export async function inAnotherWay({ called, names, files, open, mayAsk }) {
  another = { called, names: new Set(names), open, mayAsk };
  for (const file of files) await import(file);
  assert.deepEqual([...another.names], [], 'journeys that are not there');
}

/** Waits until the page says that it is drawn. */
export async function ready(page) {
  await page.waitForSelector('html[data-planarium="ready"]', { state: 'attached' });
}

// ── opening ─────────────────────────────────────────────────────────────────────────────────

/** A file as Playwright hands it to an input. */
const upload = ([name, bytes]) => ({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) });

/** Chooses files, by name, as the picker would hand them over. */
export async function choose(page, files) {
  await page.locator('input[data-input=files]').setInputFiles(Object.entries(files).map(upload));
}

/** Opens an archive on the start page and waits until its tree is there. */
export async function openArchive(page, archive, name = 'tree.zip') {
  await choose(page, { [name]: archive });
  await page.getByRole('tree').waitFor();
  await ready(page);
}

/** Drops or pastes files, by name, made in the page from their bytes. */
export async function hand(page, type, files) {
  const packed = Object.entries(files).map(([name, bytes]) => [name, Buffer.from(bytes).toString('base64')]);
  await page.evaluate(({ type, packed }) => {
    const carried = new DataTransfer();
    for (const [name, text] of packed) {
      carried.items.add(new File([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], name));
    }
    const how = { bubbles: true, cancelable: true };
    const event = type === 'paste'
      ? new ClipboardEvent('paste', { clipboardData: carried, ...how })
      : new DragEvent(type, { dataTransfer: carried, ...how });
    document.querySelector('main').dispatchEvent(event);
  }, { type, packed });
}

/** Opens the sample from the start page, which always has to work. */
export async function openSample(page) {
  // One file asks no server for the sample.
  if (another) await choose(page, { 'sample.zip': readFileSync(join(DIST, 'sample.zip')) });
  else await page.getByRole('button', { name: 'Open the sample' }).click();
  await page.getByRole('link', { name: 'MedFlow' }).first().waitFor();
  await page.getByRole('tree').waitFor();
}

// ── looking ─────────────────────────────────────────────────────────────────────────────────

/** Fails when axe finds anything on the page as it is now. */
export async function axe(page) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  const found = violations.map(({ id, help, nodes }) => `${id}: ${help}\n${nodes.map(({ html, failureSummary }) => `    ${html}\n    ${failureSummary}`).join('\n')}`);
  assert.deepEqual(found, [], `axe finds ${found.length} on ${page.url()}`);
}

/** The text of the view's heading, once it says this. */
export async function heading(page, name) {
  await page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
}

/** What names a row of the tree: its link's text. */
export const row = (page, name) => page.getByRole('treeitem').filter({ has: page.getByRole('link', { name, exact: true }) });

/**
 * Checks something that the page says until it holds: what follows an act is drawn when the page comes to it.
 *
 *   await soon(async () => assert.equal(await rows.count(), 3));
 */
export async function soon(check) {
  for (const end = Date.now() + WAIT_MS; ; await new Promise((done) => setTimeout(done, 50))) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
  }
}

/** Stops the clock of the page, which then only moves when it is told to: `later(ms)` in the page. */
export async function stopClock(page) {
  await page.evaluate(() => {
    let now = performance.now();
    performance.now = () => now;
    globalThis.later = (ms) => { now += ms; };
  });
}

/** Keeps a picture in tests/e2e/output/, for people. */
export async function screenshot(page, name) {
  mkdirSync(OUTPUT, { recursive: true });
  await page.screenshot({ path: join(OUTPUT, `${name}.png`) });
}
