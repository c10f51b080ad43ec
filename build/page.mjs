// What Trunk does not do for the page. Trunk calls this after each build (Trunk.toml); what it has
// built so far lies in TRUNK_STAGING_DIR and becomes dist/.
//
//   style/**        → one hashed style sheet
//   *.js, *.wasm    → taken apart, and without what only people need (release builds)
//   public/         → copied as it is, but for public/sample/
//   public/sample/  → sample.zip, and sample-1.zip to sample-7.zip for what it was before; stages.json names them
//   index.html      → its policy, with the hash of every inline script
//   viewer.html     → all of it in one file, with room for a tree (build/single.mjs)
//   worker.js       → what keeps the site for times without a network (build/offline.mjs)
//   sizes.json      → what the visitor downloads, and the budget for it (release builds)
//
// `node build/page.mjs --check` looks at a finished dist/ and fails when the policy does not fit the
// page, or the page is above its budget.

import { createHash } from 'node:crypto';
import { cpSync, existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { files } from './files.mjs';
import { shorten } from './glue.mjs';
import { stages } from './sample.mjs';
import { LINKS, writeWorker } from './offline.mjs';
import { single } from './single.mjs';
import { split } from './split.mjs';
import { zip } from './zip.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** What a first visit may download, wasm, JavaScript and CSS together, brotli 11: opening and reading a tree. 1 kB = 1000 bytes. */
const BUDGET_BYTES = 260_000;
/**
 * The budget is not met. What has been reached is held, so that nothing grows unseen: a build above this fails, and whoever
 * raises it says why. `first` is what a first visit downloads, `all` is that with every part that is downloaded later.
 */
const HELD_BYTES = { first: 564_000, all: 1_532_000 };

/** What a visitor who opens a tree and reads a document downloads, besides the program itself. */
const FIRST = ['reading', 'document'];
/** The parts that are needed early, in the order in which they are. */
const EARLY = [...FIRST, 'answers', 'graphs', 'offline'];

/** The viewer in one file. No visit downloads it: it is for saving trees with the viewer around them. */
const ONE_FILE = 'viewer.html';

class Refusal extends Error {}

// ── style ───────────────────────────────────────────────────────────────────────────────────

/** The style sheets in their order: tokens.css declares the layers, so it comes first. */
function styleSheets(folder) {
  if (!existsSync(folder)) return [];
  const place = (path) => (path === 'tokens.css' ? 0 : !path.includes('/') ? 1 : path.startsWith('widgets/') ? 2 : 3);
  return files(folder).filter((path) => path.endsWith('.css')).sort((a, b) => place(a) - place(b)); // a stable sort
}

const QUOTED = /("(?:\\[\s\S]|[^"\\])*"|'(?:\\[\s\S]|[^'\\])*')/;
const QUOTED_OR_COMMENT = new RegExp(`${QUOTED.source}|/\\*[\\s\\S]*?\\*/`, 'g');

/**
 * Without comments, line ends, and spaces beside braces, semicolons and commas, and after the name of a
 * property; what stands in quotes stays as it is.
 */
function squeeze(css) {
  const plain = (part) => part.replace(/\s*([{};,])\s*/g, '$1').replace(/;}/g, '}').replace(/\s+/g, ' ');
  return css
    .replace(QUOTED_OR_COMMENT, (_, quoted) => quoted ?? '')
    .split(QUOTED)
    .map((part, index) => (index % 2 === 1 ? part : plain(part)))
    .join('')
    .replace(/([{;][-\w]+): /g, '$1:')
    .trim();
}

function buildStyle(dist, html) {
  const folder = join(ROOT, 'style');
  const sheets = styleSheets(folder);
  const css = sheets.map((path) => squeeze(readFileSync(join(folder, path), 'utf8'))).join('\n');
  if (/@import\b/.test(css)) throw new Refusal('style/ must not use @import: every file of it is joined into one sheet');
  const name = `planarium-${createHash('sha256').update(css).digest('hex').slice(0, 16)}.css`;
  if (css) writeFileSync(join(dist, name), `${css}\n`);
  return fill(html, 'style', css ? `<link rel="stylesheet" href="${name}">` : '');
}

/** Puts `text` where index.html says `<!-- build:NAME -->`. */
function fill(html, name, text) {
  const mark = `<!-- build:${name} -->`;
  if (!html.includes(mark)) throw new Refusal(`index.html has no "${mark}"`);
  return html.replace(mark, () => text);
}

// ── program ─────────────────────────────────────────────────────────────────────────────────

/**
 * Takes the program apart and shortens what is left and its glue script. Their names follow what is in them, so caches
 * never mix two builds.
 */
function shortenProgram(dist, html) {
  const built = files(dist).find((path) => path.endsWith('_bg.wasm'))?.slice(0, -'_bg.wasm'.length);
  if (!built) throw new Refusal('Trunk has built no program');
  // Trunk's own output is made of the same program; only its names stand in the page.
  for (const end of ['.js', '_bg.wasm']) rmSync(join(dist, `${built}${end}`));
  const whole = split(join(resolve(ROOT, process.env.CARGO_TARGET_DIR ?? 'target'), 'wasm32-unknown-unknown', 'release', 'planarium.wasm'));
  const { script, program } = shorten(whole.script, whole.program);
  const hash = createHash('sha256').update(script).update(program);
  for (const { bytes } of whole.parts) hash.update(bytes);
  const stem = `planarium-${hash.digest('hex').slice(0, 16)}`;
  writeFileSync(join(dist, `${stem}_bg.wasm`), program);
  const { bundles, places } = bundled(whole.parts);
  for (const [name, members] of bundles) writeFileSync(join(dist, `${stem}_${name}.wasm`), Buffer.concat(members.map(({ bytes }) => bytes)));
  writeFileSync(join(dist, `${stem}.js`), `${PARTS(stem, places)}${script}`);
  return html.replaceAll(built, stem);
}

/**
 * The files that parts are downloaded as, and where each part lies in them. What parts share is cut into dozens of pieces, one
 * for each set of parts. A part that is needed early lies in one file with all pieces of which it is the first user; of the
 * others, each has its own file, and one holds what only they share. So a part is one request or two.
 */
function bundled(parts) {
  const bundles = new Map();
  const places = {};
  for (const part of parts) {
    const own = part.users.length === 1 ? part.users[0] : 'shared';
    const name = EARLY.find((early) => part.users.includes(early)) ?? own;
    const members = bundles.get(name) ?? [];
    const begin = members.reduce((total, { bytes }) => total + bytes.length, 0);
    places[part.name] = [name, begin, begin + part.bytes.length];
    bundles.set(name, [...members, part]);
  }
  return { bundles, places };
}

/**
 * Where the script finds a part: in what stands in the page, when it carries everything with it, else beside itself. It is cut
 * out of the file that holds it; when that did not come, it is asked for again.
 */
const PARTS = (stem, places) => `const planariumFile = async (name) => globalThis.planariumParts?.[name]?.() ?? fetch(new URL('${stem}_' + name + '.wasm', import.meta.url));
const planariumPlaces = ${JSON.stringify(places)};
const planariumFiles = {};
const planariumPart = async (name) => {
const [file, begin, end] = planariumPlaces[name];
const come = planariumFiles[file] ??= planariumFile(file).then((answer) => answer.ok ? answer.arrayBuffer() : Promise.reject(new Error(answer.statusText)));
come.catch(() => { delete planariumFiles[file]; });
return new Response((await come).slice(begin, end), { headers: { 'content-type': 'application/wasm' } });
};
`;

// ── policy ──────────────────────────────────────────────────────────────────────────────────

/** The inline scripts that run (data blocks do not). */
function inlineScripts(html) {
  return [...html.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script\s*>/gi)]
    .filter(([, attributes]) => !/\ssrc\s*=/i.test(attributes))
    .filter(([, attributes]) => {
      const type = /\stype\s*=\s*["']?([^"'\s>]*)/i.exec(attributes)?.[1] ?? '';
      return ['', 'module', 'text/javascript', 'application/javascript', 'importmap'].includes(type.toLowerCase());
    })
    .map(([, , text]) => text);
}

const hashOf = (script) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`;

/** Trunk's own server puts a script of its own into the page, and changes it as it serves it. */
const isServedByTrunk = (html) => html.includes('__TRUNK_ADDRESS__');

function policyFor(html) {
  const dev = isServedByTrunk(html);
  const scripts = dev ? ["'unsafe-inline'"] : [...new Set(inlineScripts(html).map(hashOf))];
  return [
    "default-src 'none'",
    `script-src 'self' ${scripts.join(' ')} 'wasm-unsafe-eval'`,
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self' https: http://localhost:* http://127.0.0.1:*${dev ? ' ws:' : ''}`,
    "worker-src 'self' blob:",
    "manifest-src 'self'",
    "base-uri 'self'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types default',
  ].join('; ');
}

function buildPolicy(html) {
  const meta = `<meta http-equiv="Content-Security-Policy" content="${policyFor(html)}">`;
  return fill(html, 'policy', meta);
}

/** Fails when the page holds anything inline that its own policy would stop. */
function checkPolicy(html) {
  const meta = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(html);
  if (!meta) throw new Refusal('the page has no policy');
  if (html.search(/<(?:script|link|style)\b/i) < meta.index) throw new Refusal('the policy must stand before all it governs');
  if (isServedByTrunk(html)) return;
  for (const script of inlineScripts(html)) {
    if (!meta[1].includes(hashOf(script))) {
      throw new Refusal(`the policy lacks the hash of the inline script that begins ${JSON.stringify(script.trim().slice(0, 60))}`);
    }
  }
  // Looked for in the tags alone: the text of a script may hold anything.
  for (const [tag] of html.replace(/(<script\b[^>]*>)[\s\S]*?<\/script\s*>/gi, '$1').matchAll(/<[a-z][^>]*>/gi)) {
    if (/^<style\b|\s(?:style|on[a-z]+)\s*=|=\s*["']?\s*javascript:/i.test(tag)) {
      throw new Refusal(`the policy would stop ${tag}: inline styles and handlers have no place in index.html`);
    }
  }
}

// ── public files and the sample ─────────────────────────────────────────────────────────────

function copyPublic(dist) {
  for (const name of readdirSync(join(ROOT, 'public')).sort()) {
    if (name !== 'sample') cpSync(join(ROOT, 'public', name), join(dist, name), { recursive: true });
  }
}

/** The sample as it is told to stand last, and as it stood before, with a list of all for whoever offers them. */
function packSample(dist) {
  const made = stages();
  const list = made.map(({ entries, ...stage }) => {
    const file = stage.stage === made.length ? 'sample.zip' : `sample-${stage.stage}.zip`;
    writeFileSync(join(dist, file), zip(entries));
    return { ...stage, file };
  });
  writeFileSync(join(dist, 'stages.json'), `${JSON.stringify(list, null, 2)}\n`);
}

// ── sizes ───────────────────────────────────────────────────────────────────────────────────

/** What one file weighs. */
function weigh(path) {
  const bytes = readFileSync(path);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  return { raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotliCompressSync(bytes, { params }).length };
}

/** What a file is to a visitor; nothing for what is no part of the program. */
function role(path) {
  if (path === ONE_FILE) return undefined;
  if (path === 'worker.js') return 'part: worker.js';
  const part = /_([a-z]+)\.wasm$/.exec(path)?.[1];
  if (part && part !== 'bg') return `part: ${part}`;
  return ['wasm', 'js', 'css', 'html'].find((ending) => path.endsWith(`.${ending}`));
}

function sum(name, parts) {
  const total = { name, raw: 0, gzip: 0, brotli: 0 };
  for (const part of parts) for (const form of ['raw', 'gzip', 'brotli']) total[form] += part[form];
  return total;
}

function measure(dist) {
  const weighed = files(dist).map((path) => [role(path), path]).filter(([name]) => name);
  const names = [...new Set(weighed.map(([name]) => name))];
  const parts = names.map((name) => sum(name, weighed.filter(([own]) => own === name).map(([, path]) => weigh(join(dist, path)))));
  const program = parts.filter(({ name }) => name !== 'html');
  return {
    unit: 'bytes',
    budget: BUDGET_BYTES,
    first: sum('first visit', program.filter(({ name }) => !name.startsWith('part: ') || FIRST.includes(name.slice('part: '.length)))),
    all: sum('everything', program),
    parts,
  };
}

function printSizes({ first, all, parts, budget }, dist) {
  const row = (...cells) => console.log(cells[0].padEnd(18) + cells.slice(1).map((cell) => cell.padStart(11)).join(''));
  const kB = (bytes) => (bytes / 1000).toFixed(1);
  row('kB', 'raw', 'gzip', 'brotli');
  for (const { name, raw, gzip, brotli } of [...parts, first, all]) row(name, kB(raw), kB(gzip), kB(brotli));
  const packed = files(dist).filter((path) => /^sample(-\d+)?\.zip$/.test(path)).map((path) => statSync(join(dist, path)).size);
  const one = readFileSync(join(dist, ONE_FILE));
  row(ONE_FILE, kB(one.length), kB(gzipSync(one, { level: 9 }).length));
  row('sample*.zip', kB(packed.reduce((total, size) => total + size, 0)));
  const verdict = first.brotli > budget ? `NOT within the budget of ${kB(budget)} kB` : `within the budget of ${kB(budget)} kB`;
  console.log(`first visit ${kB(first.brotli)} kB, ${verdict}; above ${kB(HELD_BYTES.first)} kB, or ${kB(HELD_BYTES.all)} kB with every part, a build fails`);
}

function checkBudget(sizes) {
  for (const [name, most] of Object.entries(HELD_BYTES)) {
    const over = sizes[name].brotli - most;
    if (over > 0) throw new Refusal(`${sizes[name].name} has grown ${over} bytes above ${most} (wasm, JS and CSS, brotli 11)`);
  }
}

// ── the two ways to run ─────────────────────────────────────────────────────────────────────

function build(dist, isRelease) {
  const index = join(dist, 'index.html');
  // A browser hashes a script with its line ends made equal.
  let html = readFileSync(index, 'utf8').replace(/\r\n?/g, '\n');
  html = buildStyle(dist, html);
  if (isRelease) html = shortenProgram(dist, html);
  // Trunk's own server changes the page under way, and what is being worked on must not be kept.
  html = fill(html, 'offline', isServedByTrunk(html) ? '' : LINKS);
  html = buildPolicy(html);
  checkPolicy(html);
  writeFileSync(index, html);
  copyPublic(dist);
  // Debug builds are large and made often: there the speed counts.
  writeFileSync(join(dist, ONE_FILE), single(dist, html, isRelease ? 9 : 1));
  packSample(dist);
  writeWorker(dist);
  if (!isRelease) return;
  const sizes = measure(dist);
  printSizes(sizes, dist);
  writeFileSync(join(dist, 'sizes.json'), `${JSON.stringify(sizes, null, 2)}\n`);
  if (process.env.CI === 'true') checkBudget(sizes);
}

function check(dist) {
  if (!existsSync(join(dist, 'sizes.json'))) throw new Refusal('there is no release build in dist/: run ./dev build');
  checkPolicy(readFileSync(join(dist, 'index.html'), 'utf8'));
  const sizes = measure(dist);
  printSizes(sizes, dist);
  checkBudget(sizes);
}

try {
  if (process.argv[2] === '--check') check(join(ROOT, 'dist'));
  else if (process.env.TRUNK_STAGING_DIR) build(process.env.TRUNK_STAGING_DIR, process.env.TRUNK_PROFILE === 'release');
  else throw new Refusal('Trunk calls this; by hand it only knows --check');
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  console.error(`planarium: ${error.message}`);
  process.exit(1);
}
