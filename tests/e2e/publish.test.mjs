// Publishing: a site made of a repository, views in frames of other pages, trees straight from GitHub.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { axe, heading, journey, ready, row, screenshot } from './harness.mjs';
import { LIGHTHOUSE } from './trees.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const DIST = process.env.PLANARIUM_DIST ?? join(ROOT, 'dist');
const SAMPLE = join(ROOT, 'public', 'sample', 'medflow');

/** A repository that holds the sample, and what `site.mjs` makes of it. */
async function published(body) {
  const folder = mkdtempSync(join(tmpdir(), 'planarium-site-'));
  try {
    const env = {
      ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_AUTHOR_NAME: 'A', GIT_AUTHOR_EMAIL: 'a@example.org', GIT_COMMITTER_NAME: 'C',
      GIT_COMMITTER_EMAIL: 'c@example.org', GIT_COMMITTER_DATE: '2026-05-20T01:30:00+02:00',
      GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'example/medflow', GITHUB_REF_NAME: 'main', GITHUB_REF_TYPE: 'branch',
    };
    const repository = join(folder, 'checkout');
    cpSync(SAMPLE, repository, { recursive: true });
    const git = (...args) => execFileSync('git', args, { cwd: repository, encoding: 'utf8', env }).trim();
    git('init', '--quiet');
    git('add', '--all', '--force');
    git('commit', '--quiet', '--message=base');
    const out = join(folder, 'site');
    const site = (...args) => spawnSync('node', [join(ROOT, 'build', 'site.mjs'), '--viewer', DIST, '--out', out, ...args], { cwd: repository, encoding: 'utf8', env });
    await body({ site, out, commit: git('rev-parse', 'HEAD') });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const TREE = '.agent_plan/day_dream';

journey('a site made of a repository says its commit, and leads to each file and line there', async ({ page, open, beside }) => {
  await published(async ({ site, out, commit }) => {
    const refused = site('--tree', 'nowhere');
    assert.equal(refused.status, 1);
    assert.match(refused.stderr, /^planarium: there is nothing at nowhere in commit [0-9a-f]{7}\n$/);
    const made = site('--tree', TREE, '--title', 'MedFlow plans');
    assert.equal(made.status, 0, made.stderr);
    assert.match(made.stdout, /files of \.agent_plan\/day_dream at /);
    const said = readFileSync(join(out, 'planarium.json'));
    assert.equal(JSON.parse(said).time, '2026-05-19T23:30:00Z');
    beside('planarium.json', said);
    beside('plan.zip', readFileSync(join(out, 'plan.zip')));

    await open();
    await page.getByRole('link', { name: 'MedFlow plans' }).first().waitFor();
    const at = `https://github.com/example/medflow`;
    const published = page.getByRole('link', { name: commit.slice(0, 7) });
    assert.equal(await published.getAttribute('href'), `${at}/commit/${commit}`);
    assert.equal(await page.locator('#as-of').inputValue(), '2026-05-19');

    const file = 'SP01_patient_records/_overview.md';
    await page.evaluate((file) => { location.hash = `#/doc/${file}?line=12`; }, file);
    const there = page.getByRole('link', { name: 'Line 12 at github.com' });
    assert.equal(await there.getAttribute('href'), `${at}/blob/${commit}/${TREE}/${file}?plain=1#L12`);
    assert.equal(await there.getAttribute('rel'), 'noopener noreferrer');
    const edit = page.getByRole('link', { name: 'Edit there' });
    assert.equal(await edit.getAttribute('href'), `${at}/edit/main/${TREE}/${file}`);
    await axe(page);
  });
});

journey('a view in a frame stands alone, is read-only and says how high it is', async ({ page, site, beside }) => {
  await published(async ({ site: make, out }) => {
    assert.equal(make('--tree', TREE).status, 0);
    for (const name of ['planarium.json', 'plan.zip']) beside(name, readFileSync(join(out, name)));
    beside('frame.html', `<!DOCTYPE html><title>Around</title><iframe id="plan" title="Plan" width="800" src="./?embed=1#/plan/SP01_patient_records"></iframe>
      <script>addEventListener('message', (event) => {
        if (event.source === plan.contentWindow && event.data?.type === 'planarium:height') plan.style.height = event.data.height + 'px';
      });</script>`);
    await page.goto(`${site}frame.html`);
    const frame = page.frameLocator('#plan');
    await frame.locator('html[data-planarium=ready]').waitFor({ state: 'attached' });
    await frame.getByRole('heading', { level: 1 }).waitFor();
    assert.equal(await frame.getByRole('banner').count(), 0);
    assert.equal(await frame.getByRole('tree').count(), 0);
    assert.equal(await frame.getByRole('navigation', { name: 'Views' }).count(), 0);
    assert.equal(await frame.locator('#editor').isVisible(), false);
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
  });
});

/** GitHub, as far as it is asked for, on a server of this machine. */
async function github(page, host, answers = {}) {
  const files = Object.fromEntries(Object.entries(LIGHTHOUSE).map(([path, text]) => [`docs/plans/${path}`, text]));
  const tree = Object.keys(files).map((path) => ({ path, mode: '100644', type: 'blob', sha: 'x' }));
  const others = [{ path: 'src/main.c', mode: '100644', type: 'blob' }, { path: 'docs', mode: '040000', type: 'tree' }, { path: 'docs/plans/link.md', mode: '120000', type: 'blob' }, { path: 'README.md', mode: '100644', type: 'blob' }];
  host.put('/repos/o/r/git/trees/HEAD', answers.list ?? JSON.stringify({ sha: 'x', tree: [...tree, ...others], truncated: answers.truncated ?? false }), answers.listAs);
  for (const [path, text] of Object.entries(files)) host.put(`/o/r/HEAD/${path}`, text, answers.fileAs?.(path));
  const asked = [];
  await page.route(/^https:\/\/(api\.github\.com|raw\.githubusercontent\.com)\//, async (route) => {
    const url = new URL(route.request().url());
    asked.push(`${url.host}${decodeURIComponent(url.pathname)}`);
    try {
      const response = await fetch(`${host.origin}${url.pathname}`);
      const body = Buffer.from(await response.arrayBuffer());
      const headers = Object.fromEntries([...response.headers].filter(([name]) => !/^(content-length|transfer-encoding|connection|keep-alive)$/.test(name)));
      await route.fulfill({ status: response.status, headers: { ...headers, 'access-control-expose-headers': 'X-RateLimit-Remaining, X-RateLimit-Reset' }, body });
    } catch {
      await route.abort('connectionreset');
    }
  });
  return asked;
}

const SRC = `?src=${encodeURIComponent('github:o/r:docs/plans')}`;
const ask = async (page, site, src = SRC) => {
  await page.goto(site + src);
  await page.getByRole('button', { name: 'Open from github.com' }).click();
};

journey('a folder of a repository on GitHub opens after a click, and only what is wanted is fetched', async ({ page, host, site }) => {
  const asked = await github(page, host);
  await page.goto(site + SRC);
  await page.getByRole('heading', { name: 'Open a tree from another host?' }).waitFor();
  assert.deepEqual(asked, []);
  await page.getByRole('button', { name: 'Open from github.com' }).click();
  await page.getByRole('tree').waitFor();
  await ready(page);
  assert.equal(asked[0], 'api.github.com/repos/o/r/git/trees/HEAD');
  assert.ok(asked.length > 3 && asked.slice(1).every((url) => url.startsWith('raw.githubusercontent.com/o/r/HEAD/docs/plans/')), asked.join('\n'));
  assert.ok(!asked.some((url) => /main\.c|link\.md/.test(url)));
  await page.getByText(/Loaded from github\.com, \d+ of \d+ files/).waitFor();
  assert.equal(await page.getByRole('link', { name: 'HEAD', exact: true }).getAttribute('href'), 'https://github.com/o/r/commit/HEAD');
});

journey('when GitHub answers no more, the page says for how long', { expect: [/403/] }, async ({ page, host, site }) => {
  const reset = Math.floor(Date.now() / 1000) + 25 * 60;
  await github(page, host, { list: '{}', listAs: { status: 403, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(reset) } } });
  await ask(page, site);
  await page.getByRole('alert').getByText(/from your network for 2[45] minutes\./).waitFor();
});

journey('what GitHub does not know, cuts off or answers wrongly is told', { expect: [/404/, /ERR_CONNECTION_RESET/] }, async ({ page, host, site }) => {
  await github(page, host);
  await ask(page, site, `?src=${encodeURIComponent('github:o/gone@v1')}`);
  await page.getByRole('alert').getByText('GitHub knows no o/gone at v1, or it is private.').waitFor();
  await ask(page, site, `?src=${encodeURIComponent('github:o/r:elsewhere')}`);
  await page.getByRole('alert').getByText('There are no documents in o/r/elsewhere.').waitFor();
  host.put('/repos/o/r/git/trees/HEAD', '{"message":"?"}');
  await ask(page, site);
  await page.getByRole('alert').getByText('no list of files').waitFor();
  host.put('/repos/o/r/git/trees/HEAD', JSON.stringify({ tree: [] }), { cut: 3 });
  await ask(page, site);
  await page.getByRole('alert').getByText('GitHub cannot be reached.').waitFor();
  for (const wrong of ['github:o', 'github:o/r@../x', 'github:o/r:../x', 'github:o/r?x']) {
    await page.goto(`${site}?src=${encodeURIComponent(wrong)}`);
    await page.getByRole('alert').getByText('no address of a repository').waitFor();
  }
});

journey('one file that does not come leaves the others, and is listed; slow files come all the same', { expect: [/404/] }, async ({ page, host, site }) => {
  const gone = Object.keys(LIGHTHOUSE).at(-1);
  await github(page, host, { truncated: true, fileAs: (path) => (path.endsWith(gone) ? { status: 404 } : { chunk: 40, pause_ms: 5 }) });
  await ask(page, site);
  await page.getByRole('tree').waitFor();
  await page.getByText('1 skipped').waitFor();
  await page.getByText('is cut: name a folder').waitFor();
});
