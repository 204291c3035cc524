import { fileURLToPath } from 'node:url';
import type { DatabaseOptions } from '../../../shared/service/store/postgres-connection.ts';
import { systemClock } from '../../../shared/system/system-clock.ts';
import { UNLIMITED_ASKS } from '../../support/unlimited-asks.ts';
import { composeService, type Service } from '../../../shared/service/compose.ts';
import type { OrganisationFiles } from '../../../shared/service/organisation/organisation-files.ts';

/** Seen from out/bench. */
const PARSER_ENTRY = fileURLToPath(new URL('../service/parse-worker.js', import.meta.url));

const silent = () => undefined;
const quietLogger = { debug: silent, info: silent, warn: silent, error: silent };

/** A service on a data folder of its own, without a network, with `organisation` proposed: it is in force once its owner has joined (`joinAs`). */
export async function startService(
  dataDir: string,
  organisation: OrganisationFiles,
  database?: DatabaseOptions,
): Promise<Service> {
  const service = await composeService({
    dataDir,
    organisation,
    ...(database && { database }),
    clock: systemClock,
    logger: quietLogger,
    name: 'Bench',
    parserEntry: PARSER_ENTRY,
    askLimits: UNLIMITED_ASKS,
  });
  // The second of two finds it published.
  if (!service.proposal || service.proposal.mistakes.length > 0) {
    throw new Error(`the organisation was refused: ${JSON.stringify(service.proposal?.mistakes)}`);
  }
  void service.run();
  return service;
}
