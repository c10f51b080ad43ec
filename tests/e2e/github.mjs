// GitHub as far as the page asks it: its public interface and its raw files, on a server of this machine that stands for
// both hosts. The page asks the real addresses, under its real policy; a proxy leads them here, with a certificate that is
// made for the occasion. Redirects, CORS, limits, slow answers and broken connections are those of a real network.
//
//   const github = await startGithub({ 'o/r': { files: { 'docs/a.md': '# A' }, time: '…' } });
//   journey('…', { ...github.options }, async ({ page }) => { github.reset(); … });

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createTlsServer } from 'node:https';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { give, listen } from './harness.mjs';

const API = 'api.github.com';
const RAW = 'raw.githubusercontent.com';
/** What the interface lets pages of other sites read. */
const EXPOSED = 'ETag, Link, Location, Retry-After, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Used, X-RateLimit-Resource, X-RateLimit-Reset';

const sha = (text) => createHash('sha1').update(text).digest('hex');

function certificate() {
  const folder = mkdtempSync(join(tmpdir(), 'planarium-tls-'));
  try {
    const [key, cert] = ['key', 'cert'].map((name) => join(folder, name));
    execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=localhost',
      '-addext', `subjectAltName=DNS:${API},DNS:${RAW}`, '-keyout', key, '-out', cert], { stdio: 'pipe' });
    return { key: readFileSync(key), cert: readFileSync(cert) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The folders of a repository by their numbers, each as a list of what lies in it. */
function treesOf(files) {
  const entries = Object.keys(files).map((path) => ({ path, mode: '100644', type: 'blob', sha: sha(path) }));
  const folders = new Set();
  for (const path of Object.keys(files)) {
    for (let at = path.indexOf('/'); at > 0; at = path.indexOf('/', at + 1)) folders.add(path.slice(0, at));
  }
  const all = [...entries, ...[...folders].map((path) => ({ path, mode: '040000', type: 'tree', sha: sha(`tree ${path}`) }))];
  const below = (folder) => all.filter(({ path }) => !folder || path.startsWith(`${folder}/`)).map((entry) => ({ ...entry, path: folder ? entry.path.slice(folder.length + 1) : entry.path }));
  return { folders, below };
}

/**
 * Starts it. A repository has `files` by path, `links` (paths of symbolic links), `refs` (names of its states, `HEAD` among them), `time` of its
 * commit, and `moved`, the name that it has now.
 */
export async function startGithub(repositories) {
  const asked = [];
  /** What answers otherwise, by host and path: options of `give`, or a function that is given the request. */
  const faults = new Map();
  const state = { left: 60, reset: 0, cut: false };
  for (const [name, repository] of Object.entries(repositories)) {
    repository.commit = sha(name);
    Object.assign(repository, treesOf(repository.files ?? {}));
  }

  const json = (value, options = {}) => ({ body: Buffer.from(JSON.stringify(value)), type: 'application/json; charset=utf-8', ...options });

  function api(url) {
    const [, , owner, repo, ...rest] = decodeURIComponent(url.pathname).split('/');
    const repository = repositories[`${owner}/${repo}`];
    if (!repository) return json({ message: 'Not Found' }, { status: 404 });
    if (repository.moved) {
      const location = `https://${API}/repos/${repository.moved}/${rest.join('/')}${url.search}`;
      return json({ message: 'Moved Permanently', url: location }, { status: 301, headers: { location } });
    }
    const what = rest.join('/');
    if (what === 'commits') {
      const ref = url.searchParams.get('sha') ?? 'HEAD';
      const path = url.searchParams.get('path') ?? '';
      if (!['HEAD', repository.commit, ...(repository.refs ?? [])].includes(ref)) return json({ message: `No commit found for SHA: ${ref}` }, { status: 404 });
      if (path && repository.below(path).length === 0) return json([]);
      return json([{ sha: repository.commit, html_url: `https://github.com/${owner}/${repo}/commit/${repository.commit}`, commit: { committer: { date: repository.time } } }]);
    }
    const id = /^git\/trees\/(\w+)$/.exec(what)?.[1];
    const folder = id === repository.commit ? '' : [...repository.folders].find((path) => sha(`tree ${path}`) === id);
    if (folder === undefined) return json({ message: 'Not Found' }, { status: 404 });
    let tree = repository.below(folder);
    if (folder === '') tree.push(...(repository.links ?? []).map((path) => ({ path, mode: '120000', type: 'blob', sha: sha(path) })));
    const recursive = url.searchParams.get('recursive') === '1';
    if (!recursive) tree = tree.filter(({ path }) => !path.includes('/'));
    const truncated = recursive && folder === '' && Boolean(repository.cut);
    return json({ sha: id, tree: truncated ? tree.slice(0, repository.cut) : tree, truncated });
  }

  function raw(url) {
    const [, owner, repo, commit, ...path] = decodeURIComponent(url.pathname).split('/');
    const repository = repositories[`${owner}/${repo}`];
    const text = repository?.commit === commit ? repository.files[path.join('/')] : undefined;
    return text === undefined ? { body: Buffer.from('404: Not Found'), status: 404 } : { body: Buffer.from(text), type: 'text/plain; charset=utf-8' };
  }

  const tls = await listen(undefined, 0, createTlsServer(certificate(), async (request, response) => {
    const host = request.headers.host;
    const url = new URL(request.url, `https://${host}`);
    asked.push({ place: host + decodeURIComponent(url.pathname), query: url.search, headers: request.headers });
    const fault = faults.get(host + decodeURIComponent(url.pathname));
    let answer = host === API ? api(url) : raw(url);
    if (fault) answer = { ...answer, ...(typeof fault === 'function' ? fault() : fault) };
    if (host === API) {
      const limit = { 'x-ratelimit-limit': '60', 'x-ratelimit-remaining': String(Math.max(0, state.left - 1)), 'x-ratelimit-reset': String(state.reset) };
      if (state.left <= 0) answer = json({ message: 'API rate limit exceeded' }, { status: 403 });
      state.left -= 1;
      answer.headers = { ...limit, 'access-control-expose-headers': EXPOSED, ...answer.headers };
    }
    await give(response, url.pathname, answer);
  }));

  const proxy = createServer((_, response) => response.writeHead(502).end());
  const open = new Set();
  proxy.on('connect', (request, socket, head) => {
    const isOurs = [`${API}:443`, `${RAW}:443`].includes(request.url);
    if (!isOurs) return socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    const there = connect(new URL(tls.origin).port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      there.write(head);
      there.pipe(socket).pipe(there);
    });
    for (const it of [socket, there]) {
      open.add(it);
      it.on('error', () => { socket.destroy(); there.destroy(); });
      it.on('close', () => { open.delete(it); socket.destroy(); there.destroy(); });
    }
  });
  const led = await listen(undefined, 0, proxy);

  return {
    asked,
    faults,
    state,
    repositories,
    /** What a journey needs to be led here. */
    options: { hosts: [`https://${API}`, `https://${RAW}`], context: { ignoreHTTPSErrors: true, proxy: { server: led.origin, bypass: '127.0.0.1' } } },
    reset() {
      asked.length = 0;
      faults.clear();
      state.left = 60;
      state.reset = Math.floor(Date.now() / 1000) + 3600;
    },
    async close() {
      for (const it of open) it.destroy();
      await tls.close();
      await led.close();
    },
  };
}
