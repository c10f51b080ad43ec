// Firefox as apt has it, driven by WebDriver BiDi, which it speaks by itself: no driver beside it, and no Playwright, which
// asks for a newer one. Only what the journeys of firefox.test.mjs need.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';

const WAIT_MS = 90_000;
/** No questions, no news, and nothing that it asks of the network by itself. */
const PREFERENCES = {
  'app.normandy.enabled': false,
  'app.update.enabled': false,
  'browser.aboutwelcome.enabled': false,
  'browser.safebrowsing.downloads.enabled': false,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.page': 0,
  'datareporting.policy.dataSubmissionEnabled': false,
  'extensions.systemAddon.update.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'services.settings.server': 'data:,',
  'toolkit.telemetry.enabled': false,
  'toolkit.telemetry.reportingpolicy.firstRun': false,
};

/** Starts Firefox with a fresh profile, and opens a page in it. `close` ends it. */
export async function firefox(program, { width, height } = { width: 1440, height: 900 }) {
  const profile = mkdtempSync(join(tmpdir(), 'planarium-firefox-'));
  writeFileSync(join(profile, 'user.js'), Object.entries(PREFERENCES).map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`).join(''));
  const started = spawn(program, ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port', '0', 'about:blank'], { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise((done) => started.once('exit', done));
  let line;
  const close = async () => {
    await line?.ask('browser.close', {}).catch(() => {});
    const late = setTimeout(() => started.kill('SIGKILL'), 5_000);
    await ended;
    clearTimeout(late);
    rmSync(profile, { recursive: true, force: true });
  };
  try {
    line = await connect(await address(started));
    const { capabilities } = await line.ask('session.new', { capabilities: {} });
    await line.ask('session.subscribe', { events: ['log.entryAdded', 'network.beforeRequestSent'] });
    const { contexts: [{ context }] } = await line.ask('browsingContext.getTree', {});
    await line.ask('browsingContext.setViewport', { context, viewport: { width, height } });
    return { version: capabilities.browserVersion, ...page(line, context), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Where it listens, which it says when it does. */
function address(started) {
  return new Promise((resolve, reject) => {
    let said = '';
    started.once('error', reject);
    started.once('exit', (code) => reject(new Error(`Firefox ended with ${code}: ${said}`)));
    started.stderr.setEncoding('utf8').on('data', (text) => {
      said += text;
      const found = /WebDriver BiDi listening on (ws:\S+)/.exec(said);
      if (found) resolve(`${found[1]}/session`);
    });
  });
}

/** A line of questions, answers and events. */
async function connect(url) {
  const socket = new WebSocket(url);
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  const asked = new Map();
  const heard = [];
  socket.on('message', (text) => {
    const message = JSON.parse(text);
    if (message.type === 'event') {
      heard.push(message);
      return;
    }
    const { resolve, reject } = asked.get(message.id);
    asked.delete(message.id);
    if (message.type === 'error') reject(new Error(`${message.error}: ${message.message}`));
    else resolve(message.result);
  });
  socket.on('close', () => asked.forEach(({ reject }) => reject(new Error('Firefox has gone'))));
  let last = 0;
  const ask = (method, params) => new Promise((resolve, reject) => {
    last += 1;
    asked.set(last, { resolve, reject });
    socket.send(JSON.stringify({ id: last, method, params }));
  });
  return { ask, heard };
}

function page({ ask, heard }, context) {
  /** What a function gives in the page; arguments and result are plain values. */
  const evaluate = async (work, ...given) => {
    const expression = `Promise.resolve((${work})(...${JSON.stringify(given)})).then((value) => JSON.stringify(value) ?? 'null')`;
    const answer = await ask('script.evaluate', { expression, target: { context }, awaitPromise: true });
    if (answer.type === 'exception') throw new Error(answer.exceptionDetails.text);
    return JSON.parse(answer.result.value);
  };
  /** Waits until a function gives something. */
  const until = async (what, work, ...given) => {
    let last;
    for (const end = Date.now() + WAIT_MS; Date.now() < end; await new Promise((done) => setTimeout(done, 50))) {
      // While a page goes and another comes there may be none.
      const found = await evaluate(work, ...given).catch((error) => { last = error; });
      if (found) return found;
    }
    const shown = await evaluate(() => document.body?.innerText ?? '').catch((error) => error.message);
    throw new Error(`Firefox waited in vain for ${what}; the page shows: ${shown.slice(0, 400)}`, { cause: last });
  };
  const act = (actions) => ask('input.performActions', { context, actions });
  return {
    evaluate,
    until,
    goto: (url) => ask('browsingContext.navigate', { context, url, wait: 'complete' }),
    /** Clicks in the middle of the first element that a selector finds and that says this, as a person does. */
    async click(selector, says = '') {
      const find = (selector, says) => {
        const found = [...document.querySelectorAll(selector)].find((it) => it.textContent.includes(says) && it.getClientRects().length > 0);
        found?.scrollIntoView({ block: 'center' });
        const box = found?.getBoundingClientRect();
        return box && { x: Math.round(box.x + box.width / 2), y: Math.round(box.y + box.height / 2) };
      };
      const { x, y } = await until(`${selector} “${says}”`, find, selector, says);
      await act([{ type: 'pointer', id: 'mouse', actions: [{ type: 'pointerMove', x, y }, { type: 'pointerDown', button: 0 }, { type: 'pointerUp', button: 0 }] }]);
    },
    type: (text) => act([{ type: 'key', id: 'keys', actions: [...text].flatMap((value) => [{ type: 'keyDown', value }, { type: 'keyUp', value }]) }]),
    /** The picture of the page, as PNG. */
    picture: async () => Buffer.from((await ask('browsingContext.captureScreenshot', { context })).data, 'base64'),
    /** What it asked for over a network. */
    requests: () => heard.filter(({ method }) => method === 'network.beforeRequestSent').map(({ params }) => params.request.url).filter((url) => /^(?:https?|wss?|ftp):/.test(url)),
    /** What went wrong in the page. */
    faults: () => heard.filter(({ method, params }) => method === 'log.entryAdded' && params.level === 'error').map(({ params }) => params.text),
  };
}
