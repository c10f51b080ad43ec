// What a pull request does to the plans: compares them at its head with those at the commit it comes from. `action.yml` runs
// this when it is given a base; it runs by hand as well, from within a checkout:
//
//   node build/pull-request.mjs --planarium BIN --tree DIR --base REF [--head REF] [--out DIR] [--site URL] [--number N]
//
// It writes into DIR: base.zip, head.zip, planarium.sarif (what is wrong at the head, by paths of the repository) and
// summary.md (a link that shows the comparison, what changed, which errors are new). The summary goes to
// GITHUB_STEP_SUMMARY, and with --number and GITHUB_TOKEN into one comment of the pull request. It ends with 1 when the pull
// request brings findings that are errors and were not there before, and with 2 when something could not be done.

import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Refusal, archive, commitOf, countOf, git, plain, run, timeOf } from './repository.mjs';

/** By this a comment is found again. */
const MARK = '<!-- planarium -->';
/** The longest list of changes that a comment takes; GitHub's limit is 65,536 characters. */
const MOST_LETTERS = 50_000;

function options() {
  const text = { type: 'string' };
  const names = ['planarium', 'tree', 'base', 'head', 'out', 'site', 'number'];
  try {
    return parseArgs({ options: Object.fromEntries(names.map((name) => [name, text])) }).values;
  } catch (error) {
    throw new Refusal(error.message);
  }
}

/** What the command line answers. 1 is no failure: it means that something was found. */
function planarium(program, ...args) {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (error) throw new Refusal(`${program} does not run: ${error.message}`);
  if (status !== 0 && status !== 1) throw new Refusal(`planarium ${args[0]}: ${stderr.trim()}`);
  return stdout;
}

/** What tells a finding apart. Lines move; what it says, and of what, does not. */
const key = ({ rule, items, message }) => JSON.stringify([rule, items, message]);

/** The errors among some findings that others do not have; as often as they have them. */
function newErrors(head, base) {
  const known = new Map();
  const counts = ({ severity, ignored }) => severity === 'error' && !ignored;
  // A warning that became an error by the settings of the tree is new as an error.
  for (const finding of base.filter(counts)) known.set(key(finding), (known.get(key(finding)) ?? 0) + 1);
  return head.filter(counts).filter((finding) => {
    const left = known.get(key(finding)) ?? 0;
    known.set(key(finding), left - 1);
    return left <= 0;
  });
}

/** The same SARIF with the paths of the repository, as code hosts want them. */
function inRepository(sarif, root) {
  const above = root && root !== '.' ? `${root.split('/').map(encodeURIComponent).join('/')}/` : '';
  const visit = (value) => {
    if (Array.isArray(value)) return value.map(visit);
    if (value === null || typeof value !== 'object') return value;
    if (value.uriBaseId === 'TREE' && typeof value.uri === 'string') return { uri: above + value.uri };
    const entries = Object.entries(value).filter(([name]) => name !== 'originalUriBaseIds');
    return Object.fromEntries(entries.map(([name, inner]) => [name, visit(inner)]));
  };
  return visit(sarif);
}

/** One state of the plans: its findings, and where they begin. */
function read(program, zip, path, day) {
  const about = [zip, ...(path ? ['--root', path] : []), '--as-of', day];
  const json = JSON.parse(planarium(program, 'check', ...about, '--format', 'json'));
  const sarif = JSON.parse(planarium(program, 'check', ...about, '--format', 'sarif'));
  const base = sarif.runs[0].originalUriBaseIds?.TREE?.uri ?? '';
  return { findings: json.findings, sarif, root: decodeURIComponent(base).replace(/\/$/, '') };
}

/** An annotation of a line, in the form that GitHub reads. */
function annotation({ rule, message, path, line }, root) {
  const data = (text) => String(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  const property = (text) => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
  const file = root && root !== '.' ? `${root}/${path}` : path;
  return `::error file=${property(file)},line=${property(line)},title=${property(`planarium: ${rule}`)}::${data(message)}`;
}

/** A text that Markdown takes as it is. */
const literal = (text) => String(text).replace(/[\\`*_[\]<>|#@]/g, (sign) => `\\${sign}`).replace(/\s+/g, ' ');

/** The address that shows the comparison, read from the repository itself. */
function link(site, path, { base, head }) {
  const repository = process.env.GITHUB_REPOSITORY;
  if (!site || !repository) return undefined;
  const source = (commit) => encodeURIComponent(`github:${repository}@${commit}${path ? `:${path}` : ''}`);
  return `${site.replace(/[?#].*$/, '')}?src=${source(head)}&against=${source(base)}#/compare?with=against`;
}

function summary({ path, base, head, address, notes, errors, root, warnings }) {
  const lines = [MARK, `### What this does to the plans`, ''];
  if (address) lines.push(`[Compare them in the viewer](${address}): \`${literal(path || '.')}\` at ${base.slice(0, 7)} and ${head.slice(0, 7)}.`, '');
  if (errors.length > 0) {
    lines.push(`**${errors.length === 1 ? 'One error is' : `${errors.length} errors are`} new:**`, '');
    const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: name } = process.env;
    for (const { rule, message, path: file, line } of errors.slice(0, 50)) {
      const whole = root && root !== '.' ? `${root}/${file}` : file;
      const place = `${literal(whole)}:${line}`;
      const href = server && name ? `${server}/${name}/blob/${head}/${whole.split('/').map(encodeURIComponent).join('/')}?plain=1#L${line}` : undefined;
      lines.push(`* ${href ? `[${place}](${href})` : place} ${literal(message)} (${rule})`);
    }
    if (errors.length > 50) lines.push(`* and ${errors.length - 50} more`);
    lines.push('');
  } else {
    lines.push(`No errors are new${warnings > 0 ? `; ${warnings} of the warnings are` : ''}.`, '');
  }
  const cut = notes.length > MOST_LETTERS ? `${notes.slice(0, MOST_LETTERS).replace(/[^\n]*$/, '')}\n… and more.\n` : notes;
  lines.push('<details><summary>What changed</summary>', '', cut.trim(), '', '</details>', '');
  return lines.join('\n');
}

/** Writes the comment of the pull request, or what it has said before anew. */
async function comment(number, body) {
  const { GITHUB_API_URL: api = 'https://api.github.com', GITHUB_REPOSITORY: name, GITHUB_TOKEN: token } = process.env;
  if (!number || !token || !name) return;
  const ask = async (method, path, content) => {
    const response = await fetch(`${api}/repos/${name}/${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, accept: 'application/vnd.github+json', 'content-type': 'application/json', 'x-github-api-version': '2022-11-28' },
      body: content && JSON.stringify(content),
      signal: AbortSignal.timeout(30_000),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status}`);
    return response.json();
  };
  try {
    let own;
    for (let page = 1, more = true; more && !own; page += 1) {
      const comments = await ask('GET', `issues/${number}/comments?per_page=100&page=${page}`);
      own = comments.find((it) => it.body?.startsWith(MARK));
      more = comments.length === 100;
    }
    if (own) await ask('PATCH', `issues/comments/${own.id}`, { body });
    else await ask('POST', `issues/${number}/comments`, { body });
  } catch (error) {
    // From a fork the token may only read: the summary of the run has it all.
    console.log(`planarium: the pull request could not be commented (${error.message})`);
  }
}

async function pullRequest({ planarium: program, tree, base: baseRef, head: headRef = 'HEAD', out = '_planarium', site, number }) {
  if (!program || !tree || !baseRef) throw new Refusal('--planarium, --tree and --base are needed');
  const path = plain(tree);
  const head = commitOf(headRef);
  let base = commitOf(baseRef);
  // What came to the base since is no doing of the pull request. In a shallow checkout nobody can tell.
  try { base = git('merge-base', base, head); } catch (unknown) { if (!(unknown instanceof Refusal)) throw unknown; }
  mkdirSync(out, { recursive: true });
  const day = timeOf(head).slice(0, 10);
  const states = [base, head].map((commit, at) => {
    const file = join(out, at === 0 ? 'base.zip' : 'head.zip');
    if (countOf(commit, path) === 0) return undefined;
    archive(commit, path, file);
    return { file, ...read(program, file, path, day) };
  });
  const [before, after] = states;
  if (!after) {
    console.log(`${out}: there are no plans at ${tree} in ${head.slice(0, 7)}, so there is nothing to compare`);
    return;
  }
  const errors = newErrors(after.findings, before?.findings ?? []);
  const known = new Set((before?.findings ?? []).map(key));
  const warnings = after.findings.filter((finding) => finding.severity === 'warning' && !finding.ignored && !known.has(key(finding))).length;
  const notes = before ? planarium(program, 'diff', before.file, after.file, '--format', 'markdown') : 'The plans are new.\n';
  writeFileSync(join(out, 'planarium.sarif'), `${JSON.stringify(inRepository(after.sarif, after.root), null, 2)}\n`);
  const address = before && link(site, path, { base, head });
  const body = summary({ path, base, head, address, notes, errors, root: after.root, warnings });
  writeFileSync(join(out, 'summary.md'), body);
  const { GITHUB_STEP_SUMMARY: shown, GITHUB_OUTPUT: outputs } = process.env;
  if (shown) appendFileSync(shown, body);
  if (outputs) appendFileSync(outputs, `comparison=${address ?? ''}\nsarif=${join(out, 'planarium.sarif')}\n`);
  await comment(number, body);
  for (const finding of errors) console.log(annotation(finding, after.root));
  console.log(`${out}: ${errors.length} new errors, ${warnings} new warnings between ${base.slice(0, 7)} and ${head.slice(0, 7)}${address ? `\n${address}` : ''}`);
  if (errors.length > 0) process.exitCode = 1;
}

await run(() => pullRequest(options()));
