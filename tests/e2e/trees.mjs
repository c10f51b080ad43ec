// What the journeys open: a small tree whose every document is there for a test, and archives of it.

import { zip } from '../../build/zip.mjs';

// ── archives ────────────────────────────────────────────────────────────────────────────────

export { zip };

/** The entries of files by path, each path with `below` in front of it. */
export const entries = (files, below = '') => Object.entries(files).map(([name, bytes]) => ({ name: below + name, bytes }));

/** An archive of files by path. */
export const tree = (files, below = '') => zip(entries(files, below));

// ── pictures ────────────────────────────────────────────────────────────────────────────────

/** A red picture of one pixel. */
export const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==', 'base64');

// ── the lighthouse ──────────────────────────────────────────────────────────────────────────

const overview = (fields, title, rest = '') =>
  `---\n${Object.entries(fields).map(([key, value]) => `${key}: ${value}\n`).join('')}---\n\n# ${title}\n\n${rest}\n`;

/** A page long enough to scroll. */
const LONG = Array.from({ length: 40 }, (_, index) => `## Night ${index + 1}\n\n${'The light turned and the sea was calm. '.repeat(12)}\n`).join('\n');

/** Every feature of a document, and what must stay without effect. */
const FEATURES = `---
title: Features
status: WIP
depends_on: [PP02_lamp_oil, PP77_nowhere]
homepage: https://example.org/lamp
note: "quoted: yes"
---

# Features

Plain words with **strong**, *emphasis*, ~~struck~~ and \`let x = 1;\`.

## A table

| Left | Middle | Right |
|:-----|:------:|------:|
| one  | two    | three |

## Tasks

- [x] Buy oil
- [ ] Trim the wick

## Notes

The tide is high[^tide], and so is the wind[^wind].

[^tide]: Twice a day.
[^wind]: From the west.

## Code

\`\`\`rust
fn main() { let light = "on"; } // turns
\`\`\`

## Boxes

┌──────────────┐
│ lamp ──▶ sea │
└──────────────┘

## Raw

<script>window.hacked = 1</script>

<img src=x onerror="window.hacked = 2">

Press <kbd>Ctrl</kbd>, H<sub>2</sub>O, line<br>break. <!-- unseen --> <b onclick="window.hacked = 3">bold?</b>

<details>
<summary>More</summary>

Hidden **words**.

</details>

## Links

[script](javascript:window.hacked=4) [entity](java&#115;cript:window.hacked=5) [data](data:text/html,<script>window.hacked=6</script>)
[outside](https://example.org/page) [mail](mailto:keeper@example.org)
[beside](01_soundings.md) [heading](../_overview.md#the-harbour-wall) [broken](nowhere.md) [own](#tasks)

The plan PP02_lamp_oil is next, says \`SP01_harbour/p00_survey/01_soundings.md\`, and \`tide_gauge\` agrees.

\`\`\`
PP02_lamp_oil stays as it is in a fence
\`\`\`

## Pictures

![A red dot](../lamp.png)
![Far away](https://elsewhere.test/x.png)
![Lost](lost.png)

## עברית

טקסט מימין לשמאל

## Tasks
`;

/** A planning tree with every kind of thing in it. */
export const LIGHTHOUSE = {
  '_overview.md': '# Lighthouse\n\nEverything about the light.\n',
  'SP01_harbour/_overview.md': overview(
    { title: 'The harbour', status: 'WIP', type: 'system', last_updated: '2025-03-01' },
    'The harbour',
    '## The harbour wall\n\nSee [the soundings](p00_survey/01_soundings.md).\n\n## Children\n\n| Child | Status |\n|---|---|\n| `p00_survey/` | ✅ [DONE] |\n| `p01_walls/` | ⏳ [TODO] |',
  ),
  'SP01_harbour/p00_survey/_overview.md': overview({ status: 'DONE' }, 'Survey'),
  'SP01_harbour/p00_survey/01_soundings.md': overview({ status: 'DONE' }, 'Soundings', 'Deep enough.\n\n## Depths\n\nNine fathoms.'),
  'SP01_harbour/p00_survey/02_features.md': FEATURES,
  'SP01_harbour/p01_walls/_overview.md': overview({ status: 'TODO' }, 'Walls'),
  'SP01_harbour/p01_walls/01_quarry.md': overview({ status: 'TODO' }, 'Quarry'),
  'SP01_harbour/p01_walls/02_mortar.md': overview({ status: '"BLOCKED:no lime"' }, 'Mortar'),
  'SP01_harbour/lamp.png': PNG,
  'SP01_harbour/modules/tide_gauge.md': overview({ module: 'tide_gauge', last_updated: '2025-02-01', modified_by_plans: '[PP02_lamp_oil]' }, 'tide_gauge', 'Measures the tide.'),
  'PP02_lamp_oil/_overview.md': overview({ title: 'Lamp oil', status: 'TODO', depends_on: '[SP01_harbour]' }, 'Lamp oil', 'Oil for the lamp.'),
  'PP02_lamp_oil/01_log.md': `# Log\n\n${LONG}`,
  'PP02_lamp_oil/prices.yaml': 'oil: 12\nwick: 3\n',
  'PP02_lamp_oil/report.html': '<h1>Report</h1><script>window.hacked = 7</script>\n',
  'PP03_keeper_rota/_overview.md': overview({ title: 'Keeper rota', status: 'CUT' }, 'Keeper rota'),
  '_completed/PP04_old_pier/_overview.md': overview({ title: 'Old pier', status: 'DONE' }, 'Old pier'),
  'exploration/2025-01-10_meeting.md': '# Meeting\n\nAbout PP02_lamp_oil.\n',
};

/** A tree of many plans, taller than any window. */
export function manyPlans(count) {
  const files = { '_overview.md': '# Many\n' };
  for (let index = 1; index <= count; index += 1) {
    const number = String(index).padStart(3, '0');
    files[`PP${number}_plan/_overview.md`] = overview({ status: index % 2 ? 'TODO' : 'DONE' }, `Plan ${number}`);
    files[`PP${number}_plan/01_notes.md`] = `# Notes ${number}\n`;
  }
  return files;
}
