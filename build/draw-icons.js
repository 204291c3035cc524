import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { explain } from './setup/explain.js';
import { root } from './setup/root.js';
import { run } from './setup/run.js';

// `node build/draw-icons.js`: draws every icon anew. The PNG files are kept in git, so that nobody needs rsvg-convert to
// build. A latch key: a ring, a shaft and two teeth; in the tray, a mark at the upper right says the state.

const ICONS = join(root, 'build', 'icons');
/** Panels ask for 16, 22 or 32 pixels; 44 is 22 on a screen with double density. */
const TRAY_SIZES = [16, 22, 32, 44];
/** `light` is drawn for dark panels, `dark` for light ones. */
const INKS = { light: '#f4f5f7', dark: '#24292f' };
/** Colour and shape differ, so that the state can be told without colours. */
const MARKS = {
  idle: '',
  waiting: '<circle cx="24.5" cy="24.5" r="6" fill="#f0932b"/>',
  active:
    '<path d="M19 25l4 4 8-9" fill="none" stroke="#2fbf71" stroke-width="4.5" stroke-linecap="round" stroke-linejoin="round"/>',
  offline: '<path d="M20 20l9 9m0-9l-9 9" stroke="#9aa4b2" stroke-width="4" stroke-linecap="round"/>',
  alarm:
    '<path d="M24 17l8 14H16z" fill="#e5484d" stroke="#e5484d" stroke-width="1.5" stroke-linejoin="round"/><path d="M24 22v4m0 2.4v.6" stroke="#fff" stroke-width="1.8" stroke-linecap="round"/>',
};

await explain(async () => {
  const work = mkdtempSync(join(tmpdir(), 'latchkey-icons-'));
  try {
    await draw(work, appIcon(), 512, join(ICONS, 'app.png'));
    writeFileSync(join(ICONS, 'app.svg'), appIcon());
    for (const [theme, ink] of Object.entries(INKS)) {
      mkdirSync(join(ICONS, 'tray', theme), { recursive: true });
      for (const [state, mark] of Object.entries(MARKS)) {
        for (const size of TRAY_SIZES) {
          await draw(work, trayIcon(ink, mark), size, join(ICONS, 'tray', theme, `${state}-${size}.png`));
        }
      }
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
});

/**
 * @param {string} work
 * @param {string} svg
 * @param {number} size
 * @param {string} file
 */
async function draw(work, svg, size, file) {
  const source = join(work, 'icon.svg');
  writeFileSync(source, svg);
  const result = await run('rsvg-convert', ['-w', String(size), '-h', String(size), '-o', file, source]);
  if (result.code !== 0)
    throw new Error(`rsvg-convert (package librsvg2-bin) could not draw ${file}: ${result.output}`);
}

/** @param {string} ink */
function key(ink) {
  return `<g fill="none" stroke="${ink}" stroke-width="3.4" stroke-linecap="round" stroke-linejoin="round">
  <circle cx="10" cy="10" r="6.3"/><path d="M14.6 14.6L26 26M21.4 21.4l-3.6 3.6M25.6 25.6L22 29.2"/></g>`;
}

/**
 * @param {string} ink
 * @param {string} mark
 */
function trayIcon(ink, mark) {
  // The key makes room for the mark: a mask cuts a gap around it.
  const gap = mark === '' ? '' : '<circle cx="24.5" cy="7.5" r="8.5" fill="#000"/>';
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
<mask id="m"><rect width="32" height="32" fill="#fff"/>${gap}</mask>
<g mask="url(#m)">${key(ink)}</g><g transform="translate(0 -17)">${mark}</g></svg>\n`;
}

function appIcon() {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512">
<defs><linearGradient id="g" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#3f6fd8"/><stop offset="1" stop-color="#27479a"/></linearGradient></defs>
<rect x="24" y="24" width="464" height="464" rx="104" fill="url(#g)"/>
<g transform="translate(96 92) scale(10.4)">${key('#ffffff')}</g></svg>\n`;
}
