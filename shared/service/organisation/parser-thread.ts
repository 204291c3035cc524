import { Worker } from 'node:worker_threads';
import type { ParsedOrganisation } from '../../organisation-files/parse-organisation.ts';
import type { ParseInput, ParserThread } from './organisation-parser.ts';

/** Of memory, so that files that grow in it end their thread and not the service. */
const LIMITS = { maxOldGenerationSizeMb: 1_024 };

/** Starts the thread (`entry`: its built file), which has nothing of the environment. */
export function startParserThread(input: ParseInput, entry: string): ParserThread {
  const worker = new Worker(entry, { workerData: input, env: {}, resourceLimits: LIMITS });
  const parsed = new Promise<ParsedOrganisation>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () =>
      reject(new Error('the thread that checks an organisation ended without a result')),
    );
  });
  // Who was told that it took too long does not wait for it any more.
  parsed.catch(() => undefined);
  return { parsed, kill: () => void worker.terminate() };
}
