// Repositories that the journeys open, made by git.

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { zip } from '../../build/zip.mjs';

const DAY_S = 86_400;
/** Noon of 2025-01-01, in seconds. */
const FIRST_S = Date.UTC(2025, 0, 1, 12) / 1000;

/** Runs git in a folder, on a day counted from the first of 2025. */
export function git(folder, day, ...command) {
  const date = `${FIRST_S + day * DAY_S} +0000`;
  const env = {
    ...process.env,
    GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null',
    GIT_AUTHOR_NAME: 'Nina Volkov', GIT_AUTHOR_EMAIL: 'n@example.org', GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_NAME: 'Nina Volkov', GIT_COMMITTER_EMAIL: 'n@example.org', GIT_COMMITTER_DATE: date,
  };
  return execFileSync('git', ['-c', 'protocol.file.allow=always', ...command], { cwd: folder, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
}

/**
 * A repository of commits, each `[day, message, files]`; a file that is null goes. Calls `use` with its folder, its files
 * as an archive holds them, and the ids of its commits; it is gone afterwards.
 */
export async function withRepository(commits, use, { pack = true } = {}) {
  const base = mkdtempSync(join(tmpdir(), 'planarium-git-'));
  const folder = join(base, 'repo');
  try {
    mkdirSync(folder);
    git(folder, 0, 'init', '-q', '-b', 'main');
    const ids = commits.map(([day, message, files]) => {
      for (const [path, text] of Object.entries(files)) {
        const place = join(folder, path);
        if (text === null) {
          rmSync(place, { recursive: true });
          continue;
        }
        mkdirSync(dirname(place), { recursive: true });
        writeFileSync(place, text);
      }
      git(folder, day, 'add', '-A');
      git(folder, day, 'commit', '-q', '--allow-empty', '-m', message);
      return git(folder, day, 'rev-parse', 'HEAD');
    });
    if (pack) git(folder, 0, 'repack', '-q', '-a', '-d');
    await use({ base, folder, ids, archive: (of = folder) => zip(filesOf(of)) });
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
}

/** All files below a folder, hidden ones too. */
export function filesOf(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .map((place) => ({ name: place.slice(folder.length + 1), bytes: readFileSync(place) }));
}
