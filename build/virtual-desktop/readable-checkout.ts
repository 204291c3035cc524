import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { desktopUser } from './desktop-user.ts';

/**
 * A folder in which the desktop's user can read `parts` of the checkout: the checkout itself, or, where that lies in a
 * folder that only root may enter, a copy below `folder`.
 * @param parts paths below the checkout
 */
export function readableCheckout(checkout: string, folder: string, parts: readonly string[]): string {
  if (canRead(join(checkout, 'package.json'))) return checkout;
  const copy = join(folder, 'checkout');
  mkdirSync(copy, { recursive: true });
  chmodSync(copy, 0o755);
  const wanted = parts.filter((part) => existsSync(join(checkout, part)) && !existsSync(join(copy, part)));
  // Thousands of small files: many times faster than Node's own copying.
  if (wanted.length > 0) execFileSync('cp', ['-a', '--parents', ...wanted, copy], { cwd: checkout });
  return copy;
}

/** What the app needs to run: what was built, and the packages that are not only for development. */
export function appParts(checkout: string): readonly string[] {
  const lockfile = readFileSync(join(checkout, 'package-lock.json'), 'utf8');
  const { packages } = JSON.parse(lockfile) as {
    packages: Record<string, { dev?: boolean; devOptional?: boolean }>;
  };
  const shipped = Object.keys(packages).filter((path) => path !== '' && packages[path]?.dev !== true);
  return ['package.json', 'out', ...shipped];
}

function canRead(file: string): boolean {
  const [command, ...args] = desktopUser().as('test', ['-r', file]);
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
