// Measures the timeline of the built page in Chromium: how soon 5,000 deltas over 400 lanes are a picture, and what a frame
// takes while it is zoomed and moved.
//
//   node benches/timeline.mjs [--dist FOLDER] [--json]

import { parseArgs } from 'node:util';
import { zip } from '../build/zip.mjs';
import { median, openSite, said } from './site.mjs';

const { values } = parseArgs({ options: { dist: { type: 'string', default: 'dist' }, json: { type: 'boolean' } } });
const DELTAS = 5_000;
const LANES = 400;
const RUNS = 5;
const FRAMES = 120;

/** A tree whose root tells of 5,000 changes of 400 modules over six years. */
function tree() {
  const pad = (number, length) => String(number).padStart(length, '0');
  const name = (module) => `module_${pad(module, 3)}`;
  const plans = 100;
  const index = Array.from({ length: LANES }, (_, module) => `| ${name(module)} | SP${pad(module % plans, 2)}_plan | | | |\n`).join('');
  const deltas = Array.from({ length: DELTAS }, (_, at) => {
    const day = new Date(Date.UTC(2020, 0, 1 + Math.floor((at * 2190) / DELTAS))).toISOString().slice(0, 10);
    const module = (at * 7919) % LANES;
    return `### ✅ SP${pad(module % plans, 2)}_plan — ${day}\n- ${name(module)}: ${at < LANES ? 'new module' : `changed for the ${at}th time`}\n\n`;
  }).join('');
  const root = `# Root\n\n## Module Index\n\n| Module | Origin Plan | Owner | Modified By | Spec |\n|---|---|---|---|---|\n${index}\n## State Deltas\n\n${deltas}`;
  const overviews = Array.from({ length: plans }, (_, plan) => ({ name: `SP${pad(plan, 2)}_plan/_overview.md`, bytes: Buffer.from('---\nstatus: WIP\n---\n\n# A plan\n') }));
  return zip([{ name: '_overview.md', bytes: Buffer.from(root) }, ...overviews]);
}

const site = await openSite(values.dist, { 'deltas.zip': tree() });
await site.go('deltas.zip');
await site.page.waitForTimeout(3_000);
const openings = [];
const works = [];
for (let run = 0; run < RUNS; run += 1) {
  works.push(await site.taken(async () => openings.push(await site.show('#/timeline?group=module', '#timeline-marks svg .mark'))));
  if (run === RUNS - 1) break;
  await site.page.evaluate(() => { location.hash = '#/tree'; });
  await site.page.waitForTimeout(500);
}
const hits = await site.page.locator('#timeline-hits').innerText();
await site.page.getByRole('button', { name: 'Fold or unfold all lanes' }).click();
const box = await site.page.locator('#timeline-scroll').boundingBox();
const { mouse, keyboard } = site.page;
await mouse.move(box.x + 700, box.y + 200);
await keyboard.down('Control');
const zoomed = await site.moving('zoomed', FRAMES, (at) => mouse.wheel(0, Math.floor(at / 20) % 2 ? 60 : -60));
// Some way in, so that there is somewhere to go.
for (let at = 0; at < 10; at += 1) await mouse.wheel(0, -60);
await keyboard.up('Control');
await site.page.waitForTimeout(600);
const scrolled = await site.moving('scrolled', FRAMES, (at) => mouse.wheel(at % 40 < 20 ? 90 : -90, at % 60 < 30 ? 60 : -60));
await mouse.down();
const dragged = await site.moving('dragged', FRAMES, (at) =>
  mouse.move(box.x + 700 - (at % 40 < 20 ? 18 : -18) * (at % 20), box.y + 200 - (at % 60 < 30 ? 6 : -6) * (at % 30)));
await mouse.up();
await site.close();
const lines = [
  { what: `timeline: ${hits} Link → first picture, its thread's work`, is: median(works), most: 150, unit: 'ms' },
  { what: '    by the time of day', is: median(openings), unit: 'ms' },
  { what: '    the very first time, its part of the program downloaded, by the time of day', is: openings[0], unit: 'ms' },
  ...zoomed,
  ...scrolled,
  ...dragged,
];
console.log(values.json ? JSON.stringify(lines) : said(lines));
