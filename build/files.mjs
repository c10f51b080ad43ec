// The files of a folder, in an order that is the same everywhere.

import { readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** All files below a folder as paths relative to it with `/`, sorted by bytes. */
export function files(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)).split(sep).join('/'))
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}
