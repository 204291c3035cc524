import { tmpdir, userInfo } from 'node:os';
import type { SoloGround } from './solo-places.ts';

/** This computer, for a home on it. */
export const soloGround = (home: string): SoloGround => ({
  home,
  platform: process.platform,
  user: String(process.getuid?.() ?? userInfo().username),
  runtimeDir: process.env['XDG_RUNTIME_DIR'],
  temporaryDir: tmpdir(),
});
