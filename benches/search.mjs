// Searching: the index against minisearch, keys against flexsearch.

import FlexSearch from 'flexsearch';
import MiniSearch from 'minisearch';

/** Words that people would type, each letter by letter: from names and texts all over the tree. */
function keys(library, count) {
  const words = new Set();
  for (let at = 0; words.size < 40 && at < count; at += Math.max(1, Math.floor(count / 97))) {
    const path = library.path(at).toLowerCase().match(/[a-z]{4,}/g) ?? [];
    const text = library.text(at).toLowerCase().match(/[a-z]{4,}/g) ?? [];
    for (const word of [path[at % Math.max(1, path.length)], text[(at * 31) % Math.max(1, text.length)]]) if (word) words.add(word);
  }
  return [...words].flatMap((word) => Array.from({ length: Math.min(word.length, 8) - 1 }, (_, letters) => word.slice(0, letters + 2)));
}

/** Queries with fields, of every kind there is, and words; each alone and with another. */
function filters(library, count) {
  const word = keys(library, count)[12];
  const fields = [
    'kind:task', 'status:wip', 'status:blocked', 'status:none', 'plan:SP03', 'in:exploration', 'owner:*', 'owner:nina', 'person:*', 'person:raj', 'module:a*', 'needs:*',
    'needed-by:SP01', 'gap:*', 'changed:30d', 'changed:2025', 'is:open', 'is:over', 'is:archived', 'is:blocked', 'is:ready', 'is:stale', 'has:findings', 'has:errors',
    'has:gaps', 'has:criteria', 'has:dependencies', 'has:modules', 'has:owner', 'rule:drift', 'severity:error', 'date:2025', 'magnitude:heavy', 'priority:high', 'title:plan',
    `"${word}"`, `${word}*`, `${word}~`,
  ];
  return fields.flatMap((field) => [field, `-${field}`, `kind:plan OR ${field}`]);
}

const p95 = (times) => times.sort((a, b) => a - b)[Math.floor(times.length * 0.95)];

export function search(core, archive, plans, { median, cpuMs }) {
  const library = core.library(archive);
  const count = library.files();
  const texts = Array.from({ length: count }, (_, at) => library.text(at));
  const paths = Array.from({ length: count }, (_, at) => library.path(at));
  const what = `${plans.toLocaleString('en')} plans`;
  const build = (work, runs) => median(Array.from({ length: runs }, () => {
    globalThis.gc();
    const begun = cpuMs();
    work();
    return cpuMs() - begun;
  }));
  const isFull = plans <= 200 || process.env.PLANARIUM_BENCH_FULL === '1';
  library.index();
  const ours = build(() => library.index(), isFull && plans <= 200 ? 5 : 3);
  const lines = [];
  let mini;
  if (isFull) {
    const peer = build(() => {
      mini = new MiniSearch({ fields: ['path', 'text'] });
      mini.addAll(texts.map((text, id) => ({ id, path: paths[id], text })));
    }, 1);
    lines.push({ what: `index of every word of ${what}, against minisearch`, ours, peer, target: 8, unit: 'ms' });
  } else {
    lines.push({ what: `index of every word of ${what}`, is: ours, unit: 'ms' });
  }
  const longest = library.longest_step(32 * 1024, cpuMs);
  lines.push(
    { what: `    the index beside the text`, is: library.index_bytes() / 1e6, most: 1.2 * library.text_bytes() / 1e6, unit: 'MB' },
    { what: '    the longest step of making it', is: longest, most: 16, unit: 'ms' },
  );
  const typed = keys(library, count);
  const timed = (work) => typed.map((key) => {
    const begun = cpuMs();
    work(key);
    return cpuMs() - begun;
  });
  typed.slice(0, 20).forEach((key) => library.search(key));
  const found = p95(timed((key) => library.search(key)));
  const ranked = p95(timed((key) => library.rank(key)));
  lines.push(
    { what: `a key in the search of ${count.toLocaleString('en')} files, hits shown (95th of 100)`, is: found, most: 16, unit: 'ms' },
    { what: '    the ranking alone', is: ranked, unit: 'ms' },
  );
  // Findings come last: the figures above were made without.
  library.check();
  const asked = filters(library, count).map((query) => {
    const times = Array.from({ length: 3 }, () => {
      const begun = cpuMs();
      library.kept(query);
      return cpuMs() - begun;
    });
    return { query, ms: median(times) };
  }).sort((a, b) => b.ms - a.ms);
  lines.push(
    { what: `a key in the query that filters every view of ${what} (95th of 100)`, is: p95(asked.map(({ ms }) => ms)), most: 16, unit: 'ms' },
    ...asked.slice(0, 3).map(({ query, ms }) => ({ what: `    ${query}`, is: ms, unit: 'ms' })),
  );
  if (isFull) {
    const flex = new FlexSearch.Index({ tokenize: 'forward' });
    texts.forEach((text, id) => flex.add(id, text));
    const peer = p95(timed((key) => flex.search(key, 50)));
    lines.push({ what: '    the same keys looked up by flexsearch (forward), nothing ranked or shown', is: peer, unit: 'ms' });
    const miniPeer = p95(timed((key) => mini.search(key, { prefix: true })));
    lines.push({ what: '    the same keys in minisearch', is: miniPeer, unit: 'ms' });
  }
  return lines;
}
