// Makes planning trees that look real, of any size, always the same for the same arguments.
//
//   node benches/gen_tree.mjs PLANS FILE.zip [--seed N] [--stats]
//   node benches/gen_tree.mjs PLANS FILE.json --graph [--seed N]     only who needs whom
//
//   _overview.md               Plans table, Module Index, State Deltas
//   SP03_name/                 a plan: SPnn_ system, PPnn_ procedure
//     _overview.md             frontmatter, tables of its parts, success criteria
//     01_context.md …          5–8 documents of 60–150 lines
//     p00_discover/ …          4 phases: an overview and a task
//     modules/*.md             6–10 module specs
//
// About 23 files and 86 kB of text per plan, 1.5 dependencies per plan. 2,000 plans are 47,021 files, 173 MB.

import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { zip } from '../build/zip.mjs';

const words = (text) => text.trim().split(/\s+/);
const CORE = words(`plan phase module task state delta scope owner review risk gate test parser layout graph
render index search export import viewer tree folder document frontmatter schema field value type
error warning check rule policy budget target limit measure baseline ratio memory latency frame
input output stream buffer cache worker thread queue event handler signal effect store route view
panel table column row cell header list item link anchor path file commit branch merge diff patch
hunk line token lexer grammar node edge layer rank order crossing cluster origin magnitude status
draft active blocked done paused retired dependency blocker gap question answer decision record
option trade note summary context design contract interface trait struct enum function method call
result build release deploy rollback canary metric trace span log alert dashboard report audit key
secret session login account tenant region zone shard replica leader follower quorum snapshot
restore backup migrate version feature flag experiment cohort funnel click page visit load paint
script style theme color font size space grid flex border shadow motion focus keyboard pointer
scroll zoom pan drag drop select copy paste undo redo save open close print accept reject approve
assign estimate schedule deadline milestone roadmap quarter sprint backlog ticket issue bug fix
regression coverage fuzz property sample fixture golden oracle mock stub harness runner matrix
platform browser mobile desktop tablet server client network request response payload header body
status code retry timeout backoff circuit breaker limiter throttle batch page cursor offset filter
sort group join union distinct count sum mean median percentile histogram bucket window rolling`);
const GLUE = words(`the of to and in a is that for it with as on be by this are or from at an which must not
when each all only one if its we can should has have no more than then into per after before so`);
const VERBS = words(`reads writes parses builds renders keeps drops merges splits checks rejects accepts emits
holds maps orders counts measures exports imports follows blocks needs owns reports replaces covers`);
const SYLLABLES = words('ba co di fe ga ho ju ka lo mi no pa qua re so ta un ve wi xo ya zu tra ster lan mon per');
const STATUS = ['TODO', 'WIP', 'WIP', 'WIP', 'BLOCKED:waiting-on-api', 'DONE', 'DONE', 'TODO', 'CUT'];
const MARK = { TODO: '⏳ [TODO]', WIP: '🔄 [WIP]', DONE: '✅ [DONE]', CUT: '🚫 [CUT]', 'BLOCKED:waiting-on-api': '🚧 [BLOCKED:waiting-on-api]' };
const MONTHS = words('Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec');
const MAGNITUDES = words('Trivial Light Light Standard Standard Standard Heavy Epic');
const PHASES = words('discover design build prove');
const DOCUMENTS = words('context requirements architecture data_model interfaces risks test_plan rollout open_questions decisions');
const LANGUAGES = ['rust', 'rust', 'ts', 'json', 'yaml', 'bash', 'text', ''];
const MODULE_KINDS = words('library service view store adapter tool');

// ── chance ──────────────────────────────────────────────────────────────────────────────────

/**
 * Python's `random.Random` (Mersenne Twister), as far as it is needed. The figures that the project is measured
 * against come from trees made in Python; with the same numbers these are the same trees.
 */
class Random {
  #state = new Uint32Array(624);
  #at = 624;

  constructor(seed) {
    const state = this.#state;
    const key = [seed >>> 0];
    for (let high = Math.floor(seed / 2 ** 32); high > 0; high = Math.floor(high / 2 ** 32)) key.push(high >>> 0);
    state[0] = 19650218;
    for (let i = 1; i < 624; i += 1) state[i] = Math.imul(1812433253, state[i - 1] ^ (state[i - 1] >>> 30)) + i;
    let i = 1;
    const next = () => {
      i += 1;
      if (i < 624) return;
      state[0] = state[623];
      i = 1;
    };
    for (let j = 0, k = Math.max(624, key.length); k > 0; k -= 1, j = (j + 1) % key.length) {
      state[i] = (state[i] ^ Math.imul(state[i - 1] ^ (state[i - 1] >>> 30), 1664525)) + key[j] + j;
      next();
    }
    for (let k = 623; k > 0; k -= 1) {
      state[i] = (state[i] ^ Math.imul(state[i - 1] ^ (state[i - 1] >>> 30), 1566083941)) - i;
      next();
    }
    state[0] = 0x80000000;
  }

  #word() {
    const state = this.#state;
    if (this.#at === 624) {
      for (let i = 0; i < 624; i += 1) {
        const y = (state[i] & 0x80000000) | (state[(i + 1) % 624] & 0x7fffffff);
        state[i] = state[(i + 397) % 624] ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
      }
      this.#at = 0;
    }
    let y = state[this.#at];
    this.#at += 1;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  /** In [0, 1). */
  random() {
    const high = this.#word() >>> 5;
    return (high * 67108864 + (this.#word() >>> 6)) / 9007199254740992;
  }

  below(n) {
    const shift = Math.clz32(n);
    for (;;) {
      const drawn = this.#word() >>> shift;
      if (drawn < n) return drawn;
    }
  }

  /** Both ends included. */
  between(low, high) {
    return low + this.below(high - low + 1);
  }

  choice(list) {
    return list[this.below(list.length)];
  }

  choices(list, count) {
    return Array.from({ length: count }, () => list[Math.floor(this.random() * list.length)]);
  }

  /** `sums` are the weights, added up. */
  weighted(list, sums, count) {
    const total = sums.at(-1);
    return Array.from({ length: count }, () => {
      const drawn = this.random() * total;
      let [low, high] = [0, list.length - 1];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (drawn < sums[middle]) high = middle;
        else low = middle + 1;
      }
      return list[low];
    });
  }

  sample(list, count) {
    const setSize = 21 + (count > 5 ? 4 ** Math.ceil(Math.log(count * 3) / Math.log(4)) : 0);
    if (list.length <= setSize) {
      const pool = [...list];
      return Array.from({ length: count }, (_, i) => {
        const j = this.below(pool.length - i);
        const chosen = pool[j];
        pool[j] = pool[pool.length - i - 1];
        return chosen;
      });
    }
    const taken = new Set();
    return Array.from({ length: count }, () => {
      let j = this.below(list.length);
      while (taken.has(j)) j = this.below(list.length);
      taken.add(j);
      return list[j];
    });
  }
}

const addedUp = (weights) => {
  let sum = 0;
  return weights.map((weight) => (sum += weight));
};
const times = (count, make) => Array.from({ length: count }, (_, i) => make(i));
const two = (number) => String(number).padStart(2, '0');
const capitalized = (text) => text.slice(0, 1).toUpperCase() + text.slice(1).toLowerCase();

// ── the plans and what they need ────────────────────────────────────────────────────────────

/**
 * Programmes of about 25 plans. Four of five dependencies stay inside; the rest go to earlier programmes, mostly to
 * plans that many others need.
 */
function makeGraph(count, seed) {
  const r = new Random(seed * 1000003 + count);
  const width = Math.max(2, String(count).length);
  const [ids, parents, heads] = [[], [], []];
  for (let i = 0, head = 0, left = 0; i < count; i += 1, left -= 1) {
    if (left === 0) {
      left = r.between(15, 35);
      head = i;
    }
    const kind = i === head || r.random() < 0.04 ? 'PP' : 'SP';
    const size = r.choice([1, 2, 2, 3]);
    ids.push(`${kind}${String(i).padStart(width, '0')}_${r.sample(CORE, size).join('_')}`);
    heads.push(head);
    if (i === head) parents.push(null);
    else parents.push(r.random() < 0.55 ? head : r.between(head, i - 1));
  }
  const needs = ids.map(() => []);
  const blocks = ids.map(() => []);
  const hubs = [];
  const sums = addedUp([0.16, 0.36, 0.3, 0.13, 0.05]);
  for (let i = 0; i < count; i += 1) {
    const found = new Set();
    const [wanted] = r.weighted([0, 1, 2, 3, 4], sums, 1);
    for (let k = 0; k < wanted; k += 1) {
      const head = heads[i];
      if (i > head && (r.random() < 0.8 || head === 0)) found.add(r.between(Math.max(head, i - 12), i - 1));
      else if (head > 0) {
        const takesHub = hubs.length > 0 && r.random() < 0.5;
        found.add(takesHub ? r.choice(hubs) : r.between(Math.max(0, head - 150), head - 1));
      }
    }
    for (const need of [...found].sort((a, b) => a - b)) {
      hubs.push(need);
      needs[i].push(need);
      blocks[need].push(i);
    }
  }
  return { ids, parents, needs, blocks };
}

/** The graph alone: `from` is needed, `to` needs it. */
export function makeGraphFile(plans, seed = 1) {
  const { ids, parents, needs } = makeGraph(plans, seed);
  return {
    n: plans,
    seed,
    nodes: ids.map((id, at) => ({ id, w: 24 + 7 * id.length, h: 36, parent: ids[parents[at]] ?? null })),
    edges: needs.flatMap((list, at) => list.map((need) => [need, at])),
  };
}

// ── text ────────────────────────────────────────────────────────────────────────────────────

/** Sentences to draw from, made once. Words are as frequent as in prose. */
function makePools(r) {
  const rare = times(6000, () => times(r.between(2, 4), () => r.choice(SYLLABLES)).join(''));
  const known = [...GLUE, ...CORE, ...VERBS];
  const sums = addedUp(known.map((_, i) => 1 / (i + 3)));
  const [sentences, shorts] = [[], []];
  for (let i = 0; i < 30000; i += 1) {
    const n = r.between(7, 19);
    const sentence = r.weighted(known, sums, n);
    for (let j = 1; j < n; j += 4) sentence[j] = r.choice(CORE);
    const replaceOne = (word) => { sentence[r.below(n)] = word; };
    if (r.random() < 0.6) replaceOne(r.choice(rare));
    if (r.random() < 0.18) replaceOne(`\`${r.choice(CORE)}_${r.choice(CORE)}\``);
    if (r.random() < 0.1) {
      const k = r.below(n);
      sentence[k] = `**${sentence[k]}**`;
    }
    if (r.random() < 0.06) sentence.splice(r.between(1, n - 1), 0, '—');
    if (r.random() < 0.03) sentence.push(`→ ${r.choice(CORE)}`);
    const text = sentence.join(' ');
    sentences.push(`${text[0].toUpperCase()}${text.slice(1)}.`);
    shorts.push([...r.weighted(known, sums, r.between(2, 6)), r.choice(CORE)].join(' '));
  }
  return { rare, sentences, shorts };
}

/** Writes the text of one plan. */
class Writer {
  constructor(r, pools, ids) {
    Object.assign(this, { r, pools, ids });
  }

  sentence() { return this.r.choice(this.pools.sentences); }
  short() { return this.r.choice(this.pools.shorts); }
  paragraph() { return this.r.choices(this.pools.sentences, this.r.between(1, 4)).join(' '); }
  date() { return `2026-${two(this.r.between(1, 12))}-${two(this.r.between(1, 28))}`; }

  table(columns, rows) {
    const { r } = this;
    const line = (cells) => `| ${cells.join(' | ')} |`;
    const head = line(times(columns, () => capitalized(r.choice(CORE))));
    return [head, `|${' --- |'.repeat(columns)}`, ...times(rows, () => {
      const cells = times(columns, () => this.short());
      if (r.random() < 0.3) cells[0] = `\`${cells[0].split(' ')[0]}\``;
      if (r.random() < 0.2) cells[columns - 1] = `✅ ${cells[columns - 1]}`;
      return line(cells);
    })];
  }

  boxes(count, prefix) {
    return times(count, (i) => {
      const mark = this.r.random() < 0.4 ? 'x' : ' ';
      const lines = [`- [${mark}] ${prefix ? `**${prefix}.t${two(i)}** ` : ''}${this.sentence()}`];
      if (this.r.random() < 0.25) lines.push(`  - ${this.short()}`);
      return lines;
    }).flat();
  }

  code() {
    const { r } = this;
    const core = () => r.choice(CORE);
    return [`\`\`\`${r.choice(LANGUAGES)}`, ...times(r.between(4, 14), () =>
      `${'    '.repeat(r.between(0, 2))}${core()}_${core()}(${core()}, ${r.choice(this.pools.rare)}) -> ${core()}`), '```'];
  }

  body(lines) {
    const { r } = this;
    const text = [];
    for (let heading = 1; text.length < lines; heading += 1) {
      text.push(`## ${heading}. ${capitalized(this.short())}`, '');
      for (let left = r.between(1, 3); left > 0; left -= 1) text.push(...this.#block(r.random()), '');
    }
    return text;
  }

  #block(kind) {
    const { r } = this;
    if (kind < 0.45) return [this.paragraph()];
    if (kind < 0.63) return times(r.between(3, 7), () => `- ${this.sentence()}`);
    if (kind < 0.76) return this.table(r.between(3, 5), r.between(3, 9));
    if (kind < 0.87) return this.boxes(r.between(3, 7));
    if (kind < 0.95) return this.code();
    const id = this.ids[r.below(this.ids.length)];
    return [`> See [${id}](../${id}/_overview.md) and <https://example.org/${r.choice(CORE)}>. ${this.sentence()}`];
  }
}

// ── files ───────────────────────────────────────────────────────────────────────────────────

/** Gives `[path, text]` of every file, the root's overview last. */
export function* files(plans, seed = 1) {
  const { ids, parents, needs, blocks } = makeGraph(plans, seed);
  const pools = makePools(new Random(seed * 7919 + 17));
  const [planRows, moduleRows, deltas] = [[], [], []];
  const text = (...lines) => `${lines.flat().join('\n')}\n`;
  const list = (key, values) => (values.length > 0 ? [`${key}:`, ...values.map((value) => `  - ${value}`)] : [`${key}: []`]);
  for (const [i, id] of ids.entries()) {
    const r = new Random(Number((BigInt(seed) << 24n) ^ BigInt((i * 2654435761) % 2 ** 32)));
    const w = new Writer(r, pools, ids);
    const own = id.slice(id.indexOf('_') + 1);
    const name = own.replaceAll('_', ' ');
    const type = id.startsWith('PP') ? 'procedure' : 'system';
    const [magnitude, status] = [r.choice(MAGNITUDES), r.choice(STATUS)];
    const [documentCount, moduleCount] = [r.between(5, 8), r.between(6, 10)];
    const documents = r.sample(DOCUMENTS, documentCount).map((document, k) => `${two(k + 1)}_${document}.md`);
    const modules = times(moduleCount, () => `${r.choice(CORE)}_${r.choice(CORE)}`)
      .map((module, k, all) => (all.indexOf(module) < k ? `${module}_${k}` : module));
    const gaps = times(r.choice([0, 0, 1, 2, 3]), () => w.sentence().replaceAll('"', "'"));

    const head = [
      '---', `name: ${own}`, `type: ${type}`, `magnitude: ${magnitude}`, `status: ${status}`,
      `origin: exploration/meeting_${parents[i] === null ? 'kickoff' : ids[parents[i]]}.md`,
      `start_at: ${w.date()}`, `last_updated: ${w.date()}`,
      list('depends_on', needs[i].map((need) => ids[need])),
      list('blocks', blocks[i].map((block) => ids[block])),
      list('knowledge_gaps', gaps.map((gap) => `"${gap}"`)),
      '---', '', `# ${capitalized(name)}`, '', w.paragraph(), '', '## Scope', '',
      times(5, () => `- ${w.sentence()}`),
      '', '## Documents', '', '| File | What it holds |', '| --- | --- |',
      documents.map((document) => `| [${document}](${document}) | ${w.short()} |`),
    ];
    const phaseStatus = PHASES.map(() => r.choice(STATUS));
    const parts = [
      '', '## Children', '', '| Name | Type | Status | Description |', '| --- | --- | --- | --- |',
      PHASES.map((phase, k) => `| p${two(k)}_${phase}/ | Plan | ${MARK[phaseStatus[k]]} | ${w.short()} |`),
      '', '## Modules', '', '| Module | Kind | State | Note |', '| --- | --- | --- | --- |',
      modules.map((module) => {
        const [kind, state] = [r.choice(MODULE_KINDS), r.choice(STATUS)];
        return `| [${module}](modules/${module}.md) | ${kind} | ${state} | ${w.short()} |`;
      }),
    ];
    const users = blocks[i].slice(0, 2).map((block) => ids[block]).join(', ') || '—';
    moduleRows.push(...modules.map((module) => `| ${module} | ${id} | ${users} | \`${id}/modules/${module}.md\` | — |`));
    if (status === 'DONE' || status === 'CUT') {
      deltas.push(`### ${MARK[status].split(' ')[0]} ${id} — ${r.choice(MONTHS)} 2026`, '');
      deltas.push(...modules.slice(0, r.between(1, 4)).map((module) => `- ${module}: ${w.short()}`), '');
    }
    const rest = ['', '## Success criteria', '', w.boxes(r.between(4, 8)), '', w.body(r.between(10, 40))];
    yield [`${id}/_overview.md`, text(...head, ...parts, ...rest)];
    const needed = needs[i].map((need) => ids[need]).join(', ') || '—';
    planRows.push(`| [${id}](${id}/_overview.md) | ${capitalized(type)} | ${MARK[status]} | — | ${needed} | ${w.short()} |`);

    for (const document of documents) {
      const title = capitalized(document.slice(3, -3).replaceAll('_', ' '));
      yield [`${id}/${document}`, text(`# ${title} — ${name}`, '', w.paragraph(), '', w.body(r.between(60, 150)))];
    }
    for (const [k, phase] of PHASES.entries()) {
      const folder = `${id}/p${two(k)}_${phase}`;
      yield [`${folder}/_overview.md`, text(
        '---', `name: p${two(k)}_${phase}`, `type: ${type}`, 'magnitude: Light', `status: ${phaseStatus[k]}`,
        `last_updated: ${w.date()}`, '---', '', `# p${two(k)} ${phase}`, '', w.paragraph(), '', '## Children', '',
        '', '## Exit', '', w.boxes(4), '', '## Evidence', '', w.table(4, r.between(3, 8)), '', w.body(r.between(8, 30)),
      )];
      yield [`${folder}/01_${r.choice(CORE)}.md`, text(
        '# Task', '', w.paragraph(), '', '## Acceptance Criteria', '', w.boxes(r.between(6, 14), `p${two(k)}`),
      )];
    }
    for (const module of modules) {
      yield [`${id}/modules/${module}.md`, text(
        '---', `module: ${module}`, `last_updated: ${w.date()}`, 'modified_by_plans:', `  - ${id}`, 'knowledge_gaps: []', '---', '',
        `# ${module}`, '', w.paragraph(), '', '## Interface', '', w.code(),
        '', '## Fields', '', w.table(4, r.between(4, 9)), '', '## Invariants', '',
        times(r.between(3, 6), (k) => `${k + 1}. ${w.sentence()}`), '', '## Tests', '', w.boxes(r.between(3, 6)), '',
      )];
    }
  }
  yield ['_overview.md', text(
    '# Day Dream', '', '## Current Sprint', '', `- 🔄 ${ids[0]}/p01 — in work`, '',
    '## Plans', '', '| Name | Type | Status | Priority | Depends On | Description |', '| --- | --- | --- | --- | --- | --- |', planRows,
    '', '## Module Index', '', '| Module | Origin Plan | Modified By | Spec File | Knowledge Gaps |', '| --- | --- | --- | --- | --- |', moduleRows,
    '', '## State Deltas', '', deltas,
  )];
}

/** Packs a tree as people pack theirs: the whole repository's folder. Gives the archive and what it holds. */
export function makeZip(plans, seed = 1) {
  const entries = [];
  const stats = { plans, seed, files: 0, bytes: 0 };
  for (const [path, content] of files(plans, seed)) {
    const bytes = Buffer.from(content);
    stats.files += 1;
    stats.bytes += bytes.length;
    entries.push({ name: `.agent_plan/day_dream/${path}`, bytes });
  }
  return { bytes: zip(entries), stats };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [plans, file, ...options] = process.argv.slice(2);
  const seed = options.includes('--seed') ? Number(options[options.indexOf('--seed') + 1]) : 1;
  if (options.includes('--graph')) {
    writeFileSync(file, JSON.stringify(makeGraphFile(Number(plans), seed)));
  } else {
    const { bytes, stats } = makeZip(Number(plans), seed);
    if (file) writeFileSync(file, bytes);
    if (options.includes('--stats')) console.log(JSON.stringify({ ...stats, zip_bytes: bytes.length }));
  }
}
