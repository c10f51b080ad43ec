// Publishing: a site made of a repository, views in frames of other pages, trees straight from GitHub.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startGithub } from './github.mjs';
import { axe, journey, ready, screenshot } from './harness.mjs';
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

    const file = '_completed/SP01_patient_records/_overview.md';
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

const COMMIT_TIME = '2026-04-30T22:30:00Z';
const inFolder = (folder, files) => Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));
/** What of it is fetched. */
const WANTED = Object.keys(LIGHTHOUSE).filter((path) => !path.endsWith('.html'));
const github = await startGithub({
  'o/r': { files: { ...inFolder('docs/plans', LIGHTHOUSE), 'src/main.c': 'int main;', 'README.md': '# Read me' }, links: ['docs/plans/link.md'], refs: ['v1.0'], time: COMMIT_TIME },
  'o/whole': { files: { ...inFolder('.agent_plan/day_dream', LIGHTHOUSE), 'README.md': '# Read me', 'docs/other.md': '# Other' }, time: COMMIT_TIME },
  'o/large': { files: { 'a.md': '# A', ...inFolder('docs/plans', LIGHTHOUSE) }, cut: 1, time: COMMIT_TIME },
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
  assert.equal(await page.getByRole('link', { name: commit.slice(0, 7) }).getAttribute('href'), `https://github.com/o/r/commit/${commit}`);
  assert.equal(await page.locator('#as-of').inputValue(), COMMIT_TIME.slice(0, 10));
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
  assert.equal(await page.getByRole('link', { name: commit.slice(0, 7) }).getAttribute('href'), `https://github.com/o/r/commit/${commit}`);
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
