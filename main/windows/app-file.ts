import { extname, join, sep } from 'node:path';
import { APP_HOST } from './app-origin.ts';

/** What our pages are made of; anything else is not served. (not for people: types of media.) */
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** The file below `folder` that a URL of our scheme means, or null: another host, another kind of file, or a way out of the folder. */
export function appFile(
  url: string,
  folder: string,
): { readonly path: string; readonly type: string } | null {
  if (!URL.canParse(url)) return null;
  const { host, pathname } = new URL(url);
  if (host !== APP_HOST) return null;
  const decoded = decodedPath(pathname);
  // Backslashes are separators on Windows, and no file of ours has one in its name, or a NUL.
  if (decoded === null || /[\\\0]/.test(decoded) || decoded.split('/').includes('..')) return null;
  const path = join(folder, decoded === '/' ? 'index.html' : decoded);
  const type = TYPES[extname(path)];
  if (type === undefined || !path.startsWith(folder.endsWith(sep) ? folder : folder + sep)) return null;
  return { path, type };
}

function decodedPath(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return null;
  }
}
