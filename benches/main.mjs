// Makes the trees, measures every figure in a process of its own, and prints the table. Called by benches/run.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { makeZip } from './gen_tree.mjs';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const FIGURES = ['first-20', 'first-200', 'first-2000', 'frontmatter', 'documents', 'sample', 'memory', 'model-200', 'model-2000', 'edit-200', 'edit-2000', 'search-200', 'search-2000', 'compare-200', 'compare-2000', 'history', 'graph-20', 'graph-200', 'graph-2000', 'graph-5000'];
const cache = join(process.env.PLANARIUM_CACHE ?? join(homedir(), '.cache', 'planarium'), 'bench');
const target = resolve(process.env.CARGO_TARGET_DIR ?? 'target');

function makeTrees() {
  mkdirSync(cache, { recursive: true });
  for (const plans of [20, 200, 2000]) {
    const path = join(cache, `tree-${plans}.zip`);
    if (existsSync(path)) continue;
    console.error(`planarium: making a tree of ${plans} plans, once …`);
    // Whole or not at all, whatever stops this.
    writeFileSync(`${path}.part`, makeZip(plans).bytes);
    renameSync(`${path}.part`, path);
  }
}

const judged = (is) => (is ? 'yes' : 'NO');
const number = (value, unit) => `${value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0).replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ',')}${unit ? ` ${unit}` : ''}`;

function row({ what, ours, peer, target: times, share, is, most, unit, note }) {
  if (note) return [note];
  if (share) return [what, number(ours, unit), number(peer, unit), `${number(ours / peer)} of it`, `≤ ${share.toFixed(2)}`, judged(ours <= share * peer)];
  if (peer !== undefined && !times) return [what, number(ours, unit), number(peer, unit)];
  if (times) return [what, number(ours, unit), number(peer, unit), `${number(peer / ours)} ×`, `≥ ${times} ×`, judged(peer / ours >= times)];
  return [what, number(is, unit), '', '', most ? `≤ ${number(most, unit)}` : '', most ? judged(is <= most) : ''];
}

const WIDTHS = [66, 12, 12, 9, 11, 4];
const print = (cells) => console.log(cells.map((cell, i) => (i === 0 ? cell.padEnd(WIDTHS[i]) : cell.padStart(WIDTHS[i]))).join(' ').trimEnd());

function sizes(dist) {
  const path = join(dist, 'sizes.json');
  if (!existsSync(path)) return [];
  const { first, all, parts, budget } = JSON.parse(readFileSync(path, 'utf8'));
  const line = ({ name, brotli }, most) => ({ what: most ? `${name}: wasm, JS and CSS, brotli 11` : `    ${name}`, is: brotli / 1000, most, unit: 'kB' });
  return [line(first, budget / 1000), line(all), ...parts.map((part) => line(part))];
}

const { values } = parseArgs({
  options: { only: { type: 'string' }, dist: { type: 'string', default: 'dist' }, 'no-page': { type: 'boolean' } },
});
makeTrees();
print(['', 'ours', 'peer', 'ratio', 'target', 'met']);
const say = (lines) => lines.forEach((line) => print(row(line)));
for (const figure of FIGURES.filter((figure) => !values.only || figure.includes(values.only))) {
  say(JSON.parse(execFileSync(process.execPath, ['--expose-gc', '--max-old-space-size=12288', join(HERE, 'figures.mjs'), figure, cache, target], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })));
}
if (!values.only) say(sizes(values.dist));
// Visits and canvases take many minutes, and are looked at when they are asked for.
const ASKED_FOR = ['canvas', 'visits'];
const inChromium = ['page', 'timeline', ...ASKED_FOR].filter((name) => (values.only ? values.only === name : !ASKED_FOR.includes(name)));
if (!values['no-page'] && inChromium.length > 0) {
  if (existsSync(join(values.dist, 'index.html'))) {
    for (const name of inChromium) say(JSON.parse(execFileSync(process.execPath, [join(HERE, `${name}.mjs`), '--json', '--dist', values.dist], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })));
  } else {
    console.log(`There is no page in ${values.dist}: run ./dev build first to measure it too.`);
  }
}
