// The harness itself: it must see what it is there to see.

import assert from 'node:assert/strict';
import { journey, SUB_PATH } from './harness.mjs';

journey('the page lives below a sub-path', async ({ site }) => {
  assert.equal(new URL(site).pathname, SUB_PATH);
  assert.equal((await fetch(new URL('/', site))).status, 404);
  const page = await fetch(site);
  assert.equal(page.headers.get('content-encoding'), 'gzip');
  assert.match(await page.text(), /<title>Planarium/);
  assert.equal((await fetch(`${site}..%2f..%2fetc/passwd`)).status, 404);
});

journey(
  'faults are seen',
  { expect: [/console: made up/, /page error: thrown/, /another host: https:\/\/elsewhere\.test/, /policy: img-src/, /policy: style-src/, /console: .*(violates|ERR_FAILED)/] },
  async ({ page, open }) => {
    await open();
    await page.evaluate(async () => {
      console.error('made up');
      setTimeout(() => { throw new Error('thrown'); });
      await fetch('https://elsewhere.test/x').catch(() => {});
      new Image().src = 'https://elsewhere.test/x.png';
      document.body.setAttribute('style', 'color: red');
      await new Promise((resolve) => setTimeout(resolve, 100));
    });
  },
);

journey('the second host answers as it is told', { expect: [/console: .*CORS policy/, /console: .*(404|ERR_)/] }, async ({ page, open, host }) => {
  await open();
  const body = 'x'.repeat(10_000);
  const urls = {
    fine: host.put('/tree.zip', body),
    html: host.put('/login.zip', '<p>log in', { type: 'text/html' }),
    closed: host.put('/closed.zip', body, { cors: false }),
    gone: host.put('/gone.zip', 'gone', { status: 404 }),
    slow: host.put('/slow.zip', body, { chunk: 2_500, pause_ms: 50 }),
    cut: host.put('/cut.zip', body, { cut: 5_000 }),
  };
  const answers = await page.evaluate(async (urls) => {
    const result = {};
    for (const [name, url] of Object.entries(urls)) {
      const started = performance.now();
      try {
        const response = await fetch(url);
        const { length } = await response.text();
        result[name] = `${response.status} ${response.headers.get('content-type')} ${length}`;
      } catch (error) {
        result[name] = error.name;
      }
      if (name === 'slow') result.slowEnough = performance.now() - started > 150;
    }
    return result;
  }, urls);
  assert.deepEqual(answers, {
    fine: '200 application/zip 10000',
    html: '200 text/html 9',
    closed: 'TypeError',
    gone: '404 application/zip 4',
    slow: '200 application/zip 10000',
    slowEnough: true,
    cut: 'TypeError',
  });
  assert.equal(host.requests.length, 6);
});
