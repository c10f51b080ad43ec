// The viewer in one file: viewer.html, made of a finished dist/. Style, script and program stand in the page itself, the
// program packed by gzip, and there is an empty slot for a tree, which `planarium pack` and the page fill
// (src/files/single.rs). Nothing in it asks for anything, and its policy forbids that it ever does.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { files } from './files.mjs';

/** Where the tree goes; src/files/single.rs knows it too. */
const SLOT = '<script type="application/json" id="planarium-tree"></script>';

/**
 * Runs before the program: takes the tree out of the page, keeps the page as it would be without one, so that it can be
 * saved again, and unpacks what the program consists of when it is asked for.
 */
const BEGIN = `
{
const slot = document.getElementById('planarium-tree');
const tree = slot.textContent;
slot.replaceChildren();
const own = document.documentElement.outerHTML
  .replace(/^<html[^>]*>/, '<html lang="en" data-planarium="loading">').replace(/\\n<\\/body><\\/html>$/, '</body></html>');
globalThis.planariumSingle = { tree, viewer: '<!DOCTYPE html>\\n' + own + '\\n' };
}
const planariumUnpacked = (name) => {
  const text = atob(document.getElementById('planarium-' + name).textContent);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = text.charCodeAt(at);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream, { headers: { 'content-type': 'application/wasm' } });
};
`;

/** Runs after the glue script, in the same module. Its names are kept from those of that script. */
const START = (init) => `
{
const wasm = await ${init}({ module_or_path: planariumUnpacked('program') });
dispatchEvent(new CustomEvent('TrunkApplicationStarted', { detail: { wasm } }));
}
`;

/** The one file, from the page `html` and the files beside it. `level` is how hard the program is packed. */
export function single(dist, html, level) {
  const names = files(dist);
  const named = (ending) => names.filter((name) => name.endsWith(ending));
  const read = (name) => readFileSync(join(dist, name));
  const style = named('.css').map((name) => read(name).toString('utf8')).join('\n').trim();
  const script = named('.js').map((name) => read(name).toString('utf8')).join('\n').replace(/\r\n?/g, '\n');
  if (/<\/(?:script|style)|<!--/i.test(script + style)) throw new Error('a script or style of the page would end it early');
  const boot = /<script>[\s\S]*?<\/script>/.exec(html)?.[0];
  const noscript = /<noscript>[\s\S]*?<\/noscript>/.exec(html)?.[0];
  const [, init] = /(?:^|[{,\s])(\w+) as default\b/m.exec(script) ?? /^export default (\w+)/m.exec(script) ?? [];
  if (!boot || !noscript || !init) throw new Error('the page or its glue script looks otherwise than build/single.mjs knows');
  // A module inside a page exports nothing.
  const glue = script.replace(/^export default \w+;?$/m, '').replace(/^export \{[^}]*\};?$/gm, '').replace(/^export /gm, '');
  const stem = named('_bg.wasm')[0]?.slice(0, -'_bg.wasm'.length);
  const parts = named('.wasm').filter((name) => !name.endsWith('_bg.wasm')).map((name) => name.slice(stem.length + 1, -'.wasm'.length));
  const found = `globalThis.planariumParts = { ${parts.map((name) => `${name}: () => planariumUnpacked('${name}')`).join(', ')} };\n`;
  const module = `${BEGIN}${found}${glue}${START(init)}`;
  const data = (name, file) => `<script type="application/octet-stream" id="planarium-${name}">${gzipSync(read(file), { level }).toString('base64')}</script>`;
  const icon = existsSync(join(dist, 'favicon.svg')) ? `<link rel="icon" href="data:image/svg+xml;base64,${read('favicon.svg').toString('base64')}">` : '';
  const meta = [...html.matchAll(/<meta name="[^>]*>/g)].map(([tag]) => tag);
  return [
    '<!DOCTYPE html>',
    '<html lang="en" data-planarium="loading"><head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy([inner(boot), module], style)}">`,
    ...meta,
    '<title>Planarium</title>',
    icon,
    boot,
    `<style>${style}</style>`,
    SLOT,
    data('program', `${stem}_bg.wasm`),
    ...parts.map((name) => data(name, `${stem}_${name}.wasm`)),
    `<script type="module">${module}</script>`,
    '</head>',
    `<body>\n${noscript}</body></html>`,
    '',
  ].join('\n');
}

const inner = (element) => element.replace(/^<[^>]*>|<\/[^>]*>$/g, '');
const hashOf = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

function policy(scripts, style) {
  return [
    "default-src 'none'",
    `script-src ${scripts.map(hashOf).join(' ')} 'wasm-unsafe-eval'`,
    `style-src ${hashOf(style)}`,
    'img-src data: blob:',
    'worker-src blob:',
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types default',
  ].join('; ');
}
