// How a tree is read: what was recognised and why, and what the reader makes of it, in the link or the load report.

import assert from 'node:assert/strict';
import { axe, heading, journey, openArchive } from './harness.mjs';
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
  assert.match(await report.innerText(), /because it is called backlog and has .*It is read as: backlog/);
  await report.getByLabel('Read it as').selectOption('plain');
  await page.waitForFunction(() => document.querySelector('#load-report')?.textContent.includes('It is read as: plain'));
  assert.match(page.url(), /dialect=plain/);
  await axe(page);
  await report.getByLabel('Read it as').selectOption('backlog');
  await page.waitForFunction(() => document.querySelector('#load-report')?.textContent.includes('It is read as: backlog'));
});
