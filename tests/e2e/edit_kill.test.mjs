// The browser is killed at random moments while edits are made: nothing that was shown as saved is lost.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { tree } from './trees.mjs';

const DIST = process.env.PLANARIUM_DIST ?? fileURLToPath(new URL('../../dist', import.meta.url));
const KILLS = process.env.PLANARIUM_THOROUGH && process.env.PLANARIUM_THOROUGH !== '0' ? 100 : 10;
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm', '.css': 'text/css', '.svg': 'image/svg+xml', '.json': 'application/json' };

const ARCHIVE = tree({ '_overview.md': '# Harbour\n', 'SP01_pier/_overview.md': '---\nname: pier\ntitle: 0\n---\n# Pier\n' });

/** Random numbers that are the same in every run. */
function numbers(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

test(`killed ${KILLS} times, nothing that was shown as saved is lost`, { timeout: KILLS * 60_000 }, async () => {
  const server = createServer((request, response) => {
    const path = new URL(request.url, 'http://x').pathname;
    try {
      const bytes = readFileSync(join(DIST, path === '/' ? 'index.html' : path));
      response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'text/html' }).end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const site = `http://127.0.0.1:${server.address().port}/`;
  const profile = mkdtempSync(join(tmpdir(), 'planarium-kill-'));
  const random = numbers(20261127);
  let saved = 0;
  let next = 1;
  let confirmed = 0;
  let context;
  try {
    for (let kill = 0; kill <= KILLS; kill += 1) {
      context = await chromium.launchPersistentContext(profile, {
        executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
        args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run', `--remote-debugging-port=0`],
      });
      const page = context.pages()[0] ?? await context.newPage();
      await page.goto(site);
      await page.locator('input[data-input=files]').setInputFiles({ name: 'pier.zip', mimeType: 'application/zip', buffer: Buffer.from(ARCHIVE) });
      await page.getByRole('tree').waitFor();
      await page.evaluate(() => { location.hash = '#/doc/SP01_pier/_overview.md'; });
      await page.locator('#editor > summary').click();
      const field = page.locator('#edit-title');
      await field.waitFor();
      if (saved > 0) {
        await page.getByRole('link', { name: /pending$/ }).waitFor();
        const found = Number(await field.inputValue());
        assert.ok(found >= saved, `after kill ${kill}: ${found} was kept, ${saved} was shown as saved`);
      }
      if (kill === KILLS) {
        await context.close();
        break;
      }
      // What the page says is noted in this process, so that it outlives the browser.
      await page.exposeFunction('noteSaved', (value) => {
        saved = Math.max(saved, value);
        confirmed += 1;
      });
      const begin = next;
      const edits = page.evaluate(async (begin) => {
        for (let value = begin; ; value += 1) {
          const field = document.querySelector('#edit-title');
          field.value = String(value);
          field.dispatchEvent(new Event('change', { bubbles: true }));
          // An edit is taken up before the next frame: until then the page speaks of the one before.
          await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
          do await new Promise((done) => setTimeout(done, 1));
          while (document.querySelector('#saved')?.textContent !== 'saved');
          await globalThis.noteSaved(Number(document.querySelector('#edit-title').value));
        }
      }, begin).catch(() => {});
      await new Promise((done) => setTimeout(done, 100 + random() * 900));
      const pid = await processOf(profile);
      process.kill(pid, 'SIGKILL');
      await edits;
      await context.close().catch(() => {});
      next = saved + 1000;
    }
    console.log(`${KILLS} kills, ${confirmed} edits shown as saved, none lost`);
    assert.ok(confirmed > KILLS, `only ${confirmed} edits were shown as saved`);
  } finally {
    await context?.close().catch(() => {});
    server.closeAllConnections();
    server.close();
    // Of a killed browser some processes write a moment longer.
    rmSync(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
});

/** The browser that has a profile open: the one process that this test started for it. */
async function processOf(profile) {
  const { readlinkSync } = await import('node:fs');
  const target = readlinkSync(join(profile, 'SingletonLock'));
  return Number(target.slice(target.lastIndexOf('-') + 1));
}
