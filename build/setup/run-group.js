import { spawn } from 'node:child_process';
import { say } from './say.js';

/**
 * Runs a program that shows what it prints, and ends it with all that it started when it takes too long: a part that hangs
 * is told about instead of cut off unseen. Answers with its status; 1 where it has none.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ readonly cwd: string, readonly env?: NodeJS.ProcessEnv, readonly timeoutMs: number }} options
 * @returns {Promise<number>}
 */
export function runGroup(command, args, { cwd, env = process.env, timeoutMs }) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'inherit', 'inherit'], detached: true });
    const timer = setTimeout(() => {
      say(`${[command, ...args].join(' ')} took longer than ${timeoutMs / 1000} s and was ended`);
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    }, timeoutMs);
    const end = (/** @type {number | null} */ code) => {
      clearTimeout(timer);
      resolve(code ?? 1);
    };
    child.on('error', () => end(null));
    child.on('close', end);
  });
}
