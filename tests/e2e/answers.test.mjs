// Hosts that refuse, fail or answer with something else: said clearly, with what to do instead.

import assert from 'node:assert/strict';
import { axe, heading, journey, openSample, soon } from './harness.mjs';
import { LIGHTHOUSE, tree } from './trees.mjs';

const ARCHIVE = tree(LIGHTHOUSE);
const LOGIN = '<!DOCTYPE html><html><title>Log in</title></html>';

const ANSWERS = {
  'nothing there': [(host) => host.put('/gone.zip', 'gone', { status: 404 }), /has nothing at this address \(404\)/, [/console: .*404/]],
  'forbidden': [(host) => host.put('/secret.zip', 'no', { status: 403 }), /does not give this file to everyone \(403\)[^]*Download it where you are signed in/, [/console: .*403/]],
  'broken': [(host) => host.put('/broken.zip', 'no', { status: 500 }), /answered with an error \(500\)[^]*Try again later/, [/console: .*500/]],
  'closed to other pages': [(host) => host.put('/closed.zip', ARCHIVE, { cors: false }), /cannot be reached, or forbids other pages to read from it\.[^]*Download the file and drop it here, or ask whoever runs .* to send the header Access-Control-Allow-Origin/, [/console: .*CORS/, /console: .*ERR_FAILED/]],
  'a page instead of a zip': [(host) => host.put('/login.zip', LOGIN, { type: 'text/html' }), /answered with a web page where a zip or a manifest was expected/, []],
  'a page that calls itself a zip': [(host) => host.put('/login2.zip', LOGIN), /answered with a web page where a zip or a manifest was expected/, []],
  'words': [(host) => host.put('/words.zip', 'hello'), /words\.zip could not be opened\.[^]*This is not a zip archive/, []],
  'nothing': [(host) => host.put('/empty.zip', ''), /This is not a zip archive but an empty file/, []],
  'JSON that is damaged': [(host) => host.put('/m.json', '["a.md", '), /m\.json holds JSON that is no manifest: /, []],
  'JSON that lists nothing': [(host) => host.put('/m.json', '[]'), /there is no list of files that holds paths and nothing else/, []],
  'JSON that lists numbers': [(host) => host.put('/m.json', '{"files": [1, 2]}'), /there is no list of files that holds paths and nothing else/, []],
  'JSON of something else': [(host) => host.put('/m.json', '{"message": "API rate limit exceeded"}'), /there is no list of files that holds paths and nothing else/, []],
  'a manifest of nothing that is there': [(host) => host.put('/m.json', '["a.md", "b.md"]'), /None of the 2 files of the manifest could be loaded/, [/console: .*404/]],
};

for (const [what, [put, message, expect]] of Object.entries(ANSWERS)) {
  journey(`told: a host that answers with ${what}`, { expect }, async ({ page, open, site, host }) => {
    const url = put(host);
    await open(`?src=${encodeURIComponent(url)}`);
    await page.getByRole('button', { name: /^Open from/ }).click();
    await page.waitForSelector('html[data-planarium=error]');
    await heading(page, 'It could not be opened');
    await soon(async () => assert.match(await page.getByRole('alert').innerText(), message));
    await axe(page);
    await page.getByRole('button', { name: 'Open something else' }).click();
    await openSample(page);
    assert.ok(page.url().startsWith(site));
  });
}

journey('told: a connection that breaks off', { expect: [/console: .*ERR_/] }, async ({ page, open, host }) => {
  const url = host.put('/cut.zip', ARCHIVE, { cut: 1_000 });
  await open(`?src=${encodeURIComponent(url)}`);
  await page.getByRole('button', { name: /^Open from/ }).click();
  await heading(page, 'It could not be opened');
  await soon(async () => assert.match(await page.getByRole('alert').innerText(), /The connection to .* broke off[^]*Try again; a part of a file cannot be opened/));
  // Trying again works once the host does.
  host.put('/cut.zip', ARCHIVE);
  await page.getByRole('button', { name: 'Open something else' }).click();
  await page.getByRole('textbox', { name: 'From an address' }).fill(url);
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await heading(page, 'Lighthouse');
});

journey('told: a redirection to a host that is closed', { expect: [/console: .*CORS/, /console: .*ERR_FAILED/] }, async ({ page, open, host }) => {
  const closed = host.put('/closed.zip', ARCHIVE, { cors: false });
  const url = host.put('/old.zip', '', { status: 302, headers: { location: closed } });
  await open(`?src=${encodeURIComponent(url)}`);
  await page.getByRole('button', { name: /^Open from/ }).click();
  await page.getByRole('alert').getByText(/cannot be reached, or forbids/).waitFor();
  await page.getByRole('button', { name: 'Open something else' }).click();
  await openSample(page);
});

journey('a redirection is followed', async ({ page, open, host }) => {
  const moved = host.put('/new.zip', ARCHIVE);
  const url = host.put('/old.zip', '', { status: 302, headers: { location: moved } });
  await open(`?src=${encodeURIComponent(url)}`);
  await page.getByRole('button', { name: /^Open from/ }).click();
  await heading(page, 'Lighthouse');
});

journey('told: an own file that is not there', { expect: [/console: .*404/] }, async ({ page, site }) => {
  await page.goto(`${site}?src=gone.zip`);
  await page.waitForSelector('html[data-planarium=error]');
  await soon(async () => assert.match(await page.getByRole('alert').innerText(), /has nothing at this address \(404\)/));
  await page.getByRole('button', { name: 'Open something else' }).click();
  await openSample(page);
});
