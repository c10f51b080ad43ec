// The page starts, and says so when it cannot.

import assert from 'node:assert/strict';
import { axe, journey, ready, screenshot, soon } from './harness.mjs';

for (const colorScheme of ['light', 'dark']) {
  journey(`the page starts (${colorScheme})`, { context: { colorScheme } }, async ({ page, open }) => {
    await open();
    await soon(async () => assert.equal(await page.locator('h1').count(), 1));
    await axe(page);
    await screenshot(page, `start-${colorScheme}`);
  });
}

journey('the chosen theme is there before the first paint', async ({ page, open }) => {
  const theme = () => page.evaluate(() => document.documentElement.dataset.theme);
  await open();
  assert.equal(await theme(), 'system');
  for (const [stored, shown] of [['dark', 'dark'], ['light', 'light'], ['"><script>', 'system']]) {
    await page.evaluate((value) => localStorage.setItem('planarium:theme', value), stored);
    await page.reload({ waitUntil: 'commit' });
    assert.equal(await theme(), shown);
  }
});

const refused = [/policy: (require-)?trusted-types/, /console: .*Trusted(HTML|Script|Type)/];

journey('the policy stops scripts made of strings', { expect: refused }, async ({ page, open }) => {
  await open();
  const outcome = await page.evaluate(() => {
    const attempt = (action) => {
      try {
        action();
        return 'done';
      } catch (error) {
        return error.name;
      }
    };
    const script = document.createElement('script');
    return {
      markup: attempt(() => { document.createElement('template').innerHTML = '<p>fine</p>'; }),
      scriptMarkup: attempt(() => { document.createElement('template').innerHTML = '<p><script>1</script>'; }),
      scriptText: attempt(() => { script.text = '1'; }),
      scriptAddress: attempt(() => { script.src = 'x.js'; }),
      secondPolicy: attempt(() => trustedTypes.createPolicy('other', {})),
    };
  });
  assert.deepEqual(outcome, {
    markup: 'done',
    scriptMarkup: 'TypeError',
    scriptText: 'TypeError',
    scriptAddress: 'TypeError',
    secondPolicy: 'TypeError',
  });
});

async function saysWhyItDidNotStart(page, cause) {
  await page.waitForSelector('html[data-planarium="error"]');
  await soon(async () => assert.equal(await page.locator('h1').textContent(), 'Planarium could not start'));
  await soon(async () => assert.match(await page.getByRole('alert').textContent(), /Reload the page/));
  await soon(async () => assert.match(await page.locator('main').textContent(), cause));
  await axe(page);
}

journey('a program that does not load is told', { expect: [/console: .*404/, /page error: .*Wasm: 404/] }, async ({ page, site }) => {
  await page.route('**/*.wasm', (route) => route.fulfill({ status: 404, body: '' }));
  await page.goto(site);
  await saysWhyItDidNotStart(page, /Cause: .*Wasm: 404/);
  await screenshot(page, 'could-not-start');
});

journey('a glue script that does not load is told', { expect: [/404/] }, async ({ page, site }) => {
  await page.route('**/*.js', (route) => route.fulfill({ status: 404, body: '' }));
  await page.goto(site);
  await saysWhyItDidNotStart(page, /Cause: a script of the page could not be loaded/);
});

journey('a browser without WebAssembly is told', { expect: [/page error: WebAssembly is not defined/] }, async ({ page, site }) => {
  await page.addInitScript(() => delete globalThis.WebAssembly);
  await page.goto(site);
  await saysWhyItDidNotStart(page, /no WebAssembly/);
});

journey('without JavaScript there is a message', { context: { javaScriptEnabled: false } }, async ({ page, site }) => {
  await page.goto(site);
  await soon(async () => assert.match(await page.locator('noscript').innerText(), /JavaScript is switched off/));
});

journey('the sample opens as it was at every stage of its story', async ({ page, open }) => {
  await open();
  const told = await page.evaluate(async () => (await fetch('stages.json')).json());
  await page.getByText('Or as it was before').click();
  const listed = await page.locator('.stages button').allTextContents();
  assert.deepEqual(listed, told.slice(0, -1).map(({ title, as_of: day }) => `${title} ${day}`));
  for (const { title, as_of: day } of [told[0], told[4]]) {
    await page.getByRole('button', { name: `${title} ${day}`, exact: true }).click();
    await ready(page);
    await page.getByRole('tree').waitFor();
    await soon(async () => assert.equal(await page.getByLabel('As of').first().inputValue(), day));
    await open();
    await page.getByText('Or as it was before').click();
  }
});
