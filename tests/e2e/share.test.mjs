// Links that say what they hold, with edits or a whole tree in them, open and under a passphrase; what is cut, newer or of
// another tree; and what is copied for elsewhere.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { axe, choose, heading, journey, openSample, ready, screenshot, soon } from './harness.mjs';

const DIST = process.env.PLANARIUM_DIST ?? new URL('../../dist', import.meta.url).pathname;

const COPYING = { context: { permissions: ['clipboard-read', 'clipboard-write'] } };
const copied = (page) => page.evaluate(() => navigator.clipboard.readText());
const fixture = (name) => readFileSync(new URL(`../fixtures/links/${name}.txt`, import.meta.url), 'utf8').trim();

/** A small plan, as files to choose. */
const SMALL = {
  'plan.md': '---\ntitle: The small plan\nstatus: WIP\n---\n# The small plan\n\n* [ ] first step\n* [x] second step\n',
  'notes.md': '# Notes\n\nWords that only this tree has: zanzibar.\n',
};

async function openSmall(page, open) {
  await open();
  await choose(page, SMALL);
  await page.locator('.tree-title').waitFor();
  await page.locator('.reading').waitFor({ state: 'hidden' });
  await ready(page);
}

/** Opens the dialog, and waits until it has said how long the link is. */
async function share(page) {
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Share' });
  await dialog.locator('#share-link-length').getByText(/characters/).waitFor();
  await dialog.getByText('looking whether it fits …').waitFor({ state: 'hidden' });
  return dialog;
}

/** Ticks or unticks a content, and gives the link that comes of it. */
async function link(dialog) {
  await dialog.getByRole('button', { name: 'Copy the link' }).click();
  await dialog.getByText(/^Copied: /).waitFor();
  return copied(dialog.page());
}

async function inNewTab(context, url) {
  const page = await context.newPage();
  await page.goto(url);
  await ready(page);
  return page;
}

journey('a link says what it holds, and every content can be left out', COPYING, async ({ page, context, open, beside, site }) => {
  beside('plan.zip', readFileSync(join(DIST, 'sample.zip')));
  await page.goto(`${site}?src=plan.zip#/findings?rule=broken-link&q=audit&asof=2026-01-31`);
  await ready(page);
  await page.locator('.reading').waitFor({ state: 'hidden' });
  const dialog = await share(page);
  await axe(page);
  await screenshot(page, 'share');
  await dialog.getByText('The page: Findings').waitFor();
  await dialog.getByText('Filters: rule broken-link, “audit”').waitFor();
  await dialog.getByText('The day: 2026-01-31').waitFor();
  await dialog.getByText(/too large for a link/).waitFor();
  assert.ok(await dialog.getByRole('checkbox', { name: /^The tree:/ }).isDisabled());
  const whole = await link(dialog);
  assert.match(whole, /^http.*\?src=plan\.zip#\/findings\?rule=broken-link&q=audit&asof=2026-01-31&share=1o\.22\.[\w-]{22}$/);
  await dialog.getByRole('checkbox', { name: /Filters/ }).uncheck();
  const less = await link(dialog);
  assert.match(less, /#\/findings\?asof=2026-01-31&share=/);
  const other = await inNewTab(context, whole);
  await heading(other, 'Findings');
  assert.match(other.url(), /q=audit/);
  // The same tree as then: there is nothing to say.
  await other.locator('.reading').waitFor({ state: 'hidden' });
  await soon(async () => assert.equal(await other.locator('#link-note').innerText(), ''));
  assert.ok(!other.url().includes('share='));
});

journey('comments travel in the link, and are taken in by a click', COPYING, async ({ page, open, site }) => {
  await openSmall(page, open);
  await page.goto(`${page.url().split('#')[0]}#/doc/plan.md`);
  await page.locator('.prose li').first().hover();
  await page.locator('#comment-here').click();
  await page.getByRole('textbox', { name: /^Your name/ }).fill('Nina Volkov');
  await page.getByRole('textbox', { name: 'Comment', exact: true }).fill('Which step is that?');
  await page.getByRole('button', { name: 'Keep the comment' }).click();
  await page.locator('#comments-list').getByText('Kept on this device. Nothing was sent anywhere.').waitFor();
  const dialog = await share(page);
  await dialog.getByRole('checkbox', { name: /Comments and reviews: 1 entry/ }).waitFor();
  await dialog.getByRole('checkbox', { name: /^The tree:/ }).check();
  const url = await link(dialog);
  await dialog.getByRole('checkbox', { name: /Comments and reviews/ }).uncheck();
  assert.ok((await link(dialog)).length < url.length);
  // Somebody else, in another browser.
  const elsewhere = await page.context().browser().newContext();
  try {
    const other = await elsewhere.newPage();
    await other.goto(url);
    await ready(other);
    const note = other.locator('#link-note');
    await note.getByText('It brings a review of 1 entry. Nothing has been taken in.').waitFor();
    await note.getByRole('link', { name: 'Look at the review' }).click();
    await other.getByText('1 of them are new or newer here.').or(other.getByText('1 of them is new or newer here.')).waitFor();
    await other.getByRole('button', { name: 'Take it in' }).click();
    await other.locator('.thread').getByText('Which step is that?').waitFor();
    assert.ok(other.url().startsWith(site) && !other.url().includes('review='), other.url());
  } finally {
    await elsewhere.close();
  }
});

journey('a small tree travels in the link, and nothing is fetched', COPYING, async ({ page, context, open, site }) => {
  await openSmall(page, open);
  const dialog = await share(page);
  await dialog.getByText(/This tree did not come with the page/).waitFor();
  await dialog.getByRole('checkbox', { name: /The tree: all of it, 2 files, [\d,]+ characters/ }).check();
  const url = await link(dialog);
  assert.ok(url.length < 1000, `${url.length}`);
  const asked = [];
  const other = await context.newPage();
  other.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await other.goto(url);
  await ready(other);
  await other.getByRole('tree').waitFor();
  await soon(async () => assert.equal(await other.getByRole('treeitem').count(), await page.getByRole('treeitem').count()));
  await other.getByText('It was opened from the link itself').first().waitFor({ state: 'attached' });
  assert.deepEqual(asked.filter((path) => !/\.(js|wasm|css|svg)$|\/$/.test(path)), []);
  // It goes on with the next link by itself.
  const again = await share(other);
  await soon(async () => assert.ok(await again.getByRole('checkbox', { name: /^The tree:/ }).isChecked()));
  assert.equal(await link(again), url);
  await other.keyboard.press('Escape');
  // It is still there after a reload elsewhere in it.
  await other.evaluate(() => { location.hash = '#/doc/notes.md'; });
  await other.getByText('zanzibar').waitFor();
  await other.reload();
  await ready(other);
  await other.getByText('zanzibar').waitFor();
  assert.ok(!other.url().includes('share='));
});

journey('a locked link asks for its passphrase, says when it is wrong, and opens with the right one', COPYING, async ({ page, context, open }) => {
  await openSmall(page, open);
  const dialog = await share(page);
  await dialog.getByRole('checkbox', { name: /^The tree:/ }).check();
  const section = dialog.locator('section').first();
  await section.getByLabel('Passphrase, if only some may read it').fill('short');
  await section.getByLabel('Passphrase, if only some may read it').blur();
  await section.getByText(/Short passphrases are found by trying/).waitFor();
  await section.getByLabel('Passphrase, if only some may read it').fill('four words nobody joins');
  const url = await link(dialog);
  assert.match(url, /#\/\?share=1k\.\d+\.[\w-]+$/);
  assert.ok(!url.includes('plan.md'));
  const other = await inNewTab(context, url);
  await heading(other, 'This link is locked');
  await soon(async () => assert.equal(await other.getByText('The small plan').count(), 0));
  await soon(async () => assert.equal(await other.title(), 'Planarium'));
  await axe(other);
  await other.evaluate(() => { document.documentElement.dataset.theme = 'dark'; });
  await axe(other);
  await screenshot(other, 'locked-dark');
  await soon(async () => assert.ok(await other.evaluate(() => document.activeElement.id === 'passphrase')));
  await other.keyboard.type('four words nobody joined');
  await other.keyboard.press('Enter');
  await other.getByRole('alert').getByText('This passphrase does not open it.').waitFor();
  await other.getByLabel('Passphrase').fill(' four words nobody joins ');
  await other.keyboard.press('Enter');
  await other.getByRole('tree').waitFor();
  await ready(other);
  await soon(async () => assert.equal(await other.getByRole('treeitem').count(), 2));
  // What the tab keeps is locked: a reload asks again.
  await other.reload();
  await ready(other);
  await heading(other, 'This link is locked');
  await other.getByRole('button', { name: 'Open something else' }).click();
  await heading(other, 'Open a planning tree');
  // Who turns away is not asked again, unless he comes back with the link.
  await other.goto(other.url().split('#')[0]);
  await other.reload();
  await ready(other);
  await heading(other, 'Open a planning tree');
});

journey('edits travel as a proposal, and on another tree the link says so', COPYING, async ({ page, context, open, site }) => {
  await openSmall(page, open);
  await page.evaluate(() => { location.hash = '#/doc/plan.md'; });
  await page.locator('#editor-summary').click();
  await page.locator('#editor').getByRole('checkbox', { name: 'first step' }).check();
  await page.getByRole('link', { name: /^Changes 1$/ }).waitFor();
  const dialog = await share(page);
  await dialog.getByText('Pending edits: 1 edit, as a proposal').waitFor();
  const url = await link(dialog);
  // Where the same tree is open, in another profile: this one keeps the edits as a draft.
  const profile = await context.browser().newContext();
  const other = await profile.newPage();
  await openSmall(other, () => other.goto(site).then(() => ready(other)));
  await other.evaluate((hash) => { location.hash = hash; }, new URL(url).hash);
  const note = other.locator('#link-note');
  await note.getByText('It proposes 1 edit. Nothing has been changed.').waitFor();
  await axe(other);
  await note.getByRole('link', { name: 'Look at them' }).click();
  await other.getByRole('button', { name: 'Take them up' }).click();
  await other.getByRole('link', { name: /^Changes 1$/ }).waitFor();
  await soon(async () => assert.equal(await note.innerText(), ''));
  // Where it has changed meanwhile.
  const later = await profile.newPage();
  await later.goto(site);
  await ready(later);
  await choose(later, { ...SMALL, 'notes.md': '# Notes, more of them\n' });
  await later.locator('.tree-title').waitFor();
  await later.locator('.reading').waitFor({ state: 'hidden' });
  await later.evaluate((hash) => { location.hash = hash; }, new URL(url).hash);
  await later.locator('#link-note').getByText(/This tree has changed since the link was made/).waitFor();
  await later.locator('#link-note').getByText(/It proposes 1 edit/).waitFor();
  await profile.close();
  // Where another is.
  const third = await context.newPage();
  await third.goto(url);
  await ready(third);
  await heading(third, 'Open a planning tree');
  await openSample(third);
  await third.locator('#link-note').getByText(/made of another tree than the one that is open/).waitFor();
  await third.locator('#link-note').getByText(/It proposes 1 edit/).waitFor();
  await third.getByRole('button', { name: 'Close this note' }).click();
  await soon(async () => assert.equal(await third.locator('#link-note').innerText(), ''));
});

journey('links that are cut, changed, newer or hostile say so, and the page stays usable', async ({ page, open, site }) => {
  const failed = async (fragment, said) => {
    await page.goto('about:blank');
    await page.goto(site + fragment);
    await page.waitForSelector('html[data-planarium="error"]', { state: 'attached' });
    await page.getByRole('alert').getByText(said).waitFor();
    assert.ok(!page.url().includes('share='));
    await page.getByRole('button', { name: 'Open something else' }).click();
    await heading(page, 'Open a planning tree');
  };
  await failed(fixture('1-cut'), /This link holds a tree and cannot be opened: it is cut off: \d+ of \d+ characters have arrived\./);
  await failed(fixture('1-changed'), /it was changed on its way/);
  await failed(fixture('2-newer'), /it was made by a newer version of Planarium/);
  await failed(`#/overview?share=1t.70000.${'A'.repeat(70_000)}`, /longer than 64 kB/);
  // Of a link without a tree the place still counts.
  const edits = fixture('1-edits');
  await page.goto('about:blank');
  await page.goto(site + edits.slice(0, -9));
  await ready(page);
  await page.locator('#link-note').getByText(/Of this link only the place can be shown; for the rest of it: it is cut off/).waitFor();
  await axe(page);
  await openSample(page);
  await heading(page, 'MedFlow').catch(() => {});
  for (const odd of ['#/overview?share=', '#/overview?share=%00%ff', '#/?share=1k.4.AAAA', '#/?share=1o.0.', '#/overview?share=<img src=x onerror=alert(1)>']) {
    await page.goto('about:blank');
    await page.goto(site + odd);
    await page.waitForSelector('html[data-planarium="ready"], html[data-planarium="error"]', { state: 'attached' });
  }
});

journey('links of older versions open, and those of this one from a file', async ({ page, context, site }) => {
  await page.goto(site + fixture('1-tree'));
  await ready(page);
  await page.getByRole('link', { name: 'A small plan' }).first().waitFor();
  const locked = await inNewTab(context, site + fixture('1-locked'));
  await locked.getByLabel('Passphrase').fill('correct horse battery staple');
  await locked.getByRole('button', { name: 'Open', exact: true }).click();
  await locked.getByRole('link', { name: 'A small plan' }).first().waitFor();
  const unknown = await inNewTab(context, site + fixture('1-tree'));
  await unknown.evaluate((hash) => { location.hash = hash; }, fixture('1-unknown'));
  await unknown.locator('#link-note').getByText(/carries more than this version understands \(hologram\)/).waitFor();
  await unknown.evaluate((hash) => { location.hash = hash; }, fixture('0-edits'));
  await unknown.getByText('A link proposes 1 edit').waitFor();
});

journey('the dialog works on a phone and with the keyboard alone', { context: { viewport: { width: 390, height: 844 }, ...COPYING.context, colorScheme: 'dark' } }, async ({ page, open }) => {
  await openSmall(page, open);
  await page.getByRole('button', { name: 'Share', exact: true }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Share' });
  await dialog.locator('#share-link-length').getByText(/characters/).waitFor();
  await axe(page);
  await screenshot(page, 'share-phone-dark');
  await soon(async () => assert.ok(await page.evaluate(() => document.querySelector('#share-dialog').scrollWidth <= innerWidth), 'it is wider than the phone'));
  await dialog.getByRole('checkbox', { name: /^The tree:/ }).focus();
  await page.keyboard.press('Space');
  await dialog.getByRole('button', { name: 'Copy the link' }).focus();
  await page.keyboard.press('Enter');
  await dialog.getByText(/^Copied: /).waitFor();
  assert.match(await copied(page), /share=1t\./);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
});

journey('a passphrase locks the HTML file, which asks for it before anything is shown', COPYING, async ({ page, context, open }) => {
  const folder = mkdtempSync(join(tmpdir(), 'planarium-locked-'));
  try {
    await openSmall(page, open);
    const dialog = await share(page);
    const section = dialog.locator('section').last();
    const phrase = section.getByLabel('Passphrase, if only some may read it');
    await phrase.fill('four words nobody joins');
    await phrase.blur();
    await section.getByText(/The file will have .* It opens with the passphrase alone\./).waitFor();
    const [file] = await Promise.all([page.waitForEvent('download'), section.getByRole('button', { name: 'Save the file' }).click()]);
    const own = join(folder, 'own.html');
    await file.saveAs(own);
    assert.ok(!readFileSync(own, 'utf8').includes('zanzibar'));
    // What the command line has locked, in the same viewer.
    const slot = readFileSync(new URL('../fixtures/links/slot-locked-by-the-command.json', import.meta.url), 'utf8').trim();
    const theirs = join(folder, 'theirs.html');
    const empty = '<script type="application/json" id="planarium-tree"></script>';
    const viewer = readFileSync(join(DIST, 'viewer.html'), 'utf8');
    assert.ok(viewer.includes(empty));
    writeFileSync(theirs, viewer.replace(empty, () => empty.replace('></', () => `>${slot}</`)));
    for (const [path, words, title] of [[own, 'four words nobody joins', /./], [theirs, 'correct horse battery staple', /A secret title/]]) {
      const copy = await context.newPage();
      const asked = [];
      copy.on('request', (request) => { if (!/^(blob|data):/.test(request.url())) asked.push(request.url()); });
      await copy.goto(pathToFileURL(path).href);
      await ready(copy);
      await heading(copy, 'This file is locked');
      await soon(async () => assert.equal(await copy.getByText('secret').count(), 0));
      await axe(copy);
      await copy.getByLabel('Passphrase').fill('wrong');
      await copy.keyboard.press('Enter');
      await copy.getByRole('alert').getByText('This passphrase does not open it.').waitFor();
      await copy.getByLabel('Passphrase').fill(words);
      await copy.keyboard.press('Enter');
      await copy.getByRole('tree').waitFor();
      await copy.evaluate(() => { location.hash = '#/doc/notes.md'; });
      await copy.getByText('zanzibar').first().waitFor();
      await soon(async () => assert.match(await copy.title(), title));
      assert.equal(asked.length, 1);
      await copy.close();
    }
    // Edited by hand it says so.
    const broken = join(folder, 'broken.html');
    writeFileSync(broken, readFileSync(own, 'utf8').replace('"locked":"', '"locked":"-'));
    const copy = await context.newPage();
    await copy.goto(pathToFileURL(broken).href);
    await ready(copy);
    await copy.getByLabel('Passphrase').fill('four words nobody joins');
    await copy.keyboard.press('Enter');
    await copy.getByRole('alert').getByText(/cut off or was edited by hand/).waitFor();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

journey('pages are copied as Markdown, as CSV and as a picture', COPYING, async ({ page, open }) => {
  await open();
  await openSample(page);
  await page.locator('.reading').waitFor({ state: 'hidden' });
  const go = async (place, name) => {
    await page.evaluate((place) => { location.hash = place; }, place);
    await heading(page, name);
    await ready(page);
  };
  const copyAs = async (form, said) => {
    await page.getByRole('group', { name: 'Copy' }).getByRole('button', { name: `Copy as ${form}` }).click();
    await page.locator('#announcement').getByText(said).waitFor();
    const text = await copied(page);
    await page.evaluate(() => { document.querySelector('#announcement').textContent = ''; });
    return text;
  };
  assert.match(await copyAs('Markdown', 'Copied as Markdown'), /^# .*MedFlow.*\n\nAs of 20[\s\S]*## In work\n\n- \*\*/);
  await axe(page);
  await screenshot(page, 'copies');
  await go('#/plan/SP18_reporting_engine', 'SP18 — Reporting Engine');
  const plan = await copyAs('Markdown', 'Copied as Markdown');
  assert.match(plan, /^# SP18 — Reporting Engine\n\n- Id: `SP18_reporting_engine`\n- Status: in work[\s\S]*`SP18_reporting_engine\/_overview\.md:\d+`/);
  await go('#/findings?severity=warning', 'Findings');
  await page.locator('.answer').getByText(/ files?\.$/).waitFor();
  const findings = await copyAs('CSV', /Copied as CSV, \d+ rows? of 1 table/);
  assert.match(findings, /^\ufeff?severity,rule,file,line,message,about,ignored\r\nwarning,/);
  assert.ok(!findings.includes('\nerror,'));
  await go('#/register', 'Register');
  const register = await copyAs('CSV', /Copied as CSV, \d+ rows of \d+ tables/);
  // Each table below its name, places in full.
  assert.match(register, /^\ufeffDecisions.*\r\nDate,Decision,About,Where\r\n2026-/);
  assert.match(register, /,exploration\/[\w/.-]+\.md:\d+\r\n/);
  await go('#/search?q=encryption', 'Search');
  await page.locator('#search-hits a.hit').first().waitFor();
  assert.match(await copyAs('Markdown', 'Copied as Markdown'), /^# Search: encryption\n\n\d+ hits?[^]*- \*\*/);
  await go('#/doc/SP18_reporting_engine/_overview.md', 'SP18 — Reporting Engine');
  assert.match(await copyAs('Markdown', 'Copied as Markdown'), /^---\n/);
  await go('#/dependencies', 'Dependencies');
  await page.locator('#graph-canvas').waitFor();
  await page.getByRole('group', { name: 'Copy' }).getByRole('button', { name: 'Copy as Image' }).click();
  await page.locator('#announcement').getByText('The picture has been copied.').waitFor();
  await soon(async () => assert.deepEqual(await page.evaluate(async () => (await navigator.clipboard.read())[0].types), ['image/png']));
  await go('#/timeline', 'Timeline');
  await page.evaluate(() => { document.querySelector('#announcement').textContent = ''; });
  await page.getByRole('group', { name: 'Copy' }).getByRole('button', { name: 'Copy as Image' }).click();
  await page.locator('#announcement').getByText('The picture has been copied.').waitFor();
  // A page without tables offers no CSV.
  await go('#/changes', 'Changes');
  await page.getByRole('button', { name: 'Copy as Link' }).click();
  await page.locator('#announcement').getByText(/A link to this place is copied, \d+ characters\./).waitFor();
  assert.match(await copied(page), /#\/changes\?share=1o\.22\./);
  await soon(async () => assert.equal(await page.getByRole('button', { name: 'Copy as CSV' }).count(), 0));
});
