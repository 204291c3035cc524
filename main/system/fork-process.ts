import { createInterface } from 'node:readline';
import { utilityProcess, type UtilityProcess } from 'electron';
import { listedEnvironment, PROGRAM_ENVIRONMENT } from '../../shared/lib/listed-environment.ts';
import type { Logger } from '../../shared/ports/logger.ts';

/**
 * Starts a built program in a process of its own, with nothing of this process's environment that it does not need. What it
 * writes to stderr goes to the log.
 */
export function forkProcess(options: {
  readonly entry: string;
  readonly args: readonly string[];
  /** Shown in the system's list of processes, as "Latchkey <name>". */
  readonly name: string;
  readonly logger: Logger;
}): UtilityProcess {
  const { entry, args, name, logger } = options;
  const child = utilityProcess.fork(entry, [...args], {
    env: listedEnvironment(PROGRAM_ENVIRONMENT, process.env),
    stdio: 'pipe',
    serviceName: `Latchkey ${name}`,
  });
  if (child.stderr) {
    const lines = createInterface({ input: child.stderr as NodeJS.ReadableStream });
    lines.on('line', (line) => logger.info({ [name]: line.slice(0, 2_000) }, name));
  }
  return child;
}
