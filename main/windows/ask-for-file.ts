import { existsSync } from 'node:fs';
import { extname, join } from 'node:path';
import { BrowserWindow, type App, type Dialog, type WebContents } from 'electron';

/**
 * Asks a person where to write a file: in front of the window, which waits, and first in the folder of their documents.
 * A file that is there already is replaced only after a question. Null when they cancelled.
 */
export async function askForFile(
  parts: {
    readonly app: Pick<App, 'getPath'>;
    readonly dialog: Pick<Dialog, 'showSaveDialog'>;
    readonly contents: WebContents | null;
  },
  what: { readonly title: string; readonly fileName: string },
): Promise<string | null> {
  const { app, dialog, contents } = parts;
  const documents = app.getPath('documents');
  const extension = extname(what.fileName).slice(1);
  const options: Electron.SaveDialogOptions = {
    title: what.title,
    // Without a folder it would be the one in which the app happened to be started.
    defaultPath: join(existsSync(documents) ? documents : app.getPath('home'), what.fileName),
    filters: [{ name: extension.toUpperCase(), extensions: [extension] }],
    properties: ['showOverwriteConfirmation', 'createDirectory'],
  };
  const window = contents && BrowserWindow.fromWebContents(contents);
  const { canceled, filePath } = await (window
    ? dialog.showSaveDialog(window, options)
    : dialog.showSaveDialog(options));
  return canceled || !filePath ? null : filePath;
}
