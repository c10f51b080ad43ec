// Makes what wasm-bindgen writes smaller to download. It knows the form of that output and nothing else:
// what looks otherwise than expected is refused, not guessed at.
//
// The script and the program know each other's functions by names such as
// `__wbg_addEventListener_847fd86b8c33ec43`. Sixteen random digits do not compress, and there are hundreds
// of such names, each in both files; so both get short ones.

/** The script without comments and indentation, and the program, with short names between them. */
export function shorten(script, program) {
  const names = new Map();
  const bytes = renameImports(program, (name) => {
    // The loaders of the parts keep their names.
    if (!name.startsWith('__wb')) return name;
    const short = `_${names.size.toString(36)}`;
    names.set(name, short);
    return short;
  });
  const used = new Set();
  const text = squeeze(script).replace(/\b__wb\w+/g, (name) => {
    if (!names.has(name)) return name;
    used.add(name);
    return names.get(name);
  });
  for (const name of names.keys()) {
    if (!used.has(name)) throw new Error(`the glue script has no ${name}, which the program asks for`);
  }
  return { script: text, program: bytes };
}

/** Takes whole lines only, so nothing inside a line can be hurt. */
export function squeeze(script) {
  return script
    .replace(/^[ \t]*\/\*[\s\S]*?\*\/[ \t]*$/gm, '')
    .replace(/^[ \t]*\/\/.*$/gm, '')
    .replace(/^[ \t]+/gm, '')
    .replace(/\n{2,}/g, '\n')
    .replace(/^const ret = (.*);\nreturn ret;$/gm, 'return $1;');
}

// ── WebAssembly ─────────────────────────────────────────────────────────────────────────────

const IMPORTS = 2;
const FUNCTION = 0;

/** The program with each imported function called what `rename` says. */
function renameImports(program, rename) {
  const reader = new Reader(program, 8);
  const parts = [program.subarray(0, 8)];
  while (reader.at < program.length) {
    const begin = reader.at;
    const section = reader.byte();
    const end = reader.number() + reader.at;
    if (section === IMPORTS) {
      const body = importsRenamed(reader, rename);
      if (reader.at !== end) throw new Error('the imports of the program are longer than they say');
      parts.push(Buffer.from([IMPORTS]), number(body.length), body);
    } else {
      parts.push(program.subarray(begin, end));
    }
    reader.at = end;
  }
  return Buffer.concat(parts);
}

function importsRenamed(reader, rename) {
  const count = reader.number();
  const parts = [number(count)];
  for (let index = 0; index < count; index += 1) {
    const [module, name] = [reader.text(), reader.text()];
    if (reader.byte() !== FUNCTION) throw new Error(`${name}: only functions are expected as imports`);
    parts.push(text(module), text(rename(name)), Buffer.from([FUNCTION]), number(reader.number()));
  }
  return Buffer.concat(parts);
}

class Reader {
  constructor(bytes, at) {
    this.bytes = bytes;
    this.at = at;
  }

  byte() {
    return this.bytes[this.at++];
  }

  /** An unsigned number: seven bits in a byte, the lowest first. */
  number() {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.byte();
      value += (byte % 128) * factor;
      if (byte < 128) return value;
    }
  }

  text() {
    const length = this.number();
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at).toString('utf8');
  }
}

function number(value) {
  const bytes = [];
  for (; value > 127; value = Math.floor(value / 128)) bytes.push(128 + (value % 128));
  return Buffer.from([...bytes, value]);
}

function text(value) {
  const bytes = Buffer.from(value, 'utf8');
  return Buffer.concat([number(bytes.length), bytes]);
}
