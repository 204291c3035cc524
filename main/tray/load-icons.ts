import { join } from 'node:path';
import { nativeImage, type NativeImage } from 'electron';
import type { TrayView } from './tray-view.ts';

/** Points of a tray icon; macOS has room for fewer. */
const SIZE = process.platform === 'darwin' ? 16 : 22;

/** The `light` ones are drawn for dark panels. Tray icons from `folder`, for ordinary and dense screens. Each is read once. */
export function loadIcons(
  folder: string,
  isPanelDark: () => boolean,
): (name: TrayView['icon']) => NativeImage {
  const read = new Map<string, NativeImage>();
  return (name) => {
    const stem = join(folder, 'tray', isPanelDark() ? 'light' : 'dark', name);
    const icon = read.get(stem) ?? readIcon(stem);
    read.set(stem, icon);
    return icon;
  };
}

function readIcon(stem: string): NativeImage {
  const icon = nativeImage.createFromPath(`${stem}-${SIZE}.png`);
  const dense = nativeImage.createFromPath(`${stem}-${SIZE * 2}.png`);
  if (!dense.isEmpty()) icon.addRepresentation({ scaleFactor: 2, buffer: dense.toPNG() });
  return icon;
}
