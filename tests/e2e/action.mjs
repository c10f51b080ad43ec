// The steps of action.yml, run as a runner would: each script by bash, its inputs as variables. Only what that file uses of
// the form is known here.

import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
const lines = readFileSync(join(ROOT, 'action.yml'), 'utf8').split('\n');

/** The value of a line `key: value`, without its quotes. */
const value = (line) => {
  const written = line.slice(line.indexOf(':') + 1).trim();
  return /^'.*'$/.test(written) ? written.slice(1, -1).replaceAll("''", "'") : written;
};

/** The inputs with what they are when nobody gives them. */
export function inputs() {
  const found = {};
  let name;
  for (const line of lines.slice(lines.indexOf('inputs:') + 1, lines.indexOf('outputs:'))) {
    if (/^ {2}\w+:$/.test(line)) found[name = line.trim().slice(0, -1)] = undefined;
    else if (/^ {4}default:/.test(line)) found[name] = value(line);
  }
  return found;
}

/** The steps: `name`, `id`, `if`, `shell`, `env`, `run`. */
export function steps() {
  const found = [];
  let block;
  for (const line of lines.slice(lines.indexOf('  steps:') + 1)) {
    const key = /^ {4}(?:- | {2})(\w+):/.exec(line)?.[1];
    if (/^ {4}- /.test(line)) found.push({ env: {}, run: '' });
    const step = found.at(-1);
    if (key) {
      block = key;
      if (key !== 'env' && !/: \|$/.test(line)) step[key] = value(line.replace(/^ {4}- /, ''));
    } else if (block === 'env' && /^ {8}\w+:/.test(line)) {
      step.env[line.trim().split(':')[0]] = value(line);
    } else if (block === 'run' && line.startsWith('        ')) {
      step.run += `${line.slice(8)}\n`;
    }
  }
  return found;
}

/** Whether a condition holds: inputs that are given or not, joined by `&&`. */
const holds = (condition, given) => (condition ?? '').split('&&').every((part) => {
  if (!part.trim()) return true;
  const [, name, sign] = /^\s*inputs\.(\w+) (==|!=) ''\s*$/.exec(part) ?? [];
  if (!name || !(name in given)) throw new Error(`action.yml: a condition that is not known here: ${part}`);
  return (given[name] === '') === (sign === '==');
});

/**
 * Runs the action in a checkout: those of its steps whose conditions hold. Answers with the output of the last one, the names of all that ran, and
 * what they wrote to GITHUB_OUTPUT and GITHUB_STEP_SUMMARY.
 */
export async function perform(own, { cwd, env }) {
  const known = inputs();
  for (const name of Object.keys(own)) if (!(name in known)) throw new Error(`action.yml has no input ${name}`);
  const given = Object.fromEntries(Object.entries(known).map(([name, usual]) => [name, own[name] ?? (/\$\{\{/.test(usual ?? '') ? '' : usual ?? '')]));
  const folder = mkdtempSync(join(tmpdir(), 'planarium-action-'));
  const files = { GITHUB_OUTPUT: join(folder, 'output'), GITHUB_STEP_SUMMARY: join(folder, 'summary') };
  try {
    for (const file of Object.values(files)) writeFileSync(file, '');
    const ran = [];
    let result = { status: 0, stdout: '', stderr: '' };
    for (const step of steps().filter((step) => holds(step.if, given))) {
      ran.push(step.name);
      const variables = Object.entries(step.env).map(([name, written]) => [name, written.replace(/\$\{\{ inputs\.(\w+) \}\}/g, (_, input) => given[input])]);
      // Not at a stroke: what the script asks may be answered by this very process.
      const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run], {
        cwd, env: { ...env, ...files, GITHUB_ACTION_PATH: ROOT, ...Object.fromEntries(variables) }, stdio: ['ignore', 'pipe', 'pipe'],
      });
      const [stdout, stderr, status] = await Promise.all([text(child.stdout), text(child.stderr), new Promise((resolve) => child.once('close', resolve))]);
      result = { status, stdout, stderr };
      if (result.status !== 0) break;
    }
    const [output, summary] = Object.values(files).map((file) => readFileSync(file, 'utf8'));
    return { ...result, ran, output, summary };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
