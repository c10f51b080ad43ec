// What Lighthouse says about the built page, served as GitHub Pages serves it: gzipped, from below a path, kept for ten minutes.
//
//   node benches/lighthouse/main.mjs [--dist FOLDER] [--runs N] [--why]
//
// Called by `./dev bench --only lighthouse`, which installs it. `--why` lists every check that is not passed.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { launch } from 'chrome-launcher';
import lighthouse, { desktopConfig } from 'lighthouse';

const { values } = parseArgs({
  options: { dist: { type: 'string', default: 'dist' }, runs: { type: 'string', default: '3' }, why: { type: 'boolean' }, only: { type: 'string' } },
});
const SUB_PATH = '/some/repo/';
const TYPES = {
  '.css': 'text/css; charset=utf-8', '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.json': 'application/json',
  '.png': 'image/png', '.svg': 'image/svg+xml', '.wasm': 'application/wasm', '.webmanifest': 'application/manifest+json', '.zip': 'application/zip',
};
const PACKED_ALREADY = new Set(['.zip', '.png']);
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'];
/** What each category has to reach on a desktop. */
const LEAST = { performance: 95, accessibility: 95, 'best-practices': 95 };
const PAGES = [
  ['start page', ''],
  ['the sample, overview', '?src=sample.zip'],
  ['the sample, a plan', '?src=sample.zip#/plan/PP06_hipaa_audit_trail'],
];

async function serve(dist) {
  const packed = new Map();
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://x');
    const name = pathname.slice(SUB_PATH.length) || 'index.html';
    try {
      if (!pathname.startsWith(SUB_PATH) || name.includes('..')) throw new Error('outside');
      if (!packed.has(name)) {
        const bytes = readFileSync(join(dist, name));
        packed.set(name, PACKED_ALREADY.has(extname(name)) ? { bytes } : { bytes: gzipSync(bytes), encoding: 'gzip' });
      }
      const { bytes, encoding } = packed.get(name);
      response.writeHead(200, {
        'content-type': TYPES[extname(name)] ?? 'application/octet-stream',
        'content-length': bytes.length,
        'cache-control': 'max-age=600',
        etag: `"${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}"`,
        ...(encoding ? { 'content-encoding': encoding } : {}),
      }).end(bytes);
    } catch {
      response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>404</h1>');
    }
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return server;
}

async function measure(url, config) {
  const chrome = await launch({ chromePath: process.env.CHROMIUM ?? '/usr/bin/chromium', chromeFlags: ['--headless=new', '--no-sandbox', '--disable-gpu', '--no-first-run'] });
  try {
    const { lhr } = await lighthouse(url, { port: chrome.port, logLevel: 'error', onlyCategories: CATEGORIES }, config);
    if (lhr.runtimeError) throw new Error(lhr.runtimeError.message);
    return lhr;
  } finally {
    await chrome.kill();
  }
}

const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];
const scoreOf = (lhr, category) => Math.round(lhr.categories[category].score * 100);

/** The checks of a category that cost it something. */
function failures(lhr) {
  return CATEGORIES.flatMap((category) => lhr.categories[category].auditRefs
    .filter(({ id, weight }) => weight > 0 && (lhr.audits[id].score ?? 1) < 0.9)
    .map(({ id }) => `    ${category}: ${id} ${lhr.audits[id].displayValue ?? ''} ${lhr.audits[id].score}\n${(lhr.audits[id].details?.items ?? []).slice(0, 4).map((item) => `        ${JSON.stringify(item).slice(0, 300)}`).join('\n')}`));
}

const server = await serve(resolve(values.dist));
const site = `http://127.0.0.1:${server.address().port}${SUB_PATH}`;
const print = (cells) => console.log(cells.map((cell, index) => (index === 0 ? cell.padEnd(34) : String(cell).padStart(15))).join(''));
let isMet = true;
try {
  print(['Lighthouse', ...CATEGORIES, 'LCP ms', 'blocking ms']);
  for (const [form, config] of [['desktop', desktopConfig], ['mobile', undefined]]) {
    for (const [name, rest] of PAGES) {
      const runs = [];
      for (let run = 0; run < Number(values.runs); run += 1) runs.push(await measure(site + rest, config));
      const scores = CATEGORIES.map((category) => median(runs.map((lhr) => scoreOf(lhr, category))));
      const figure = (id) => Math.round(median(runs.map((lhr) => lhr.audits[id].numericValue)));
      print([`${form}: ${name}`, ...scores, figure('largest-contentful-paint'), figure('total-blocking-time')]);
      if (form === 'desktop') isMet &&= CATEGORIES.every((category, index) => scores[index] >= (LEAST[category] ?? 0));
      if (values.why) failures(runs[0]).forEach((line) => console.log(line));
    }
  }
  console.log(`On a desktop each of performance, accessibility and best practices ≥ 95: ${isMet ? 'yes' : 'NO'}. Medians of ${values.runs} runs.`);
} finally {
  server.closeAllConnections();
  server.close();
}
