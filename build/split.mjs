// Takes the finished program apart: what only later views reach lies in parts of its own (src/parts.rs), which are
// downloaded when they are first needed. `wasm-split-cli` cuts the program along the relocations that the linker left
// in it, wasm-bindgen makes the glue script of what remains, and here both become one script and its parts.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The program `wasm` as `{ script, program, parts: [{ name, users, bytes }] }`: parts, and pieces that several parts use.
 * The script asks for one by its name in `planariumPart(name)`, which whoever writes it to disk provides. */
export function split(wasm) {
  const folder = mkdtempSync(join(tmpdir(), 'planarium-'));
  try {
    const run = (tool, ...rest) => execFileSync(tool, rest, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
    run('wasm-split-cli', '--target', 'web', '--out-name', 'main', wasm, folder);
    run('wasm-bindgen', '--target', 'web', '--no-typescript', '--keep-lld-exports', '--remove-name-section',
      '--remove-producers-section', '--out-dir', join(folder, 'out'), join(folder, 'main.wasm'));
    const loaders = readFileSync(join(folder, '__wasm_split.js'), 'utf8');
    const parts = readdirSync(folder).filter((name) => name.endsWith('.wasm') && name !== 'main.wasm').sort()
      .map((file) => file.slice(0, -'.wasm'.length))
      .map((name) => ({ name, users: users(name, loaders), bytes: bare(readFileSync(join(folder, `${name}.wasm`))) }));
    return {
      script: joined(readFileSync(join(folder, 'out', 'main.js'), 'utf8'), loaders),
      program: readFileSync(join(folder, 'out', 'main_bg.wasm')),
      parts,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The parts that use what is called `name`: a part itself, or the piece whose users the splitter tells above its loader. */
function users(name, loaders) {
  if (name.startsWith('split_')) return [name.slice('split_'.length)];
  const told = new RegExp(`^/\\* ([\\w, ]+) \\*/\\nconst __${name} =`, 'm').exec(loaders);
  return told ? told[1].split(', ') : refuse(`does not tell which parts use ${name}`);
}

/** The glue script with the loaders of the parts in it, instead of two scripts that import each other. */
function joined(script, loaders) {
  // wasm-bindgen may import the same loaders several times, each time under another name.
  const imports = [...script.matchAll(/^import \* as (\w+) from "\.\/__wasm_split\.js";?$/gm)].map(([, name]) => name);
  if (imports.length === 0) refuse('does not import the loaders');
  const exported = [...loaders.matchAll(/^export const (\w+) =/gm)].map(([, loader]) => loader);
  const own = take(loaders, /^import \{ initSync \} from [^\n]*\n/m, '')
    .replaceAll(/^export const /gm, 'const ')
    .replaceAll(/fetch\(new URL\("\.\/(\w+)\.wasm", import\.meta\.url\)\)/g, 'planariumPart("$1")');
  if (/\bimport\.meta\b|^(import|export)\b/m.test(own)) refuse('loads its parts in a way that is not known');
  const rest = take(script, /^import \* as \w+ from "\.\/__wasm_split\.js";?\n/gm, '');
  const named = imports.map((name) => `${name} = loaders`).join(', ');
  const loaded = `${own}\nconst loaders = { ${exported.join(', ')} }, ${named};\n`;
  return take(rest, /^export \{ initSync/m, `${loaded}export { initSync`);
}

function take(text, pattern, instead) {
  return pattern.test(text) ? text.replace(pattern, () => instead) : refuse(`has nothing like ${pattern}`);
}

function refuse(why) {
  throw new Error(`the glue script ${why}: build/split.mjs knows another version of wasm-bindgen or wasm-split-cli`);
}

/** WebAssembly without its custom sections, which only people and tools read. */
function bare(program) {
  const kept = [program.subarray(0, 8)];
  for (let at = 8; at < program.length;) {
    const begin = at;
    const section = program[at++];
    let length = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = program[at++];
      length += (byte % 128) * factor;
      if (byte < 128) break;
    }
    at += length;
    if (section !== 0) kept.push(program.subarray(begin, at));
  }
  return Buffer.concat(kept);
}
