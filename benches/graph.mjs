// Graphs: ours, dagre, elkjs and dot lay out the same graphs, in turn; what is drawn is judged by graph_quality.mjs.

import { execFileSync } from 'node:child_process';
import { makeGraphFile } from './gen_tree.mjs';
import { PEERS } from './graph_peers.mjs';
import { quality } from './graph_quality.mjs';

/** How long a peer may take, in ms. One that has not finished by then counts as that long, and has no picture. */
const LIMIT_MS = 5 * 60 * 1000;
/** From how many nodes on each peer is run in a process of its own with ours, which can be ended. */
const LARGE = 1000;

/** A graph as all of them take it. */
function graphOf(nodes, seed = 1) {
  const { nodes: made, edges } = makeGraphFile(nodes, seed);
  return { sizes: made.map(({ w, h }) => [w, h]), edges };
}

function ours(core) {
  return {
    prepare({ sizes, edges }) {
      const flatSizes = Float32Array.from(sizes.flat());
      const flatEdges = Uint32Array.from(edges.flat());
      return {
        work: () => core.lay_out(flatSizes, flatEdges),
        picture(drawn) {
          const [width, height] = drawn.size();
          const [corners, points] = [drawn.corners(), drawn.points()];
          let at = 0;
          const lines = [...drawn.lengths()].map((length) => Array.from({ length }, () => [points[at++], points[at++]]));
          return { width, height, corners: sizes.map((_, node) => [corners[2 * node], corners[2 * node + 1]]), lines };
        },
      };
    },
  };
}

/** Runs each in turn; gives the median of their processor time in ms, and the worth of what they drew. */
async function contest(contestants, graph, runs, warmUps, { median, cpuMs }) {
  const prepared = Object.entries(contestants).map(([name, contestant]) => [name, contestant.prepare(graph)]);
  const times = Object.fromEntries(prepared.map(([name]) => [name, []]));
  const found = {};
  for (let run = -warmUps; run < runs; run += 1) {
    for (const [name, { work, picture }] of prepared) {
      globalThis.gc();
      const begun = cpuMs();
      const drawn = await work();
      times[name].push(cpuMs() - begun);
      if (run === runs - 1) found[name] = { ...quality({ ...picture(drawn), sizes: graph.sizes, ends: graph.edges }) };
      drawn.free?.();
    }
  }
  for (const [name, all] of Object.entries(times)) found[name].ms = median(all.slice(warmUps));
  return found;
}

function lines(name, nodes, edges, peer, mine, theirs) {
  const { times, crossings } = PEERS[peer];
  const isGate = nodes < LARGE;
  return [
    { what: `graph of ${nodes.toLocaleString('en')} nodes, ${edges.toLocaleString('en')} edges, against ${name}`, ours: mine.ms, peer: theirs.ms, target: times(nodes), unit: 'ms' },
    ...(theirs.crossings === undefined ? [] : [
      { what: '    crossings of its lines', ours: mine.crossings, peer: theirs.crossings, share: isGate ? crossings : undefined },
      { what: '    length of a line', ours: mine.length, peer: theirs.length, unit: 'px' },
      { what: '    bends a line', ours: mine.bends, peer: theirs.bends },
      { what: '    turned a line', ours: mine.turned, peer: theirs.turned, unit: '°' },
      { what: '    width to height', ours: mine.aspect, peer: theirs.aspect },
      { what: '    area', ours: mine.area, peer: theirs.area, unit: 'Mpx' },
      { what: '    lines that run through a node', ours: mine.through, peer: theirs.through },
    ]),
  ];
}

const toldAlone = (nodes, edges, mine) => [
  { what: `graph of ${nodes.toLocaleString('en')} nodes, ${edges.toLocaleString('en')} edges`, is: mine.ms, most: nodes === 5000 ? 1000 : undefined, unit: 'ms' },
  { what: '    crossings of its lines', is: mine.crossings },
  { what: '    length of a line', is: mine.length, unit: 'px' },
  { what: '    bends a line', is: mine.bends },
  { what: '    width to height', is: mine.aspect },
  { what: '    lines that run through a node', is: mine.through },
];

/** Ours and one peer, for the process that may be ended. */
async function large(core, nodes, peer, tools) {
  const graph = graphOf(nodes);
  const made = await PEERS[peer].make();
  const { ours: mine } = await contest({ ours: ours(core) }, graph, 3, 1, tools);
  const { theirs } = await contest({ theirs: made }, graph, 1, 0, tools);
  return lines(made.name, nodes, graph.edges.length, peer, mine, theirs);
}

/**
 * The lines of one size. `again(figure, limit)` runs one figure in a process of its own, and gives its lines, or the word
 * why it has none.
 */
export async function graph(core, [size, peer], tools, again) {
  const nodes = Number(size);
  if (peer) return large(core, nodes, peer, tools);
  const drawn = graphOf(nodes);
  const edges = drawn.edges.length;
  if (nodes < LARGE) {
    const made = {};
    for (const [name, { make }] of Object.entries(PEERS)) made[name] = await make();
    const found = await contest({ ours: ours(core), ...made }, drawn, nodes > 100 ? 7 : 21, 3, tools);
    return Object.keys(PEERS).flatMap((name) => lines(made[name].name, nodes, edges, name, found.ours, found[name]));
  }
  const { ours: mine } = await contest({ ours: ours(core) }, drawn, 5, 2, tools);
  const told = toldAlone(nodes, edges, mine);
  if (process.env.PLANARIUM_BENCH_FULL !== '1') {
    return [...told, { note: `    dagre, elkjs and dot were not run with ${nodes.toLocaleString('en')} nodes: PLANARIUM_BENCH_FULL=1 runs them` }];
  }
  for (const name of Object.keys(PEERS)) {
    const result = again(`graph-${nodes}-${name}`, LIMIT_MS);
    if (Array.isArray(result)) {
      told.push(...result);
    } else {
      if (result === 'slow') told.push(...lines(`${name}, which was ended`, nodes, edges, name, mine, { ms: LIMIT_MS }));
      else told.push({ note: `    ${name} cannot lay out ${nodes.toLocaleString('en')} nodes: ${result}` });
    }
  }
  return told;
}

/** Runs a figure in a process of its own. */
export const inProcess = (args, limit) => {
  try {
    return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8', timeout: limit, killSignal: 'SIGKILL', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 28 }));
  } catch (error) {
    if (error.code === 'ETIMEDOUT') return 'slow';
    return String(error.stderr ?? error).match(/^\w*Error.*$/m)?.[0] ?? `ended with ${error.status ?? error.signal}`;
  }
};
