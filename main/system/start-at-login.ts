import { mkdir, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'electron';

/** Starts Latchkey with the session, or no longer: the platform's own way, and on Linux an autostart entry. */
export async function setStartAtLogin(app: App, wanted: boolean): Promise<void> {
  if (process.platform !== 'linux') return app.setLoginItemSettings({ openAtLogin: wanted });
  const folder = join(process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'), 'autostart');
  const file = join(folder, 'latchkey.desktop');
  if (!wanted) return rm(file, { force: true });
  await mkdir(folder, { recursive: true });
  const command = process.env['APPIMAGE'] ?? process.execPath;
  const args = app.isPackaged ? [] : [app.getAppPath()];
  const exec = [command, ...args].map(quoteExec).join(' ');
  // not for people: a session reads it.
  await writeFile(file, `[Desktop Entry]\nType=Application\nName=Latchkey\nExec=${exec}\nTerminal=false\n`);
}

/** https://specifications.freedesktop.org/desktop-entry-spec/latest/exec-variables.html */
const quoteExec = (text: string): string => `"${text.replace(/(["`$\\])/g, '\\$1').replaceAll('%', '%%')}"`;
