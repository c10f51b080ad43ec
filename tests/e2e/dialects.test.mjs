// How a tree is read: what was recognised and why, and what the reader makes of it, in the link or the load report.

import assert from 'node:assert/strict';
import { axe, choose, heading, journey, openArchive, screenshot, soon } from './harness.mjs';
import { tree } from './trees.mjs';

const BACKLOG = tree({
  'backlog/config.yml': 'statuses: ["To Do", "Done"]\n',
  'backlog/tasks/task-1 - Posts.md': '---\nid: task-1\ntitle: Posts\nstatus: To Do\n---\n',
});

journey('what was recognised is said, and can be overruled', async ({ page, open }) => {
  await open();
  await openArchive(page, BACKLOG, 'backlog.zip');
  await page.evaluate(() => { location.hash = '#/overview'; });
  const report = page.getByRole('region', { name: 'Load report' });
  await report.waitFor();
  await soon(async () => assert.match(await report.innerText(), /because it is called backlog and has .*It is read as: backlog/));
  await report.getByLabel('Read it as').selectOption('plain');
  await page.waitForFunction(() => document.querySelector('#load-report')?.textContent.includes('It is read as: plain'));
  assert.match(page.url(), /dialect=plain/);
  await axe(page);
  await report.getByLabel('Read it as').selectOption('backlog');
  await page.waitForFunction(() => document.querySelector('#load-report')?.textContent.includes('It is read as: backlog'));
});

const BOTH = tree({
  '.agent_plan/day_dream/_overview.md': '# Harbour\n',
  '.agent_plan/day_dream/SP01_pier/_overview.md': '---\nstatus: WIP\ndepends_on: [task-1]\n---\n# Pier\n',
  'backlog/config.yml': 'statuses: ["To Do", "Done"]\n',
  'backlog/tasks/task-1 - Posts.md': '---\nid: task-1\ntitle: Posts\nstatus: To Do\n---\n',
  'docs/0001-wood.md': '# 1. Wood\n\n## Status\n\nAccepted\n',
}, 'repo/');

journey('two trees open side by side, each in its own dialect, and the link says so', async ({ page, open }) => {
  await open();
  await choose(page, { 'repo.zip': BOTH });
  await page.getByRole('heading', { level: 1, name: '2 trees were found' }).waitFor();
  await axe(page);
  await screenshot(page, 'side-by-side-question');
  await page.getByRole('button', { name: 'All of them, side by side' }).click();
  await page.waitForFunction(() => document.documentElement.dataset.planarium === 'ready' && document.querySelector('[role="tree"]'));
  const rail = page.getByRole('navigation', { name: 'Views' });
  await rail.getByRole('link', { name: 'Overview' }).click();
  const report = page.getByRole('region', { name: 'Load report' });
  await report.waitFor();
  await soon(async () => assert.match(await report.innerText(), /It is read as: backlog, dream, plain/));
  // The dialect goes along from place to place, so that loading the page again asks nothing.
  await page.waitForFunction(() => location.hash.includes('dialect=beside'));
  await page.getByRole('tree').getByRole('link', { name: /Pier/ }).click();
  await page.getByRole('heading', { level: 1, name: /Pier/ }).waitFor();
  await page.waitForFunction(() => location.hash.includes('dialect=beside'));
  await soon(async () => assert.match(await page.locator('main').innerText(), /task-1/));
  // A name of one part leads into another one.
  await page.evaluate(() => { location.hash = '#/dependencies?scope=all'; });
  await heading(page, 'Dependencies');
  await page.waitForFunction(() => document.querySelectorAll('#graph-scene .edges .edge').length === 1);
  await axe(page);
  await screenshot(page, 'side-by-side');
  await page.evaluate(() => { location.hash = '#/board'; });
  await heading(page, 'Board');
  await soon(async () => assert.deepEqual(await page.locator('#board .card .title').allTextContents(), ['task-1 Posts']));
});
