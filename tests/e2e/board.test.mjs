// The board: columns by status, cards walked and moved by the keyboard, by buttons, and every move a pending edit.

import assert from 'node:assert/strict';
import { axe, choose, heading, journey, openArchive, screenshot, soon } from './harness.mjs';
import { tree } from './trees.mjs';

const task = (id, title, status, more = '') =>
  `---\nid: ${id}\ntitle: ${title}\nstatus: ${status}\nassignee:\n  - '@nina'\nupdated_date: '2026-01-02 10:20'\n${more}---\n\n## Acceptance Criteria\n<!-- AC:BEGIN -->\n- [x] #1 drawn\n- [ ] #2 built\n<!-- AC:END -->\n`;

const BACKLOG = tree({
  'backlog/config.yml': 'project_name: "Pier"\nstatuses: ["To Do", "In Progress", "Done"]\n',
  'backlog/tasks/task-1 - Posts.md': task('task-1', 'Posts', 'To Do', 'labels: [wood]\n'),
  'backlog/tasks/task-2 - Planks.md': task('task-2', 'Planks', 'To Do', 'dependencies: [task-1]\n'),
  'backlog/tasks/task-3 - Rail.md': task('task-3', 'Rail', 'In Progress'),
  'backlog/completed/task-4 - Plan.md': task('task-4', 'Plan', 'Done'),
});

async function board({ page, open }) {
  await open();
  await openArchive(page, BACKLOG, 'backlog.zip');
  await page.evaluate(() => { location.hash = '#/board'; });
  await heading(page, 'Board');
  return page.locator('#board');
}

const cards = (board, column) => board.getByRole('region', { name: column }).getByRole('listitem').locator('.title').allTextContents();

journey('tasks stand in the columns that the settings list', async (it) => {
  const view = await board(it);
  assert.deepEqual(await view.getByRole('heading', { level: 2 }).allInnerTexts().then((all) => all.map((text) => text.replace(/\s+/g, ' ').replace(/^\W+/, '').trim())), ['To Do 2', 'In Progress 1', 'Done 0']);
  assert.deepEqual(await cards(view, /To Do/), ['task-1 Posts', 'task-2 Planks']);
  assert.match(await view.getByRole('region', { name: /To Do/ }).innerText(), /waits for task-1/);
  await axe(it.page);
  await screenshot(it.page, 'board');
});

journey('a card is moved by the keyboard and stays where the keyboard is', async (it) => {
  const { page } = it;
  const view = await board(it);
  await view.getByRole('link', { name: /task-1 Posts/ }).focus();
  await page.keyboard.press('ArrowDown');
  await page.waitForFunction(() => document.activeElement.textContent.includes('task-2'));
  await page.keyboard.press('Shift+ArrowRight');
  await page.waitForFunction(() => document.querySelector('[data-column="In Progress"]').textContent.includes('task-2'));
  await page.waitForFunction(() => document.activeElement.textContent.includes('task-2'));
  assert.deepEqual(await cards(view, /To Do/), ['task-1 Posts']);
  await page.evaluate(() => { location.hash = '#/changes'; });
  await heading(page, 'Changes');
  await soon(async () => {
    const text = await page.locator('main').innerText();
    assert.match(text, /Put task-2 into In Progress/);
    assert.match(text, /updated_date/);
  });
});

journey('a card is moved by its button, and words narrow the board', async (it) => {
  const { page } = it;
  const view = await board(it);
  await view.getByRole('button', { name: 'Move task-3 to Done' }).click();
  await page.waitForFunction(() => document.querySelector('[data-column="Done"]').textContent.includes('task-3'));
  await page.locator('#board-text').fill('wood');
  await page.waitForFunction(() => document.querySelectorAll('.card').length === 1);
  assert.match(page.url(), /q=wood/);
});

journey('the board on a phone', async (it) => {
  const { page } = it;
  const view = await board(it);
  await page.setViewportSize({ width: 390, height: 780 });
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
  assert.equal(await view.locator('.card').count(), 3);
  await axe(page);
  await screenshot(page, 'board-phone');
});

journey('a card takes another place of its column, by keys and by dragging', async (it) => {
  const { page } = it;
  const view = await board(it);
  await view.getByRole('link', { name: /task-2 Planks/ }).focus();
  await page.keyboard.press('Shift+ArrowUp');
  await page.waitForFunction(() => document.querySelector('[data-column="To Do"] .card .title').textContent.includes('task-2'));
  await page.waitForFunction(() => document.activeElement.textContent.includes('task-2'));
  assert.deepEqual(await cards(view, /To Do/), ['task-2 Planks', 'task-1 Posts']);
  await view.locator('[data-card="task-1"]').dragTo(view.locator('[data-card="task-2"]'));
  await page.waitForFunction(() => document.querySelector('[data-column="To Do"] .card .title').textContent.includes('task-1'));
  await page.evaluate(() => { location.hash = '#/changes'; });
  await heading(page, 'Changes');
  assert.match(await page.locator('main').innerText(), /\+ordinal: \d+/);
});

const HEBREW = tree({
  'backlog/config.yml': 'project_name: "רציף"\nstatuses: ["לעשות", "בעבודה", "בוצע"]\n',
  'backlog/tasks/task-1 - Posts.md': task('task-1', 'עמודים למזח', 'לעשות', 'labels: [עץ]\npriority: high\n'),
  'backlog/tasks/task-2 - Planks.md': task('task-2', 'קרשים', 'בעבודה', 'dependencies: [task-1]\n'),
});

for (const [scheme, width] of [['dark', 1440], ['dark', 390], ['light', 1440]]) {
  journey(`the board from right to left (${scheme}, ${width} px)`, { context: { colorScheme: scheme, viewport: { width, height: 900 } } }, async ({ page, open }) => {
    await open();
    await choose(page, { 'backlog.zip': HEBREW });
    await heading(page, 'רציף');
    await page.evaluate(() => { location.hash = '#/board'; });
    await heading(page, 'Board');
    const view = page.locator('#board');
    const first = await view.locator('[data-column="לעשות"]').boundingBox();
    const second = await view.locator('[data-column="בעבודה"]').boundingBox();
    assert.ok(first.x > second.x, 'the first column stands at the right');
    await axe(page);
    await screenshot(page, `board-rtl-${scheme}-${width}`);
    // The way on is to the left, for keys and for the button that stands there.
    await view.locator('[data-card="task-1"] .title').focus();
    await page.keyboard.press('Shift+ArrowLeft');
    await page.waitForFunction(() => document.querySelector('[data-column="בעבודה"]').textContent.includes('task-1'));
  });
}

// ── plans told in documents ─────────────────────────────────────────────────────────────────

const PLAN = '# Pier\n\n## Phase 1: Ground\n### 1.1 Posts\n- [x] driven\n### 1.2 Planks\n- [ ] sawn\n- [ ] laid\n## Phase 2: Rail 🟡\n- [ ] forged\n\n## Session Log\n### Session 1: 2026-01-02\n- [x] drove posts\n';

async function plan({ page, open }) {
  await open();
  await choose(page, { 'pier.md': Buffer.from(PLAN) });
  await page.getByRole('tree').waitFor();
  await page.evaluate(() => { location.hash = '#/board'; });
  await heading(page, 'Board');
  return page.locator('#board');
}

journey('the smallest pieces of a work plan stand on the board, and a move says so in the document', async (it) => {
  const { page } = it;
  const view = await plan(it);
  assert.deepEqual(await cards(view, /To do/), ['1.2 Planks']);
  assert.deepEqual(await cards(view, /In work/), ['2 Rail']);
  assert.deepEqual(await cards(view, /Done/), ['1.1 Posts']);
  await axe(page);
  await screenshot(page, 'board-work-plan');
  await view.getByRole('link', { name: '1.2 Planks' }).focus();
  await page.keyboard.press('Shift+ArrowRight');
  await page.waitForFunction(() => document.querySelector('[data-column="In work"]')?.textContent.includes('1.2'));
  await page.waitForFunction(() => document.activeElement.textContent.includes('1.2'));
  await view.getByRole('button', { name: 'Move 2 to Done' }).click();
  await page.waitForFunction(() => document.querySelector('[data-column="Done"]').textContent.includes('Rail'));
  await page.evaluate(() => { location.hash = '#/changes'; });
  await heading(page, 'Changes');
  await page.getByText(/2 edits pending/).waitFor();
  const come = await page.locator('tr[data-kind=come]').allInnerTexts();
  for (const line of ['### 1.2 Planks 🟡 In Progress', '- [x] forged', '## Phase 2: Rail ✅']) assert.ok(come.some((text) => text.includes(line)), `${line}: ${come}`);
});

journey('a piece of work is finished and a session told in the form of its document', async ({ page, open }) => {
  await open();
  await choose(page, { 'pier.md': Buffer.from(PLAN) });
  await page.getByRole('tree').waitFor();
  await page.evaluate(() => { location.hash = '#/doc/pier.md'; });
  await page.locator('#editor > summary').click();
  await page.getByRole('combobox', { name: 'Piece of work' }).selectOption({ label: '1.2 Planks' });
  await page.getByRole('button', { name: 'Finish it' }).click();
  await page.getByRole('link', { name: '1 pending' }).waitFor();
  await page.getByRole('textbox', { name: 'What was done' }).fill('- [x] sawed and laid');
  await page.getByRole('button', { name: 'Add an entry to the session log' }).click();
  await page.getByRole('link', { name: '2 pending' }).waitFor();
  await axe(page);
  await page.evaluate(() => { location.hash = '#/changes'; });
  await heading(page, 'Changes');
  await page.locator('tr[data-kind=come]').getByText('### Session 2: ').waitFor();
  // What was offered as one step is unticked line by line.
  const laid = page.locator('tr[data-kind=come]').getByText('- [x] laid');
  await laid.waitFor();
  await page.getByRole('checkbox', { name: /:8: tick the box/ }).uncheck();
  await laid.waitFor({ state: 'detached' });
});
