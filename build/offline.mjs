// What the site needs to work without a network: worker.js, which is build/worker.js with the list of the files of this build.

import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { files } from './files.mjs';
import { squeeze } from './glue.mjs';

const TEMPLATE = fileURLToPath(new URL('worker.js', import.meta.url));
/** Where the page says that there is a worker. A page without this line has none (src/browser/worker.rs). */
export const LINKS = '<link rel="manifest" href="planarium.webmanifest" data-worker="worker.js">';
/** Published with another content without a new build: asked of the server first. */
const LIVING = new Set(['planarium.json']);
/** For those who measure and serve; no visit asks for it. */
const NOT_SERVED = new Set(['sizes.json', 'worker.js']);

/** Writes the worker of a finished `dist`. */
export function writeWorker(dist) {
  const list = files(dist).sort().filter((path) => !NOT_SERVED.has(path)).map((path) => {
    const checksum = LIVING.has(path) ? '' : createHash('sha256').update(readFileSync(join(dist, path))).digest('base64');
    const isPage = path === 'index.html';
    return [isPage ? '' : path, checksum, isPage || /^planarium-.*\.(?:wasm|js|css)$/.test(path)];
  });
  const template = readFileSync(TEMPLATE, 'utf8');
  const name = createHash('sha256').update(template).update(JSON.stringify(list)).digest('hex').slice(0, 16);
  const worker = fill(fill(template, 'const FILES = []; // build:files', `const FILES = ${JSON.stringify(list)};`),
    "const BUILD = ''; // build:name", `const BUILD = '${name}';`);
  writeFileSync(join(dist, 'worker.js'), squeeze(worker));
}

function fill(template, line, text) {
  if (!template.includes(line)) throw new Error(`build/worker.js has no line "${line}"`);
  return template.replace(line, () => text);
}
