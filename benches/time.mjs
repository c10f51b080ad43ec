// Two trees compared, the diff of what was edited against jsdiff, and a history listed.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTwoFilesPatch } from 'diff';
import { zip } from '../build/zip.mjs';

/** Every so many-th document is edited. */
const EVERY = 10;
const COMMITS = 500;
const FILES = 100;

export function compare(core, archive, plans, { race }) {
  const sides = core.sides(archive, EVERY);
  const count = sides.edited();
  const texts = Array.from({ length: count }, (_, at) => [sides.text(at, false), sides.text(at, true)]);
  const large = plans > 200;
  const compared = race({ ours: () => { sides.compare(); } }, large ? 3 : 9, 1).ours.median;
  const unified = race({
    ours: () => { sides.diff(); },
    patch: () => { sides.patch(); },
    peer: () => { for (const [old, now] of texts) createTwoFilesPatch('a', 'b', old, now, undefined, undefined, { context: 3 }); },
  }, large ? 3 : 9, 1);
  const what = `${plans.toLocaleString('en')} plans`;
  return [
    { what: `two trees of ${what} compared, every tenth document edited`, is: compared, most: plans === 2000 ? 1000 : undefined, unit: 'ms' },
    { what: `unified diff of the ${count.toLocaleString('en')} documents, against jsdiff`, ours: unified.ours.median, peer: unified.peer.median, target: 6, unit: 'ms' },
    { what: '    the same as one patch for git, with the ids of the contents', is: unified.patch.median, unit: 'ms' },
  ];
}

/** An archive of a repository: a tree of plans and 500 commits to it, packed as git packs. */
function repository(cache) {
  const path = join(cache, `history-${COMMITS}-${FILES}.zip`);
  if (existsSync(path)) return readFileSync(path);
  const folder = mkdtempSync(join(tmpdir(), 'planarium-history-'));
  try {
    const run = (input, ...command) => execFileSync('git', command, { cwd: folder, input, env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' } });
    run('', 'init', '-q', '-b', 'main');
    const text = (file, version) => `---\nstatus: ${version % 2 ? 'WIP' : 'TODO'}\n---\n\n# Document ${file}\n\n${Array.from({ length: 60 }, (_, line) => `Line ${line} of ${file}${line === version % 60 ? `, version ${version}` : ''}.\n`).join('')}`;
    const parts = [];
    for (let commit = 0; commit < COMMITS; commit += 1) {
      const message = `Commit ${commit}`;
      parts.push(`commit refs/heads/main\ncommitter Nina Volkov <n@example.org> ${1_700_000_000 + commit * 3600} +0000\ndata ${message.length}\n${message}\n`);
      const files = commit === 0 ? Array.from({ length: FILES }, (_, file) => file) : [commit % FILES, (commit * 7) % FILES];
      for (const file of new Set(files)) {
        const body = Buffer.from(text(file, commit));
        parts.push(`M 100644 inline plans/SP${String(file % 20).padStart(2, '0')}_plan/${String(file).padStart(2, '0')}_document.md\ndata ${body.length}\n${body}\n`);
      }
    }
    run(parts.join(''), 'fast-import', '--quiet');
    run('', 'repack', '-q', '-a', '-d', '-f');
    run('', 'reset', '-q', '--hard');
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const entries = files.map((entry) => join(entry.parentPath ?? entry.path, entry.name)).map((place) => ({ name: place.slice(folder.length + 1), bytes: readFileSync(place) }));
    writeFileSync(`${path}.part`, zip(entries));
    renameSync(`${path}.part`, path);
    return readFileSync(path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function history(core, cache, { race }) {
  const archive = repository(cache);
  const count = core.history(archive, 'plans');
  const times = race({
    list: () => { core.history(archive, 'plans'); },
    oldest: () => { core.oldest_tree(archive, 'plans'); },
  }, 7, 1);
  return [
    { what: `history of ${COMMITS} commits to ${FILES} files listed (${count} touch the tree)`, is: times.list.median, most: 1500, unit: 'ms' },
    { what: '    the very first time', is: times.list.first, unit: 'ms' },
    { what: '    the same, and the tree of the oldest commit', is: times.oldest.median, unit: 'ms' },
  ];
}
