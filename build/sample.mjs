// The eight stages of the sample. The last lies in public/sample/medflow; each earlier one is told as what was
// different from the next. public/sample/README.md says how.
//
// `node build/sample.mjs FOLDER` writes them as FOLDER/1 to FOLDER/8, to be looked at and checked.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { argv, exit } from 'node:process';
import { fileURLToPath } from 'node:url';
import { files } from './files.mjs';

const SAMPLE = fileURLToPath(new URL('../public/sample', import.meta.url));
/** Where the tree stands in each stage; stages.json and the folders of the stages leave it out. */
const TREE = '.agent_plan/day_dream/';

/** A name that ends with `/` means all below it. */
const isMeant = (name, path) => (name.endsWith('/') ? path.startsWith(name) : path === name);

/** The tree of a stage, made from that of the next one: a map of path → bytes. */
function earlier(next, { stage, absent, moved }) {
  const moves = Object.entries(moved);
  for (const name of [...absent, ...Object.keys(moved)]) {
    if (![...next.keys()].some((path) => isMeant(name, path))) {
      throw new Error(`public/sample/stages.json: stage ${stage} names ${name}, which stage ${stage + 1} does not have`);
    }
  }
  const tree = new Map();
  for (const [path, bytes] of next) {
    if (absent.some((name) => isMeant(name, path))) continue;
    const move = moves.find(([from]) => isMeant(from, path));
    tree.set(move ? move[1] + path.slice(move[0].length) : path, bytes);
  }
  const folder = join(SAMPLE, 'stages', String(stage));
  for (const path of files(folder)) tree.set(path, readFileSync(join(folder, path)));
  return tree;
}

/** All stages, first to last: what stages.json says of each, and its `entries`, `[{ name, bytes }]` in order. */
export function stages() {
  const told = JSON.parse(readFileSync(join(SAMPLE, 'stages.json'), 'utf8'));
  const last = join(SAMPLE, 'medflow', TREE);
  let tree = new Map(files(last).map((path) => [path, readFileSync(join(last, path))]));
  const made = [];
  for (const { absent, moved, ...stage } of told.reverse()) {
    if (made.length > 0) tree = earlier(tree, { ...stage, absent, moved });
    const names = [...tree.keys()].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    made.unshift({ ...stage, entries: names.map((name) => ({ name: TREE + name, bytes: tree.get(name) })) });
  }
  return made;
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const target = argv[2];
  if (!target || existsSync(target)) {
    console.error('planarium: node build/sample.mjs FOLDER, where FOLDER does not exist yet');
    exit(1);
  }
  for (const { stage, entries } of stages()) {
    for (const { name, bytes } of entries) {
      const path = join(target, String(stage), name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, bytes);
    }
  }
}
