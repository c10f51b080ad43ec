// Draws the icons that systems show for the installed site: the mark of public/favicon.svg in white on a tile of the accent
// colour. Their PNG files stand in public/icons/; after a change of the mark `node build/icons.mjs` makes them again, with
// Chromium (CHROMIUM, else the one that is installed). The build itself only copies them.

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const ACCENT = '#3556d8';

/** `corner` is how round the tile is, `mark` how much of its width the mark takes, both as a share. */
const ICONS = [
  { name: 'icon-192', size: 192, corner: 0.2, mark: 0.62 },
  { name: 'icon-512', size: 512, corner: 0.2, mark: 0.62 },
  // Systems cut these into their own forms: all that matters lies within the inner four fifths.
  { name: 'maskable-512', size: 512, corner: 0, mark: 0.48 },
  { name: 'touch-180', size: 180, corner: 0, mark: 0.58 },
];

function drawn({ size, corner, mark }) {
  const svg = readFileSync(join(ROOT, 'public', 'favicon.svg'), 'utf8');
  const lines = [...svg.matchAll(/<g [\s\S]*?<\/g>/g)].map(([group]) => group).join('');
  const scale = (size * mark) / 32;
  const at = (size - 32 * scale) / 2;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" style="position:absolute;inset:0">`
    + `<rect width="${size}" height="${size}" rx="${size * corner}" fill="${ACCENT}"/>`
    + `<g color="#fff" transform="translate(${at} ${at}) scale(${scale})">${lines}</g></svg>`;
}

const folder = mkdtempSync(join(tmpdir(), 'planarium-icons-'));
try {
  const target = join(ROOT, 'public', 'icons');
  mkdirSync(target, { recursive: true });
  for (const icon of ICONS) {
    const page = join(folder, 'icon.html');
    writeFileSync(page, `<!DOCTYPE html><html style="background:transparent"><body style="margin:0">${drawn(icon)}</body></html>`);
    execFileSync(process.env.CHROMIUM ?? 'chromium', [
      '--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--default-background-color=00000000', '--force-device-scale-factor=1',
      `--window-size=${icon.size},${icon.size}`, `--screenshot=${join(target, `${icon.name}.png`)}`, page,
    ], { stdio: 'ignore' });
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
