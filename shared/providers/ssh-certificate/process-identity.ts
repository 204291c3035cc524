import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/**
 * Where a process number means something: this computer since it was started, and in a container this container. Of Linux;
 * elsewhere the computer's name, since the system has no file that says more.
 */
export const thisPlace = placeOf();

/** As it may stand in a file's name. */
function placeOf(): string {
  const name = hostname().replace(/[^A-Za-z0-9.-]/g, '-') || 'localhost';
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${name}/${boot}/${readlinkSync('/proc/self/ns/pid').replace(/\D/g, '')}`;
  } catch {
    return name;
  }
}

/**
 * When a process of this place began, in the system's own ticks: with its number that is one process and no later one that got
 * the number again. `-` where the system does not say; null when there is no such process.
 */
export function startOf(pid: number): string | null {
  if (!Number.isSafeInteger(pid) || pid <= 0) return null;
  if (!thisPlace.includes('/')) return isThere(pid) ? '-' : null;
  try {
    // The name in parentheses may have spaces and parentheses of its own. https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A zombie does nothing any more.
    return fields[0] === 'Z' || fields[0] === 'X' ? null : (fields[19] ?? '-');
  } catch (error) {
    // Hidden processes of others (hidepid) look like none: those that are there answer to a signal.
    return (error as NodeJS.ErrnoException).code === 'ENOENT' && !isThere(pid) ? null : '-';
  }
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
