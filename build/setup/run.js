import { spawn } from 'node:child_process';
import { root } from './root.js';

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd] defaults to the checkout
 * @property {NodeJS.ProcessEnv} [env]
 * @property {number} [timeoutMs] the process is killed after this
 *
 * @typedef {{ code: number, output: string }} RunResult `code` is -1 when the process could not start or was killed
 */

/**
 * Runs a program without a shell and keeps what it prints: set-up shows the output of a step only when it fails.
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<RunResult>}
 */
export function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd ?? root,
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(options.timeoutMs === undefined ? {} : { timeout: options.timeoutMs, killSignal: 'SIGKILL' }),
    });
    let output = '';
    const keep = (/** @type {Buffer} */ chunk) => void (output += chunk.toString());
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => resolve({ code: -1, output: `${output}${error.message}\n` }));
    child.on('close', (code) => resolve({ code: code ?? -1, output }));
  });
}
