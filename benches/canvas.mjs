// Measures the dependency graph of the built page in Chromium: how soon a tree of 200 plans is a picture, and what a frame takes
// while it is moved and zoomed with 500 and with 2,000 nodes on it.
//
//   node benches/canvas.mjs [--dist FOLDER] [--json]

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { zip } from '../build/zip.mjs';
import { makeGraphFile, makeZip } from './gen_tree.mjs';
import { median, openSite, said } from './site.mjs';

const { values } = parseArgs({ options: { dist: { type: 'string', default: 'dist' }, json: { type: 'boolean' } } });
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

/** The page with a tree that has been read whole. */
async function opened(archive) {
  const site = await openSite(values.dist, archives);
  await site.go(archive);
  await site.page.waitForTimeout(2_500);
  return site;
}

const NODE = '#graph-scene .node';

async function first() {
  const site = await opened('tree-200.zip');
  const [openings, works] = [[], []];
  for (let run = 0; run < RUNS; run += 1) {
    works.push(await site.taken(async () => openings.push(await site.show('#/dependencies', NODE))));
    if (run === RUNS - 1) break;
    await site.page.evaluate(() => { location.hash = '#/tree'; });
    await site.page.waitForTimeout(500);
  }
  const nodes = await site.page.locator(NODE).count();
  await site.close();
  return [
    { what: `dependencies of 200 plans, ${nodes} nodes drawn: link → first picture, its thread's work`, is: median(works), most: 100, unit: 'ms' },
    { what: '    by the time of day', is: median(openings), unit: 'ms' },
    { what: '    the very first time, its part of the program downloaded, by the time of day', is: openings[0], unit: 'ms' },
  ];
}

async function moving(archive, query) {
  const site = await opened(archive);
  const work = await site.taken(() => site.show(`#/dependencies${query}`, NODE));
  await site.page.waitForTimeout(800);
  // All of it is seen: nothing that is outside of the window is left out.
  await site.page.getByRole('button', { name: /^Show all of it/ }).click();
  await site.page.waitForTimeout(600);
  const count = (await site.page.locator(NODE).count()).toLocaleString('en');
  const box = await site.page.locator('#graph-canvas').boundingBox();
  const { mouse, keyboard } = site.page;
  const to = (x, y) => mouse.move(box.x + x, box.y + y);
  await to(400, 250);
  await mouse.down();
  const moved = await site.moving(`${count} nodes, all in sight: moved`, FRAMES, (at) =>
    to(400 + (at % 40 < 20 ? 9 : -9) * (at % 20), 250 + (at % 60 < 30 ? 5 : -5) * (at % 30)));
  await mouse.up();
  await keyboard.down('Control');
  const zoomed = await site.moving(`${count} nodes, all in sight: zoomed`, FRAMES, (at) => mouse.wheel(0, Math.floor(at / 15) % 2 ? 40 : -40));
  await keyboard.up('Control');
  await site.close();
  return [{ what: `    ${count} nodes on the canvas: the first picture, its thread's work`, is: work, unit: 'ms' }, ...moved, ...zoomed];
}

const lines = [];
/** What is known is said at once; whoever reads it as JSON gets all of it at the end. */
function say(found) {
  lines.push(...found);
  if (!values.json) console.log(said(found));
}
say(await first());
say(await moving('open-500.zip', '?scope=all'));
say(await moving('open-2000.zip', '?scope=all&open=In%20work'));
if (values.json) console.log(JSON.stringify(lines));
