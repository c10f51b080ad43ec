// Publishing: a site made of a repository by the steps of the action, what a pull request does to the plans, views in frames
// of other pages, trees straight from GitHub.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { stages } from '../../build/sample.mjs';
import { perform, steps } from './action.mjs';
import { startGithub } from './github.mjs';
import { axe, heading, journey, listen, ready, screenshot, soon } from './harness.mjs';
import { LIGHTHOUSE } from './trees.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const DIST = process.env.PLANARIUM_DIST ?? join(ROOT, 'dist');
const TREE = '.agent_plan/day_dream';

// ── a repository ────────────────────────────────────────────────────────────────────────────

const folder = mkdtempSync(join(tmpdir(), 'planarium-publish-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const checkout = join(folder, 'checkout');
const ENVIRONMENT = {
  ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_AUTHOR_NAME: 'A', GIT_AUTHOR_EMAIL: 'a@example.org', GIT_COMMITTER_NAME: 'C',
  GIT_COMMITTER_EMAIL: 'c@example.org', GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'example/medflow', GITHUB_REF_NAME: 'main',
  GITHUB_REF_TYPE: 'branch',
};
const git = (...args) => execFileSync('git', args, { cwd: checkout, encoding: 'utf8', env: ENVIRONMENT, stdio: ['ignore', 'pipe', 'pipe'] }).trim();

/** Commits these files, and nothing else, as of a time. */
function commit(files, time, message) {
  if (existsSync(join(checkout, TREE))) git('rm', '-r', '--quiet', '--', TREE);
  for (const [path, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(checkout, path)), { recursive: true });
    writeFileSync(join(checkout, path), bytes);
  }
  git('add', '--all', '--force');
  ENVIRONMENT.GIT_COMMITTER_DATE = time;
  git('commit', '--quiet', `--message=${message}`);
  return git('rev-parse', 'HEAD');
}

const filesOf = ({ entries }) => Object.fromEntries(entries.map(({ name, bytes }) => [name, bytes]));
mkdirSync(checkout, { recursive: true });
git('init', '--quiet', '--initial-branch=main');
const [, , , , , sixth, seventh, last] = stages();
writeFileSync(join(checkout, 'README.md'), '# MedFlow');
commit(filesOf(sixth), '2026-02-06T12:00:00Z', 'The pivot');
const BEFORE = commit(filesOf(seventh), '2026-03-31T12:00:00Z', 'It is stable');
const COMMIT = commit(filesOf(last), '2026-05-20T01:30:00+02:00', 'Where it stands');

// ── the site ────────────────────────────────────────────────────────────────────────────────

const out = join(folder, 'site');
/** What the action writes when it publishes. */
const made = await perform({ path: TREE, title: 'MedFlow plans', history: '5', viewer: DIST, output: out }, { cwd: checkout, env: ENVIRONMENT });

test('the action puts viewer, plans and their history together', async () => {
  assert.equal(made.status, 0, made.stderr);
  assert.deepEqual(made.ran, ['Put plans and viewer together']);
  assert.match(made.stdout, /files of \.agent_plan\/day_dream at [0-9a-f]{7}, \d+ bytes, 2 earlier states/);
  assert.deepEqual(JSON.parse(readFileSync(join(out, 'planarium.json'))), {
    src: 'plan.zip', title: 'MedFlow plans', path: TREE, commit: COMMIT, time: '2026-05-19T23:30:00Z', repository: 'https://github.com/example/medflow',
    branch: 'main',
    earlier: [{ src: 'earlier/2026-02-06.zip', title: 'The pivot', as_of: '2026-02-06' }, { src: 'earlier/2026-03-31.zip', title: 'It is stable', as_of: '2026-03-31' }],
  });
  const refused = await perform({ path: 'nowhere', viewer: DIST, output: join(folder, 'none') }, { cwd: checkout, env: ENVIRONMENT });
  assert.equal(refused.status, 2);
  assert.match(refused.stderr, /^planarium: there is nothing at nowhere in commit [0-9a-f]{7}\n$/);
  // Nothing that comes with an input becomes a command.
  const hostile = await perform({ path: `$(touch ${join(folder, 'hostile')})"; exit 0; #`, viewer: DIST, output: join(folder, 'none') }, { cwd: checkout, env: ENVIRONMENT });
  assert.equal(hostile.status, 2);
  assert.ok(!existsSync(join(folder, 'hostile')));
});

test('every step of the action says what it needs', () => {
  assert.deepEqual(steps().map(({ name, shell }) => [name, shell]), [
    ['Build the viewer', 'bash'], ['Put plans and viewer together', 'bash'], ['Build the program', 'bash'], ['Compare the plans', 'bash'],
  ]);
  for (const { name, run } of steps()) {
    const { status, stderr } = spawnSync('bash', ['-n'], { input: run, encoding: 'utf8' });
    assert.equal(status, 0, `${name}: ${stderr}`);
    assert.doesNotMatch(run, /\$\{\{/, `${name} takes no expression into a command`);
  }
});

journey('a site made by the steps of the action says its commit, and leads to each file and line there', { folder: out }, async ({ page, open }) => {
  await open();
  await page.getByRole('link', { name: 'MedFlow plans' }).first().waitFor();
  const at = 'https://github.com/example/medflow';
  const published = page.getByRole('link', { name: COMMIT.slice(0, 7) });
  await soon(async () => assert.equal(await published.getAttribute('href'), `${at}/commit/${COMMIT}`));
  await page.getByText('of 2026-05-19T23:30:00Z at github.com').waitFor();
  await soon(async () => assert.equal(await page.locator('#as-of').inputValue(), '2026-05-19'));

  const file = '_completed/SP01_patient_records/_overview.md';
  const go = (place) => page.evaluate((place) => { location.hash = place; }, place);
  await go(`#/doc/${file}?line=12`);
  const there = page.getByRole('link', { name: 'Line 12 at github.com' });
  await soon(async () => assert.equal(await there.getAttribute('href'), `${at}/blob/${COMMIT}/${TREE}/${file}?plain=1#L12`));
  await soon(async () => assert.equal(await there.getAttribute('rel'), 'noopener noreferrer'));
  const edit = page.getByRole('link', { name: 'Edit there' });
  await soon(async () => assert.equal(await edit.getAttribute('href'), `${at}/edit/main/${TREE}/${file}`));
  await axe(page);
  // Another line of the same document, then the file alone.
  await go(`#/doc/${file}?line=14`);
  await page.getByRole('link', { name: 'Line 14 at github.com' }).waitFor();
  await go(`#/doc/${file}`);
  await page.getByRole('link', { name: 'See it at github.com' }).waitFor();
  // A finding leads to its line here, and that to its line there.
  await go('#/findings?rule=modified-by-mismatch');
  await heading(page, 'Findings');
  await page.locator('.answer').getByText(/ files?\.$/).waitFor();
  await page.getByRole('main').locator('a[href*="line="]').first().click();
  await page.getByRole('link', { name: /^Line \d+ at github\.com$/ }).waitFor();
  // Search and a deep link, below the sub-path.
  await open('#/search?q=audit');
  await page.getByRole('main').getByRole('link', { name: /audit/i }).first().waitFor();
  await open('#/plan/SP01_patient_records');
  await page.getByRole('link', { name: 'See it at github.com' }).waitFor();
});

journey('a site looks back to the states that it keeps, and compares with them', { folder: out }, async ({ page, open }) => {
  await open('#/compare');
  await heading(page, 'Compare');
  await page.getByRole('combobox', { name: 'Before' }).selectOption('earlier/2026-02-06.zip');
  await page.locator('#compare-answer').getByText(/^\d+ changes from 2026-02-06: The pivot to This tree: MedFlow plans\.$/).waitFor();
  await page.locator('#compare-changes .places a').first().click();
  await soon(async () => assert.match(await page.evaluate(() => location.hash), /asof=2026-02-06/));
  await open('#/doc/_overview.md?asof=2026-03-31');
  await page.getByText('Documents are those of 2026-03-31').waitFor({ state: 'attached' });
});

// ── pull requests ───────────────────────────────────────────────────────────────────────────

/** GitHub's comments of one pull request, on a server of this machine. */
async function comments(body) {
  const kept = [];
  const server = await listen(async (request, response) => {
    let text = '';
    for await (const part of request) text += part;
    const answer = (value, status = 200) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    if (request.headers.authorization !== 'Bearer secret') return answer({ message: 'Resource not accessible by integration' }, 403);
    const { body } = text ? JSON.parse(text) : {};
    const [, id] = /^\/repos\/example\/medflow\/issues\/comments\/(\d+)$/.exec(request.url) ?? [];
    if (request.method === 'PATCH' && id) kept.find((it) => it.id === Number(id)).body = body;
    else if (request.method === 'POST' && request.url === '/repos/example/medflow/issues/7/comments') kept.push({ id: kept.length + 1, body });
    else if (!/^\/repos\/example\/medflow\/issues\/7\/comments\?/.test(request.url)) return answer({ message: 'Not Found' }, 404);
    return answer(kept);
  });
  try {
    await body(server.origin, kept);
  } finally {
    await server.close();
  }
}

const PROGRAM = join(process.env.CARGO_TARGET_DIR ?? join(ROOT, 'target'), existsSync(join(process.env.CARGO_TARGET_DIR ?? join(ROOT, 'target'), 'release/planarium')) ? 'release' : 'debug', 'planarium');
test('a pull request that brings an error fails, comments once, and leads to the comparison', { skip: existsSync(PROGRAM) ? false : 'the program is not built' }, async () => {
  await comments(async (api, kept) => {
    git('switch', '--quiet', '--create', 'feature');
    const good = commit({ ...filesOf(last), [`${TREE}/exploration/2026-05-20_note.md`]: '# Note\n\nNothing but words.\n' }, '2026-05-20T10:00:00Z', 'A note');
    // What comes to the base meanwhile is no doing of the pull request.
    git('switch', '--quiet', 'main');
    commit({ ...filesOf(last), [`${TREE}/SP40_other/_overview.md`]: '---\nstatus: WHATEVER\n---\n# Other\n' }, '2026-05-20T11:00:00Z', 'Another one');
    git('switch', '--quiet', 'feature');
    const env = { ...ENVIRONMENT, GITHUB_API_URL: api };
    const compare = (head, output, more) => perform({ path: TREE, base: 'main', head, number: '7', site: 'https://example.github.io/medflow/', program: PROGRAM, token: 'secret', output, ...more }, { cwd: checkout, env });
    const fine = await compare(good, join(folder, 'fine'));
    assert.equal(fine.status, 0, fine.stderr + fine.stdout);
    assert.deepEqual(fine.ran, ['Compare the plans']);
    assert.match(fine.stdout, /0 new errors, /);
    const source = (commit) => encodeURIComponent(`github:example/medflow@${commit}:${TREE}`);
    const address = `https://example.github.io/medflow/?src=${source(good)}&against=${source(COMMIT)}#/compare?with=against`;
    assert.ok(fine.summary.includes(`(${address})`), fine.summary);
    assert.ok(fine.output.includes(`comparison=${address}\n`));
    assert.match(fine.summary, /2026-05-20_note/);
    assert.equal(kept.length, 1);
    assert.equal(kept[0].body, fine.summary);

    const bad = commit({ ...filesOf(last), [`${TREE}/SP30_new/_overview.md`]: '---\nstatus: NONSENSE\n---\n# New @everyone <b>\n' }, '2026-05-20T12:00:00Z', 'An error');
    const failed = await compare(bad, join(folder, 'bad'));
    assert.equal(failed.status, 1, failed.stderr + failed.stdout);
    assert.match(failed.stdout, new RegExp(`^::error file=${TREE}/SP30_new/_overview\\.md,line=\\d+,title=planarium%3A invalid-status::`, 'm'));
    assert.doesNotMatch(failed.stdout, /SP40_other/);
    assert.match(failed.summary, /\*\*(One error is|\d+ errors are) new:\*\*/);
    assert.deepEqual([kept.length, kept[0].body], [1, failed.summary]);
    const sarif = JSON.parse(readFileSync(join(folder, 'bad', 'planarium.sarif')));
    const uris = sarif.runs[0].results.map(({ locations }) => locations[0].physicalLocation.artifactLocation);
    assert.ok(uris.some(({ uri }) => uri === `${TREE}/SP30_new/_overview.md`));
    for (const { uri, uriBaseId } of uris) assert.deepEqual([existsSync(join(checkout, decodeURIComponent(uri))), uriBaseId], [true, undefined]);
    // From a fork nobody may comment; the run says so, and has it all.
    const fork = await compare(good, join(folder, 'fork'), { token: 'read-only' });
    assert.equal(fork.status, 0, fork.stderr);
    assert.match(fork.stdout, /could not be commented \(.*403\)/);
    assert.equal((await compare('no-such-commit', join(folder, 'none'))).status, 2);
    // A pull request that makes the plans has nothing to be compared with.
    const first = git('commit-tree', git('hash-object', '-t', 'tree', '/dev/null'), '-m', 'nothing');
    const all = await perform({ path: TREE, base: first, head: good, program: PROGRAM, output: join(folder, 'all') }, { cwd: checkout, env });
    assert.match(all.summary, /The plans are new\./);
    git('switch', '--quiet', 'main');
  });
});

// ── a second tree ───────────────────────────────────────────────────────────────────────────

const answer = (page, words) => page.locator('#compare-answer').getByText(words).waitFor();

journey('a link compares a site with a tree beside it at once, and with one of another host after a click', { folder: out }, async ({ page, open, host, beside }) => {
  const before = readFileSync(join(out, 'earlier/2026-03-31.zip'));
  beside('base.zip', before);
  const far = host.put('/base.zip', before);
  // Without a page of its own such a link leads to the comparison.
  await open('?against=base.zip');
  await heading(page, 'Compare');
  await answer(page, /^\d+ changes from The other tree: base\.zip to This tree: MedFlow plans\.$/);
  await soon(async () => assert.equal(await page.evaluate(() => location.hash), '#/compare?with=against'));
  await axe(page);
  await screenshot(page, 'against');
  await page.getByRole('button', { name: 'Swap the sides' }).click();
  await answer(page, /^\d+ changes from This tree: MedFlow plans to The other tree: base\.zip\.$/);
  // Where a page is named that is shown, and nothing is fetched before somebody compares.
  const asked = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await open(`?against=${encodeURIComponent(far)}#/findings`);
  await heading(page, 'Findings');
  await page.locator('.answer').getByText(/ files?\.$/).waitFor();
  assert.equal(host.requests.length, 0);
  await page.evaluate(() => { location.hash = '#/compare'; });
  await answer(page, /another one, from 127\.0\.0\.1:/);
  assert.equal(host.requests.length, 0);
  await axe(page);
  await page.getByRole('button', { name: `Open from ${new URL(far).host}` }).click();
  await answer(page, /^\d+ changes from The other tree: /);
  // A fragment fetches nothing.
  await open(`#/compare?with=${encodeURIComponent(far)}`);
  await answer(page, 'This side of the comparison is not there');
  await open(`#/compare?with=against&against=${encodeURIComponent(far)}`);
  await answer(page, 'The link names no other tree to compare with');
  assert.equal(host.requests.length, 1);
});

journey('another tree that does not come is told', { folder: out, expect: [/404/] }, async ({ page, open, beside }) => {
  await open('?against=gone.zip');
  await answer(page, 'has nothing at this address (404)');
  beside('page.zip', '<!DOCTYPE html><p>log in');
  await open('?against=page.zip');
  await answer(page, 'answered with a web page');
  await open('?against=http%3A%2F%2Fexample.org%2Fa.zip');
  await answer(page, 'http is only allowed on this machine');
});

// ── frames ──────────────────────────────────────────────────────────────────────────────────

journey('a view in a frame stands alone, is read-only and says how high it is', { folder: out }, async ({ page, site, beside }) => {
  {
    beside('frame.html', `<!DOCTYPE html><title>Around</title><iframe id="plan" title="Plan" width="800" src="./?embed=1#/plan/SP01_patient_records"></iframe>
      <script>addEventListener('message', (event) => {
        if (event.source === plan.contentWindow && event.data?.type === 'planarium:height') plan.style.height = event.data.height + 'px';
      });</script>`);
    await page.goto(`${site}frame.html`);
    const frame = page.frameLocator('#plan');
    await frame.locator('html[data-planarium=ready]').waitFor({ state: 'attached' });
    await frame.getByRole('heading', { level: 1 }).waitFor();
    await soon(async () => assert.equal(await frame.getByRole('banner').count(), 0));
    await soon(async () => assert.equal(await frame.getByRole('tree').count(), 0));
    await soon(async () => assert.equal(await frame.getByRole('navigation', { name: 'Views' }).count(), 0));
    await soon(async () => assert.equal(await frame.locator('#editor').isVisible(), false));
    // As high as what it shows: nothing scrolls in it.
    await page.waitForFunction(() => {
      const page = plan.contentDocument.documentElement;
      return plan.clientHeight > 400 && page.scrollHeight <= plan.clientHeight + 1;
    });
    await screenshot(page, 'embedded');
    // Keys that edit do nothing.
    const link = frame.locator('main a[href^="#/"]').first();
    await link.click();
    await frame.locator('html[data-planarium=ready]').waitFor({ state: 'attached' });
  }
});

const COMMIT_TIME = '2026-04-30T22:30:00Z';
const inFolder = (folder, files) => Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));
/** What of it is fetched. */
const WANTED = Object.keys(LIGHTHOUSE).filter((path) => !path.endsWith('.html'));
const github = await startGithub({
  'o/r': { files: { ...inFolder('docs/plans', LIGHTHOUSE), 'src/main.c': 'int main;', 'README.md': '# Read me' }, links: ['docs/plans/link.md'], refs: ['v1.0'], time: COMMIT_TIME },
  'o/whole': { files: { ...inFolder('.agent_plan/day_dream', LIGHTHOUSE), 'README.md': '# Read me', 'docs/other.md': '# Other' }, time: COMMIT_TIME },
  'o/large': { files: { 'a.md': '# A', ...inFolder('docs/plans', LIGHTHOUSE) }, cut: 1, time: COMMIT_TIME },
  'o/before': { files: inFolder('docs/plans', { ...LIGHTHOUSE, 'SP01_harbour/_overview.md': '---\nstatus: BLOCKED by the sea\n---\n# Harbour\n' }), time: COMMIT_TIME },
  'o/old': { moved: 'o/r' },
});
after(() => github.close());

const RAW = 'raw.githubusercontent.com';
const source = (written) => `?src=${encodeURIComponent(written)}`;
/** Follows a link to a folder of a repository, and asks for it. */
async function ask(page, site, written = 'github:o/r:docs/plans') {
  await page.goto(site + source(written));
  await page.getByRole('button', { name: 'Open from github.com' }).click();
}
const told = (page, words) => page.getByRole('alert').getByText(words).waitFor();

journey('a folder of a repository on GitHub opens after a click, and only what is wanted is fetched', github.options, async ({ page, site }) => {
  github.reset();
  await page.goto(site + source('github:o/r@v1.0:docs/plans'));
  await page.getByRole('heading', { name: 'Open a tree from another host?' }).waitFor();
  assert.deepEqual(github.asked, []);
  await page.getByRole('button', { name: 'Open from github.com' }).click();
  await page.getByRole('tree').waitFor();
  await ready(page);
  const { commit } = github.repositories['o/r'];
  const [first, second, ...files] = github.asked.map(({ place, query }) => place + query);
  assert.equal(first, 'api.github.com/repos/o/r/commits?per_page=1&sha=v1.0&path=docs%2Fplans');
  assert.equal(second, `api.github.com/repos/o/r/git/trees/${commit}?recursive=1`);
  assert.deepEqual(files.sort(), WANTED.map((path) => `${RAW}/o/r/${commit}/docs/plans/${path}`).sort());
  // Nobody is told who asks.
  for (const { headers } of github.asked) assert.deepEqual([headers.cookie, headers.referer, headers.authorization], [undefined, undefined, undefined]);
  const count = WANTED.length;
  await page.getByText(`Loaded from github.com at commit ${commit.slice(0, 7)}: ${count} of ${count} files`).waitFor();
  await soon(async () => assert.equal(await page.getByRole('link', { name: commit.slice(0, 7) }).getAttribute('href'), `https://github.com/o/r/commit/${commit}`));
  await soon(async () => assert.equal(await page.locator('#as-of').inputValue(), COMMIT_TIME.slice(0, 10)));
});

journey('of a whole repository only the folder of the plans is fetched; a repository that moved is found', github.options, async ({ page, site }) => {
  github.reset();
  await ask(page, site, 'github:o/whole');
  await page.getByRole('tree').waitFor();
  await page.getByText('Only what lies in .agent_plan/day_dream was fetched').waitFor();
  assert.ok(!github.asked.some(({ place }) => /README|other\.md/.test(place)));
  await ask(page, site, 'github:o/old:docs/plans');
  await page.getByRole('tree').waitFor();
  const { commit } = github.repositories['o/r'];
  await soon(async () => assert.equal(await page.getByRole('link', { name: commit.slice(0, 7) }).getAttribute('href'), `https://github.com/o/r/commit/${commit}`));
});

journey('where the list of a repository is cut, that of the folder is asked for', github.options, async ({ page, site }) => {
  github.reset();
  await ask(page, site, 'github:o/large:docs/plans');
  await page.getByRole('tree').waitFor();
  const count = WANTED.length;
  await page.getByText(`${count} of ${count} files`).waitFor();
  await ask(page, site, 'github:o/large');
  await page.getByText('is cut: name a folder').waitFor();
});

journey('when GitHub answers no more, the page says for how long', { ...github.options, expect: [/403/, /429/] }, async ({ page, site }) => {
  github.reset();
  github.state.left = 0;
  github.state.reset = Math.floor(Date.now() / 1000) + 25 * 60;
  await ask(page, site);
  await told(page, /from your network for 2[45] minutes, until \d\d:\d\d\./);
  github.reset();
  github.faults.set('api.github.com/repos/o/r/commits', { status: 429, headers: { 'retry-after': '60' } });
  await ask(page, site);
  await told(page, /from your network for 1 minute, until/);
  // What the limit left is read by the next click.
  github.reset();
  await page.reload();
  await page.getByRole('button', { name: 'Open from github.com' }).click();
  await page.getByRole('tree').waitFor();
});

journey('what GitHub does not know, forbids, cuts off or answers wrongly is told', { ...github.options, expect: [/404/, /CORS/, /ERR_|Failed to load/] }, async ({ page, site }) => {
  github.reset();
  const { commit } = github.repositories['o/r'];
  const list = `api.github.com/repos/o/r/git/trees/${commit}`;
  await ask(page, site, 'github:o/gone@v1');
  await told(page, 'GitHub knows no o/gone at v1, or it is private.');
  await ask(page, site, 'github:o/r@v9');
  await told(page, 'GitHub knows no o/r at v9');
  await ask(page, site, 'github:o/r:elsewhere');
  await told(page, 'There are no documents in o/r/elsewhere.');
  await ask(page, site, 'github:o/r:src');
  await told(page, 'There are no documents in o/r/src.');
  github.faults.set(list, { body: Buffer.from('{"message":"?"}') });
  await ask(page, site);
  await told(page, 'no list of files');
  github.faults.set(list, { cut: 30 });
  await ask(page, site);
  await told(page, /GitHub (broke off|cannot be reached)|connection to GitHub broke off/);
  github.faults.set(list, { cors: false });
  await ask(page, site);
  await told(page, 'GitHub cannot be reached.');
  for (const wrong of ['github:o', 'github:o/r@../x', 'github:o/r:../x', 'github:o/r?x']) {
    await page.goto(site + source(wrong));
    await told(page, 'no address of a repository');
  }
});

journey('a file that does not come leaves the others, and is listed; one that breaks off is asked for again; slow ones come', { ...github.options, expect: [/404/, /ERR_/] }, async ({ page, site }) => {
  github.reset();
  const { commit } = github.repositories['o/r'];
  const [gone, broken, ...slow] = WANTED.map((path) => `${RAW}/o/r/${commit}/docs/plans/${path}`).reverse();
  github.faults.set(gone, { status: 404 });
  let times = 0;
  github.faults.set(broken, () => ((times += 1) === 1 ? { cut: 1 } : {}));
  for (const path of slow) github.faults.set(path, { chunk: 40, pause_ms: 5 });
  await ask(page, site);
  await page.getByRole('tree').waitFor();
  await page.getByText('1 skipped').waitFor();
  assert.equal(times, 2);
  await page.getByText(gone.split('/').at(-1)).first().waitFor();
});

journey('what comes slowly can be given up', github.options, async ({ page, site }) => {
  github.reset();
  github.faults.set(`api.github.com/repos/o/r/git/trees/${github.repositories['o/r'].commit}`, { chunk: 1, pause_ms: 200 });
  await ask(page, site);
  await page.getByText('Asking for the list of files').waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('heading', { name: 'Open a planning tree' }).waitFor();
});

journey('the link of a pull request compares two commits after one click', github.options, async ({ page, site }) => {
  github.reset();
  const { commit } = github.repositories['o/r'];
  const old = github.repositories['o/before'];
  const written = [`github:o/r@${commit}:docs/plans`, `github:o/before@${old.commit}:docs/plans`].map(encodeURIComponent);
  await page.goto(`${site}?src=${written[0]}&against=${written[1]}#/compare?with=against`);
  await page.getByText(`It is to be compared with github:o/before@${old.commit}:docs/plans`).waitFor();
  assert.deepEqual(github.asked, []);
  await page.getByRole('button', { name: 'Open from github.com' }).click();
  await answer(page, /^\d+ changes? from The other tree: github:o\/before@/);
});
