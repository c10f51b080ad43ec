// A folder for a static host: the built viewer, the tree as it is at a commit of a repository, and a planarium.json that
// says where both come from. `action.yml` runs this; it runs by hand as well, from within a checkout:
//
//   node build/site.mjs --viewer dist --tree .agent_plan/day_dream --out site [--title TITLE] [--ref REF] [--history N] [--against REF]
//
// `--history N` keeps up to N earlier states beside it, one for each day on which the plans changed: the page looks back to
// them and compares with them. `--against REF` adds the tree of another commit, to be compared with.
//
// What GitHub says of itself in GITHUB_SERVER_URL, GITHUB_REPOSITORY and GITHUB_REF_NAME becomes the links to the
// repository; elsewhere --repository URL and --branch NAME say it.

import { cpSync, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Refusal, archive, commitOf, countOf, git, plain, run, timeOf } from './repository.mjs';

function options() {
  const text = { type: 'string' };
  const names = ['viewer', 'tree', 'out', 'title', 'ref', 'repository', 'branch', 'history', 'against'];
  try {
    return parseArgs({ options: Object.fromEntries(names.map((name) => [name, text])) }).values;
  } catch (error) {
    throw new Refusal(error.message);
  }
}

/** The last commit of each earlier day on which the plans changed, the earliest first. */
function earlier(commit, path, most) {
  const log = git('log', '--first-parent', '--format=%H%x09%cd%x09%s', '--date=format-local:%Y-%m-%d', commit, '--', `:/${path}`);
  const [newest, ...before] = log.split('\n').filter(Boolean).map((line) => line.split('\t'));
  const days = new Map([[newest?.[1], undefined]]);
  const found = [];
  for (const [id, day, ...subject] of before) {
    if (found.length === most) break;
    // A commit that removed the plans, or that came before them, holds nothing to show.
    if (days.has(day) || countOf(id, path) === 0) continue;
    days.set(day, id);
    found.unshift({ id, day, title: subject.join('\t') });
  }
  return found;
}

function site({ viewer, tree, out, title, ref = 'HEAD', repository, branch, history = '0', against }) {
  if (!viewer || !tree || !out) throw new Refusal('--viewer, --tree and --out are needed');
  if (!existsSync(join(viewer, 'index.html'))) throw new Refusal(`${viewer} holds no built viewer: run ./dev build`);
  if (!/^\d{1,4}$/.test(history)) throw new Refusal(`--history ${history} is no number of earlier states`);
  const path = plain(tree);
  const commit = commitOf(ref);
  const count = countOf(commit, path);
  if (count === 0) throw new Refusal(`there is nothing at ${tree} in commit ${commit.slice(0, 7)}`);
  mkdirSync(out, { recursive: true });
  cpSync(viewer, out, { recursive: true });
  archive(commit, path, join(out, 'plan.zip'));
  const states = history === '0' ? [] : earlier(commit, path, Number(history));
  if (states.length > 0) mkdirSync(join(out, 'earlier'), { recursive: true });
  for (const state of states) {
    state.src = `earlier/${state.day}.zip`;
    archive(state.id, path, join(out, state.src));
  }
  if (against) archive(commitOf(against), path, join(out, 'against.zip'));
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: name, GITHUB_REF_NAME: current, GITHUB_REF_TYPE: kind } = process.env;
  const said = {
    src: 'plan.zip',
    title,
    path,
    commit,
    time: timeOf(commit),
    repository: repository ?? (server && name ? `${server}/${name}` : undefined),
    branch: branch ?? (kind === 'branch' ? current : undefined),
    against: against ? 'against.zip' : undefined,
    earlier: states.length > 0 ? states.map(({ src, title, day }) => ({ src, title, as_of: day })) : undefined,
  };
  for (const key of Object.keys(said)) if (!said[key]) delete said[key];
  writeFileSync(join(out, 'planarium.json'), `${JSON.stringify(said, null, 2)}\n`);
  const before = states.length > 0 ? `, ${states.length} earlier states` : '';
  console.log(`${out}: the viewer and ${count} files of ${path || 'the repository'} at ${commit.slice(0, 7)}, ${statSync(join(out, 'plan.zip')).size} bytes${before}`);
  if (Number(history) > 0 && git('rev-parse', '--is-shallow-repository') === 'true') {
    console.log('planarium: the checkout is shallow, so that little of its history is there: check it out with fetch-depth: 0');
  }
}

await run(() => site(options()));
