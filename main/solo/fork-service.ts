import { createInterface } from 'node:readline';
import { utilityProcess } from 'electron';
import { listedEnvironment } from '../../shared/lib/listed-environment.ts';
import type { Logger } from '../../shared/ports/logger.ts';
import type { ServiceProcess } from './solo-service.ts';

/** Of this process's environment, the service has these and nothing else. */
const ENVIRONMENT = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'TZ'];

/** Starts the built service in a process of its own, on loopback. */
export function forkService(options: {
  readonly entry: string;
  readonly args: readonly string[];
  readonly logger: Logger;
}): ServiceProcess {
  const child = utilityProcess.fork(options.entry, [...options.args], {
    env: listedEnvironment(ENVIRONMENT, process.env),
    stdio: 'pipe',
    serviceName: 'Latchkey service',
  });
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const firstLine = new Promise<string | null>((resolve) => {
    void exited.then(() => resolve(null));
    if (!child.stdout) return resolve(null);
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', resolve);
  });
  if (child.stderr) {
    const lines = createInterface({ input: child.stderr as NodeJS.ReadableStream });
    lines.on('line', (line) => options.logger.info({ service: line.slice(0, 2_000) }, 'service'));
  }
  return { firstLine, exited, kill: () => void child.kill() };
}
