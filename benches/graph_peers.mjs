// What lays out graphs elsewhere: dagre, elkjs, and graphviz' dot compiled to wasm. Each is given what it takes best,
// made outside of the measured time, and gives a picture as graph_quality.mjs reads it; reading it off is not measured.
//
// { name, times, prepare(graph) → { work() → raw (or a promise), picture(raw) } }

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const load = createRequire(import.meta.url);
/** How far nodes stand apart: alongside, and from rank to rank. Ours has the same. */
const [NODE_GAP, RANK_GAP] = [24, 44];

const versionOf = (name) => JSON.parse(readFileSync(new URL(`node_modules/${name}/package.json`, import.meta.url), 'utf8')).version;

async function dagre() {
  const dagre = load('@dagrejs/dagre');
  return {
    name: `dagre ${versionOf('@dagrejs/dagre')}, network-simplex`,
    prepare({ sizes, edges }) {
      return {
        work() {
          // Made anew each time: dagre writes into what it is given.
          const graph = new dagre.graphlib.Graph();
          graph.setGraph({ rankdir: 'LR', ranker: 'network-simplex', nodesep: NODE_GAP, ranksep: RANK_GAP });
          graph.setDefaultEdgeLabel(() => ({}));
          sizes.forEach(([width, height], node) => graph.setNode(String(node), { width, height }));
          edges.forEach(([from, to]) => graph.setEdge(String(from), String(to), {}));
          dagre.layout(graph);
          return graph;
        },
        picture(graph) {
          const { width, height } = graph.graph();
          return {
            width,
            height,
            corners: sizes.map(([w, h], node) => {
              const { x, y } = graph.node(String(node));
              return [x - w / 2, y - h / 2];
            }),
            lines: edges.map(([from, to]) => graph.edge(String(from), String(to)).points.map(({ x, y }) => [x, y])),
          };
        },
      };
    },
  };
}

async function elk() {
  const Elk = load('elkjs/lib/elk.bundled.js');
  const engine = new Elk();
  return {
    name: `elkjs ${versionOf('elkjs')}, layered`,
    prepare({ sizes, edges }) {
      return {
        work: () => engine.layout({
          id: 'root',
          layoutOptions: {
            'elk.algorithm': 'layered',
            'elk.direction': 'RIGHT',
            'elk.edgeRouting': 'POLYLINE',
            'elk.spacing.nodeNode': String(NODE_GAP),
            'elk.layered.spacing.nodeNodeBetweenLayers': String(RANK_GAP),
          },
          children: sizes.map(([width, height], node) => ({ id: `n${node}`, width, height })),
          edges: edges.map(([from, to], edge) => ({ id: `e${edge}`, sources: [`n${from}`], targets: [`n${to}`] })),
        }),
        picture: ({ width, height, children, edges: drawn }) => ({
          width,
          height,
          corners: children.map(({ x, y }) => [x, y]),
          lines: drawn.map(({ sections: [{ startPoint, bendPoints = [], endPoint }] }) => [startPoint, ...bendPoints, endPoint].map(({ x, y }) => [x, y])),
        }),
      };
    },
  };
}

/** The points of dot's curve: cubic pieces, each as eight straight ones. */
function flattened(pos) {
  const points = pos.split(' ').filter((point) => !/^[se],/.test(point)).map((point) => point.split(',').map(Number));
  const arrow = pos.match(/(?:^| )e,(\S+)/)?.[1].split(',').map(Number);
  const line = [points[0]];
  for (let at = 0; at + 3 < points.length; at += 3) {
    const [a, b, c, d] = points.slice(at, at + 4);
    for (let step = 1; step <= 8; step += 1) {
      const [t, u] = [step / 8, 1 - step / 8];
      line.push([0, 1].map((axis) => u ** 3 * a[axis] + 3 * u * u * t * b[axis] + 3 * u * t * t * c[axis] + t ** 3 * d[axis]));
    }
  }
  if (arrow) line.push(arrow);
  return { line, pieces: (points.length - 1) / 3 };
}

async function dot() {
  const { Graphviz } = await import('@hpcc-js/wasm-graphviz');
  const engine = await Graphviz.load();
  return {
    name: `graphviz dot ${engine.version()} (@hpcc-js/wasm-graphviz ${versionOf('@hpcc-js/wasm-graphviz')})`,
    prepare({ sizes, edges }) {
      // 72 points an inch; a px is a point.
      const text = `digraph { rankdir=LR; nodesep=${NODE_GAP / 72}; ranksep=${RANK_GAP / 72};
        node [shape=box fixedsize=true label=""];
        ${sizes.map(([width, height], node) => `n${node} [width=${width / 72} height=${height / 72}];`).join('\n')}
        ${edges.map(([from, to]) => `n${from} -> n${to};`).join('\n')} }`;
      return {
        work: () => engine.layout(text, 'json0', 'dot'),
        picture(json) {
          const found = JSON.parse(json);
          const [, , width, height] = found.bb.split(',').map(Number);
          const flipped = ([x, y]) => [x, height - y];
          const numbers = found.objects.map(({ name }) => Number(name.slice(1)));
          const corners = [];
          found.objects.forEach(({ pos }, at) => {
            const node = numbers[at];
            const [x, y] = flipped(pos.split(',').map(Number));
            corners[node] = [x - sizes[node][0] / 2, y - sizes[node][1] / 2];
          });
          const drawn = new Map(found.edges.map(({ tail, head, pos }) => [`${numbers[tail]} ${numbers[head]}`, flattened(pos)]));
          const ways = edges.map(([from, to]) => drawn.get(`${from} ${to}`));
          return { width, height, corners, lines: ways.map(({ line }) => line.map(flipped)), joints: ways.map(({ pieces }) => pieces - 1) };
        },
      };
    },
  };
}

/** How each is made, and how many times faster we want to be at a number of nodes. */
export const PEERS = {
  dagre: { make: dagre, times: () => 50, crossings: 1 },
  elk: { make: elk, times: () => 20, crossings: 1 },
  dot: { make: dot, times: (nodes) => (nodes > 200 ? 30 : 10), crossings: 1.1 },
};
