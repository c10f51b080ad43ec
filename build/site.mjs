// A folder for a static host: the built viewer, the tree as it is at a commit of a repository, and a planarium.json that
// says where both come from. `action.yml` runs this; it runs by hand as well, from within a checkout:
//
//   node build/site.mjs --viewer dist --tree .agent_plan/day_dream --out site [--title TITLE] [--ref REF]
//
// What GitHub says of itself in GITHUB_SERVER_URL, GITHUB_REPOSITORY and GITHUB_REF_NAME becomes the links to the
// repository; elsewhere --repository URL and --branch NAME say it.

import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

class Refusal extends Error {}

const git = (...args) => {
  try {
    return execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, TZ: 'UTC' } }).trim();
  } catch (error) {
    throw new Refusal(`git ${args[0]}: ${String(error.stderr || error.message).trim().split('\n').at(-1)}`);
  }
};

function options() {
  const text = { type: 'string' };
  try {
    return parseArgs({ options: { viewer: text, tree: text, out: text, title: text, ref: text, repository: text, branch: text } }).values;
  } catch (error) {
    throw new Refusal(error.message);
  }
}

function site({ viewer, tree, out, title, ref = 'HEAD', repository, branch }) {
  if (!viewer || !tree || !out) throw new Refusal('--viewer, --tree and --out are needed');
  if (!existsSync(join(viewer, 'index.html'))) throw new Refusal(`${viewer} holds no built viewer: run ./dev build`);
  const path = tree.replace(/^\.?\/+|\/+$/g, '').replace(/^\.$/, '');
  const commit = git('rev-parse', '--verify', '--end-of-options', `${ref}^{commit}`);
  const files = git('ls-tree', '-r', '--name-only', '--full-tree', commit, ...(path ? ['--', `${path}/`] : []));
  if (!files) throw new Refusal(`there is nothing at ${tree} in commit ${commit.slice(0, 7)}`);
  mkdirSync(out, { recursive: true });
  cpSync(viewer, out, { recursive: true });
  const archive = join(out, 'plan.zip');
  // From the top of the repository, wherever this runs.
  git('-C', git('rev-parse', '--show-toplevel'), 'archive', '--format=zip', '-o', absolute(archive), commit, ...(path ? ['--', path] : []));
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: name, GITHUB_REF_NAME: current, GITHUB_REF_TYPE: kind } = process.env;
  const said = {
    src: 'plan.zip',
    title,
    path,
    commit,
    time: git('log', '-1', '--format=%cd', '--date=format-local:%Y-%m-%dT%H:%M:%SZ', commit),
    repository: repository ?? (server && name ? `${server}/${name}` : undefined),
    branch: branch ?? (kind === 'branch' ? current : undefined),
  };
  for (const key of Object.keys(said)) if (!said[key]) delete said[key];
  writeFileSync(join(out, 'planarium.json'), `${JSON.stringify(said, null, 2)}\n`);
  console.log(`${out}: the viewer and ${files.split('\n').length} files of ${path || 'the repository'} at ${commit.slice(0, 7)}, ${statSync(archive).size} bytes`);
}

const absolute = (path) => (path.startsWith('/') ? path : join(process.cwd(), path));

try {
  site(options());
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  console.error(`planarium: ${error.message}`);
  process.exit(1);
}
