// Measures what people do with an open tree in the built page: opening documents, a root with 22,000 rows of tables, fifty
// trees one after another, and every view of the largest tree.
//
//   node benches/visits.mjs [--dist FOLDER] [--json] [--only documents|root|trees|views]
//
// Needs the trees that benches/run makes.

import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { zip } from '../build/zip.mjs';
import { makeZip } from './gen_tree.mjs';
import { median, openSite, p95, said } from './site.mjs';

const { values } = parseArgs({ options: { dist: { type: 'string', default: 'dist' }, json: { type: 'boolean' }, only: { type: 'string' } } });
const cache = join(process.env.PLANARIUM_CACHE ?? join(homedir(), '.cache', 'planarium'), 'bench');
const tree = (plans) => readFileSync(join(cache, `tree-${plans}.zip`));
const pad = (number, length) => String(number).padStart(length, '0');

/** Clicks a link to a document and waits until its title stands there, drawn. Gives ms by the time of day. */
const follow = (page, href, title) => page.evaluate(({ href, title }) => new Promise((done) => {
  const link = Object.assign(document.createElement('a'), { href });
  document.querySelector('main').append(link);
  const begun = performance.now();
  link.click();
  link.remove();
  const look = () => {
    const titles = document.querySelectorAll('main h1, main h2');
    const isThere = document.querySelector('main .article') && [...titles].slice(0, 3).some(({ textContent }) => textContent.trim() === title);
    if (!isThere) return void requestAnimationFrame(look);
    globalThis.__whenDrawn(() => done(performance.now() - begun));
  };
  requestAnimationFrame(look);
}), { href, title });

// ── documents ───────────────────────────────────────────────────────────────────────────────

/** A plan of 40 documents of 120 lines each, as they are written: headings, prose, lists, a table, code. */
function library() {
  const lines = (document) => Array.from({ length: 20 }, (_, part) => `## Part ${part} of ${document}\n\nThe \`module_${part}\` of [the plan](_overview.md) reads **document ${document}**, and writes ${part} of them.\n\n- [${part % 2 ? 'x' : ' '}] a step`).join('\n\n');
  const documents = Array.from({ length: 40 }, (_, at) => ({ name: `SP00_plan/${pad(at, 2)}_text.md`, bytes: Buffer.from(`# Text ${at}\n\n${lines(at)}\n`) }));
  return zip([
    { name: '_overview.md', bytes: Buffer.from('# Root\n\n## Plans\n\n| ID | Plan | Status |\n|---|---|---|\n| SP00 | SP00_plan/ | WIP |\n') },
    { name: 'SP00_plan/_overview.md', bytes: Buffer.from('---\nstatus: WIP\n---\n\n# A plan\n') },
    ...documents,
  ]);
}

async function documents() {
  const site = await openSite(values.dist, { 'library.zip': library() });
  await site.go('library.zip');
  const works = [];
  const times = [];
  for (let at = 0; at < 80; at += 1) {
    const href = `#/doc/SP00_plan/${pad(at % 40, 2)}_text.md`;
    works.push(await site.taken(async () => times.push(await follow(site.page, href, `Text ${at % 40}`))));
  }
  await site.close();
  return [
    { what: "page: a document of 120 lines, click → DOM, its thread's work (95th of 100)", is: p95(works.slice(10)), most: 16, unit: 'ms' },
    { what: '    the median', is: median(works.slice(10)), unit: 'ms' },
    { what: '    until the frame after it, by the time of day, the median', is: median(times.slice(10)), unit: 'ms' },
  ];
}

// ── a root with many rows ───────────────────────────────────────────────────────────────────

/** Tables of 22,000 rows: 2,000 plans, 10,000 modules, 10,000 deltas. */
function largeRoot() {
  const rows = (count, row) => Array.from({ length: count }, (_, at) => row(at)).join('\n');
  const root = `# Root\n\n## Plans\n\n| ID | Plan | Status |\n|---|---|---|\n${rows(2_000, (at) => `| SP${pad(at, 4)} | SP${pad(at, 4)}_plan/ | WIP |`)}\n
## Module Index\n\n| Module | Origin Plan | Owner | Modified By | Spec |\n|---|---|---|---|---|\n${rows(10_000, (at) => `| module_${pad(at, 5)} | SP${pad(at % 2_000, 4)}_plan | Nina | | |`)}\n
## State Deltas\n\n| Date | Plan | Change |\n|---|---|---|\n${rows(10_000, (at) => `| 2025-${pad(1 + (at % 12), 2)}-01 | SP${pad(at % 2_000, 4)}_plan | module_${pad(at, 5)} changed |`)}\n`;
  const plans = Array.from({ length: 2_000 }, (_, at) => ({ name: `SP${pad(at, 4)}_plan/_overview.md`, bytes: Buffer.from('---\nstatus: WIP\n---\n\n# A plan\n') }));
  return zip([{ name: '_overview.md', bytes: Buffer.from(root) }, ...plans]);
}

async function root() {
  const site = await openSite(values.dist, { 'root.zip': largeRoot() });
  await site.go('root.zip');
  await site.page.waitForTimeout(2_000);
  const works = [];
  for (let run = 0; run < 7; run += 1) {
    await follow(site.page, '#/doc/SP0000_plan/_overview.md', 'A plan');
    await site.page.waitForTimeout(300);
    works.push(await site.taken(() => follow(site.page, '#/doc/_overview.md', 'Root')));
  }
  const rows = await site.page.locator('.article tr').count();
  await site.close();
  return [
    { what: "page: a root with 22,000 rows of tables, click → DOM, its thread's work", is: median(works), most: 150, unit: 'ms' },
    { what: '    rows of them in the DOM', is: rows },
  ];
}

// ── fifty trees ─────────────────────────────────────────────────────────────────────────────

async function trees() {
  const archives = Object.fromEntries(Array.from({ length: 2 }, (_, at) => [`other-${at}.zip`, makeZip(40, at + 2).bytes]));
  const site = await openSite(values.dist, archives);
  await site.go('other-0.zip');
  const drop = (name) => site.page.evaluate(async (name) => {
    const carried = new DataTransfer();
    carried.items.add(new File([await (await fetch(name)).arrayBuffer()], name));
    document.querySelector('main').dispatchEvent(new DragEvent('drop', { dataTransfer: carried, bubbles: true, cancelable: true }));
  }, name);
  let early;
  for (let at = 1; at <= 50; at += 1) {
    const before = await site.page.title();
    await drop(`other-${at % 2}.zip`);
    await site.page.waitForFunction((before) => document.title !== before, before, { timeout: 60_000 });
    await site.read();
    // What follows reading: backlinks, the index of the search.
    await site.page.waitForTimeout(at % 5 ? 150 : 1_500);
    if (at === 5) early = await site.memory();
  }
  const late = await site.memory();
  const { errors } = site;
  await site.close();
  if (errors.length > 0) console.error(`planarium: ${errors.join('\n')}`);
  const all = ({ program, javascript }) => program + javascript;
  return [
    { what: 'page: 50 trees of 40 plans opened one after another, memory behind the last', is: all(late), most: 1.1 * all(early), unit: 'MB' },
    { what: '    behind the fifth', is: all(early), unit: 'MB' },
  ];
}

// ── every view ──────────────────────────────────────────────────────────────────────────────

const PLACES = ['overview', 'tree', 'search?q=queue', 'board', 'timeline', 'compare', 'dependencies', 'ownership', 'findings', 'changes', 'review', 'register', 'person', 'rules', 'doc/_overview.md'];

async function views() {
  const site = await openSite(values.dist, { 'tree-2000.zip': tree(2000) });
  await site.go('tree-2000.zip');
  const longest = await site.longest();
  await site.page.waitForTimeout(10_000);
  const lines = [{ what: 'page: 2,000 plans, the longest task of opening', is: longest, most: 100, unit: 'ms' }];
  for (const place of PLACES) {
    await site.longest();
    const work = await site.taken(async () => {
      await site.page.evaluate((place) => { location.hash = `#/${place}`; }, place);
      await site.page.waitForTimeout(3_000);
    });
    lines.push({ what: `    ${place}: the longest task in its first three seconds`, is: await site.longest(), most: 100, unit: 'ms' });
    lines.push({ what: "        its thread's work", is: work, unit: 'ms' });
  }
  const { program, javascript } = await site.memory();
  lines.push({ what: '    memory of the program behind all of them', is: program, most: 2 * 172.6 + 100, unit: 'MB' });
  lines.push({ what: '    memory of JavaScript', is: javascript, unit: 'MB' });
  lines.push({ what: '    errors', is: site.errors.length });
  if (site.errors.length > 0) console.error(`planarium: ${site.errors.join('\n')}`);
  await site.close();
  return lines;
}

const lines = [];
for (const [name, measure] of Object.entries({ documents, root, trees, views })) {
  if (!values.only || values.only === name) lines.push(...(await measure()));
}
console.log(values.json ? JSON.stringify(lines) : said(lines));
