// Measures one figure in a process of its own and prints its lines as JSON:
//
//   node --expose-gc benches/figures.mjs FIGURE CACHE TARGET
//
// A line is { what, ours, peer, target, unit } (ours is to be target times smaller), { what, is, most, unit } (a
// limit), { what, ours, peer, share } (ours is to be at most that share of it), { what, ours, peer, unit } or { what, is,
// unit } (told, not judged), or { note }. benches/run prints them.

import { readFileSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unzipSync } from 'fflate';
import { load } from 'js-yaml';
import MarkdownIt from 'markdown-it';
import { Marked } from 'marked';
import { zip } from '../build/zip.mjs';
import { graph, inProcess } from './graph.mjs';
import { search } from './search.mjs';
import { compare, history } from './time.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const [figure, cache, target] = process.argv.slice(2);
const core = createRequire(import.meta.url)(join(target, 'bench', 'bench.js'));

const tree = (plans) => readFileSync(join(cache, `tree-${plans}.zip`));

// ── measuring ───────────────────────────────────────────────────────────────────────────────

const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];

/** Milliseconds of processor time, of all threads: unlike the time of day the same on a busy machine. */
function cpuMs() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/**
 * Measures each of `{ name: work }` in turn, `runs` times after `warmUps`; gives the median of each in ms of processor
 * time, and the very first. What `work` gives back is freed outside of that.
 */
function race(contestants, runs, warmUps = 2) {
  const times = Object.fromEntries(Object.keys(contestants).map((name) => [name, []]));
  for (let run = -warmUps; run < runs; run += 1) {
    for (const [name, work] of Object.entries(contestants)) {
      globalThis.gc();
      const started = cpuMs();
      const result = work();
      times[name].push(cpuMs() - started);
      result?.free?.();
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, all]) => {
    const first = all[0];
    return [name, { first, median: median(all.slice(warmUps)) }];
  }));
}

// ── archive → tree ──────────────────────────────────────────────────────────────────────────

const decoder = new TextDecoder();

function frontmatterOf(text) {
  if (!text.startsWith('---\n')) return {};
  const end = text.indexOf('\n---', 3);
  return end < 0 ? {} : load(text.slice(4, end + 1));
}

/** What a page in JavaScript would do: the tree of all names, with the status of what has been read. */
function treeInJavaScript(archive, isRead) {
  const names = [];
  const unpacked = unzipSync(archive, {
    filter({ name }) {
      names.push(name);
      return isRead(name);
    },
  });
  const status = new Map();
  for (const [name, bytes] of Object.entries(unpacked)) {
    if (name.endsWith('.md')) status.set(name, frontmatterOf(decoder.decode(bytes)).status);
  }
  const top = new Map();
  for (const name of names.sort()) {
    let folder = top;
    const segments = name.split('/');
    const last = segments.pop();
    for (const segment of segments) {
      if (!folder.has(segment)) folder.set(segment, new Map());
      folder = folder.get(segment);
    }
    folder.set(last, status.get(name));
  }
  return { top };
}

function firstTree(plans) {
  const bytes = tree(plans);
  const runs = { 20: 21, 200: 9, 2000: 3 }[plans];
  const found = race({
    ours: () => core.first_tree(bytes),
    eager: () => treeInJavaScript(bytes, () => true),
    lazy: () => treeInJavaScript(bytes, (name) => name.endsWith('_overview.md')),
  }, runs, plans === 2000 ? 1 : 3);
  const what = `archive → first tree, ${plans.toLocaleString('en')} plans`;
  const ours = found.ours.median;
  return [
    { what: `${what}, against eager JavaScript`, ours, peer: found.eager.median, target: 20, unit: 'ms' },
    { what: `${what}, against lazy JavaScript`, ours, peer: found.lazy.median, target: 2, unit: 'ms' },
    { what: '    the very first time: ours', is: found.ours.first, unit: 'ms' },
    { what: '    the very first time: lazy JavaScript', is: found.lazy.first, unit: 'ms' },
  ];
}

// ── Markdown → HTML ─────────────────────────────────────────────────────────────────────────

const withoutFrontmatter = (text) => text.replace(/^---\n[\s\S]*?\n---\n/, '');

function documents(name, archive, runs) {
  const open = core.whole_tree(archive);
  const count = open.unpack();
  const texts = Array.from({ length: count }, (_, index) => open.text(index));
  const marked = new Marked({ gfm: true });
  const markdownIt = new MarkdownIt({ html: false, linkify: true });
  const all = (render) => () => {
    let length = 0;
    for (let index = 0; index < count; index += 1) length += render(index);
    if (length === 0) throw new Error(`nothing rendered in ${name}`);
  };
  const found = race({
    ours: all((index) => open.open(index).length),
    render: all((index) => open.render(index)),
    parse: all((index) => open.parse(index)),
    marked: all((index) => marked.parse(withoutFrontmatter(texts[index])).length),
    markdownIt: all((index) => markdownIt.render(withoutFrontmatter(texts[index])).length),
  }, runs);
  const what = `${count.toLocaleString('en')} documents of ${name}`;
  const ours = found.ours.median;
  return [
    { what: `${what}, against marked`, ours, peer: found.marked.median, target: 9, unit: 'ms' },
    { what: `${what}, against markdown-it`, ours, peer: found.markdownIt.median, target: 9, unit: 'ms' },
    { what: '    Markdown → HTML alone, links and safety included', is: found.render.median, unit: 'ms' },
    { what: '    pulldown-cmark alone, nothing written', is: found.parse.median, unit: 'ms' },
  ];
}

/** What js-yaml takes for the blocks alone is told too: finding where they end is not its work. */
function frontmatter(plans) {
  const open = core.whole_tree(tree(plans));
  const count = open.unpack();
  const texts = Array.from({ length: count }, (_, index) => open.text(index));
  const blocks = texts.filter((text) => text.startsWith('---\n')).map((text) => text.slice(4, text.indexOf('\n---', 3) + 1));
  const fields = (read) => () => {
    let sum = 0;
    for (let index = 0; index < count; index += 1) sum += read(index);
    return sum;
  };
  const [own, others] = [fields((index) => open.fields(index)), fields((index) => Object.keys(frontmatterOf(texts[index])).length)];
  if (own() !== others()) throw new Error(`${own()} fields are read, and ${others()} by js-yaml`);
  const found = race({ ours: () => { own(); }, peer: () => { others(); }, blocks: () => { blocks.forEach((block) => load(block)); } }, 9, 2);
  return [
    { what: `frontmatter of all ${count.toLocaleString('en')} files of ${plans} plans, against js-yaml`, ours: found.ours.median, peer: found.peer.median, target: 4, unit: 'ms' },
    { what: `    js-yaml, given the ${blocks.length.toLocaleString('en')} blocks alone`, is: found.blocks.median, unit: 'ms' },
  ];
}

function sample() {
  const folder = join(ROOT, 'public', 'sample', 'medflow');
  const paths = readdirSync(folder, { recursive: true }).map((path) => join(folder, path)).filter((path) => statSync(path).isFile());
  return zip(paths.sort().map((path) => ({ name: relative(folder, path), bytes: readFileSync(path) })));
}

// ── memory ──────────────────────────────────────────────────────────────────────────────────

/** In a fresh process: memory that wasm has taken it never gives back. */
function memory(plans) {
  const started = cpuMs();
  const open = core.whole_tree(tree(plans));
  const ms = cpuMs() - started;
  const filter = race({ ours: () => { open.filtered('queue'); } }, 9).ours.median;
  return [
    { what: `wasm memory at its peak, all of ${plans.toLocaleString('en')} plans read`, is: core.memory_bytes() / 1e6, most: (2 * open.text_bytes()) / 1e6 + 100, unit: 'MB' },
    { what: '    their text', is: open.text_bytes() / 1e6, unit: 'MB' },
    { what: '    reading all of it, once and cold', is: ms, unit: 'ms' },
    { what: `    filtering ${open.nodes().toLocaleString('en')} nodes`, is: filter, unit: 'ms' },
  ];
}

// ── the model and the rules ─────────────────────────────────────────────────────────────────

function model(plans) {
  const source = core.source(tree(plans));
  const found = race({ read: () => source.read() }, 3, 1).read.median;
  const megabytes = source.text_bytes() / 1e6;
  source.free();
  const whole = core.model(tree(plans));
  const path = whole.task();
  let turn = 0;
  const change = () => { turn += 1; whole.change(path, `---\nstatus: ${turn % 2 ? 'WIP' : 'DONE'}\n---\n\n# A task\n`); };
  const rules = race({ tree: () => { whole.check_tree(); }, all: () => { whole.check(); }, change }, 3, 1);
  const what = `${plans.toLocaleString('en')} plans`;
  return [
    { what: `model of ${what} from the text of the files that hold it`, is: found, most: plans === 2000 ? 1500 : undefined, unit: 'ms' },
    { what: '    that text', is: megabytes, unit: 'MB' },
    { what: `rules that look at all of ${what}`, is: rules.tree.median, most: plans === 2000 ? 400 : undefined, unit: 'ms' },
    { what: '    all rules, those that look at every document included', is: rules.all.median, unit: 'ms' },
    { what: `one file of ${what} changed → model`, is: rules.change.median, most: 30, unit: 'ms' },
  ];
}

// ── editing ─────────────────────────────────────────────────────────────────────────────────

function edit(plans) {
  const open = core.editing(tree(plans));
  const all = () => { open.key(); open.tree(); open.findings(); open.patch(); };
  const found = race({ all, key: () => { open.key(); }, tree: () => { open.tree(); }, findings: () => { open.findings(); }, patch: () => { open.patch(); } }, plans === 2000 ? 3 : 9, 1);
  return [
    { what: `a key in a form of ${plans.toLocaleString('en')} plans → tree, findings, patch`, is: found.all.median, most: plans === 2000 ? 150 : 50, unit: 'ms' },
    { what: '    the edit', is: found.key.median, unit: 'ms' },
    { what: '    the tree', is: found.tree.median, unit: 'ms' },
    { what: '    the findings', is: found.findings.median, unit: 'ms' },
    { what: '    the patch', is: found.patch.median, unit: 'ms' },
  ];
}

// ────────────────────────────────────────────────────────────────────────────────────────────

const FIGURES = {
  'first-20': () => firstTree(20),
  'first-200': () => firstTree(200),
  'first-2000': () => firstTree(2000),
  frontmatter: () => frontmatter(200),
  documents: () => documents('the 200-plan tree', tree(200), 5),
  sample: () => documents('the sample', sample(), 41),
  memory: () => memory(2000),
  'model-200': () => model(200),
  'model-2000': () => model(2000),
  'edit-200': () => edit(200),
  'edit-2000': () => edit(2000),
  'compare-200': () => compare(core, tree(200), 200, { race }),
  'compare-2000': () => compare(core, tree(2000), 2000, { race }),
  history: () => history(core, cache, { race }),
  'search-200': () => search(core, tree(200), 200, { median, cpuMs }),
  'search-2000': () => search(core, tree(2000), 2000, { median, cpuMs }),
};

const again = (name, limit) => inProcess(['--expose-gc', ...process.execArgv.slice(1), process.argv[1], name, cache, target], limit);
const work = figure.startsWith('graph-') ? () => graph(core, figure.split('-').slice(1), { median, cpuMs }, again) : FIGURES[figure];
console.log(JSON.stringify(await work()));
