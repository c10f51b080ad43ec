// Writes zip archives: the same entries give the same bytes, whenever and wherever.

import { deflateRawSync } from 'node:zlib';

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  for (let bit = 0; bit < 8; bit += 1) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  return n;
});
// Node's own came with 20.15, and a part of 20 lacks it.
const crc32 = (bytes) => ~bytes.reduce((crc, byte) => CRC_TABLE[(crc ^ byte) & 255] ^ (crc >>> 8), -1) >>> 0;

const STORED = 0;
const DEFLATED = 8;
const UTF8_NAMES = 0x0800;
const DATE_1980_01_01 = 0x0021; // the earliest that the format can say
const UNIX = 3;

/**
 * Packs `[{ name, bytes }]` in the order given. For tests of those who read archives an entry may also be odd:
 *
 *   method        what the archive says it is packed with; the bytes are then stored as they are
 *   flags         further general purpose flags: 1 is encrypted
 *   crc, size, packed   what it claims, instead of what is true
 *   mode          Unix mode, 0o120777 for a symbolic link
 *   bytesOnDisk   packed bytes to write instead of the real ones
 */
export function zip(entries) {
  const locals = [];
  const directory = [];
  let offset = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.name);
    const bytes = Buffer.from(entry.bytes ?? '');
    const deflated = entry.method === undefined ? deflateRawSync(bytes, { level: 9 }) : bytes;
    const isSmaller = deflated.length < bytes.length;
    const body = entry.bytesOnDisk ?? (isSmaller ? deflated : bytes);

    // What the local header and the directory say alike.
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0); // version needed
    common.writeUInt16LE(UTF8_NAMES | (entry.flags ?? 0), 2);
    common.writeUInt16LE(entry.method ?? (isSmaller ? DEFLATED : STORED), 4);
    common.writeUInt16LE(0, 6); // midnight
    common.writeUInt16LE(DATE_1980_01_01, 8);
    common.writeUInt32LE(entry.crc ?? crc32(bytes), 10);
    common.writeUInt32LE(entry.packed ?? body.length, 14);
    common.writeUInt32LE(entry.size ?? bytes.length, 18);
    common.writeUInt16LE(name.length, 22);
    common.writeUInt16LE(0, 24); // no extra field

    const local = [Buffer.from('PK\x03\x04', 'latin1'), common, name, body];
    locals.push(...local);

    const rest = Buffer.alloc(14); // no comment, disk 0, no attributes but the mode
    if (entry.mode !== undefined) rest.writeUInt32LE((entry.mode << 16) >>> 0, 6);
    rest.writeUInt32LE(offset, 10);
    const madeBy = Buffer.from([20, entry.mode === undefined ? 0 : UNIX]);
    directory.push(Buffer.from('PK\x01\x02', 'latin1'), madeBy, common, rest, name);

    offset += local.reduce((sum, part) => sum + part.length, 0);
  }
  const directoryBytes = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directoryBytes.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directoryBytes, end]);
}
