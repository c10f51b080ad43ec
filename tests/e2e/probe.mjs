import { journey, openArchive, row } from './harness.mjs';
import { LIGHTHOUSE, tree } from './trees.mjs';
for (const ms of [0, 20, 100, 300]) journey('probe'+ms, async ({ page, open }) => {
  const log = [];
  page.on('console', (m) => log.push(m.text()));
  await open();
  await page.evaluate(() => { for (const t of ['mousedown', 'mouseup', 'click']) window.addEventListener(t, (e) => console.log(t, e.target.outerHTML.slice(0, 60)), true);
    new MutationObserver((l) => console.log('mutated', l.filter(m => m.target.closest?.('[role=tree]')).length, l.filter(m => m.type == 'attributes' && m.target.getAttribute('role') == 'treeitem').map(m => m.target.id + m.attributeName).join())).observe(document, {subtree: true, childList: true, attributes: true}); });
  await openArchive(page, tree(LIGHTHOUSE));
  if (ms) await page.waitForTimeout(ms);
  const c = row(page, 'PP02 Lamp oil').locator('.chevron');
  await c.click();
  await page.waitForTimeout(500);
  log.push(JSON.stringify(await page.getByRole('tree').evaluate(t => [...t.querySelectorAll('[role=treeitem]')].map(r => r.getAttribute('aria-expanded') + r.querySelector('a').title))));
  console.log(log.join('\n'));
});
