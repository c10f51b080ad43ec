// What the scripts of `action.yml` ask git: commits of the checkout they run in, the plans in them, and archives of those.

import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';

/** What is said to people instead of a stack of calls. */
export class Refusal extends Error {}

/** Runs the body, and says in one line why it could not be done. */
export async function run(body) {
  try {
    await body();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    console.error(`planarium: ${error.message}`);
    process.exit(2);
  }
}

export function git(...args) {
  try {
    const env = { ...process.env, TZ: 'UTC' };
    return execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], env, maxBuffer: 1 << 28 }).trim();
  } catch (error) {
    throw new Refusal(`git ${args[0]}: ${String(error.stderr || error.message).trim().split('\n').at(-1)}`);
  }
}

/** A folder as git writes it, from the top of the repository; empty for all of it. */
export const plain = (tree) => tree.replace(/^(\.?\/+)+|\/+$/g, '').replace(/^\.$/, '');

/** The whole name of a commit. */
export const commitOf = (ref) => git('rev-parse', '--verify', '--end-of-options', `${ref}^{commit}`);

/** When a commit was made. */
export const timeOf = (commit) => git('log', '-1', '--format=%cd', '--date=format-local:%Y-%m-%dT%H:%M:%SZ', commit);

/** How many files of the plans there are in a commit. */
export function countOf(commit, path) {
  const files = git('ls-tree', '-r', '--name-only', '--full-tree', commit, ...(path ? ['--', `${path}/`] : []));
  return files ? files.split('\n').length : 0;
}

/** Writes the plans of a commit as a zip. Their paths are those of the repository. */
export function archive(commit, path, file) {
  // From the top of the repository, wherever this runs.
  const top = git('rev-parse', '--show-toplevel');
  git('-C', top, 'archive', '--format=zip', '-o', resolve(file), commit, ...(path ? ['--', path] : []));
}
