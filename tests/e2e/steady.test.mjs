// Nothing moves away under the reader while a tree opens: what browsers count as layout shift stays below what is called good.

import assert from 'node:assert/strict';
import { journey, ready } from './harness.mjs';

/** Cumulative layout shift that is called good (web.dev/articles/cls). */
const GOOD = 0.1;

for (const [name, place] of [['overview', '#/overview'], ['a plan', '#/plan/PP06_hipaa_audit_trail'], ['a document', '#/doc/_overview.md']]) {
  journey(`nothing moves while the sample opens: ${name}`, async ({ page, open }) => {
    await page.addInitScript(() => {
      globalThis.shifted = [];
      new PerformanceObserver((list) => {
        for (const { value, sources } of list.getEntries()) globalThis.shifted.push([value, sources.map(({ node }) => node?.outerHTML?.slice(0, 80))]);
      }).observe({ type: 'layout-shift', buffered: true });
    });
    await open(`?src=sample.zip${place}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.waitForFunction(() => !document.querySelector('.reading'));
    await ready(page);
    await page.waitForTimeout(1_500);
    const shifted = await page.evaluate(() => globalThis.shifted);
    const total = shifted.reduce((sum, [value]) => sum + value, 0);
    assert.ok(total < GOOD, `${total}: ${JSON.stringify(shifted, null, 1)}`);
  });
}
