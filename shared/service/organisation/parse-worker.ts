import { parentPort, workerData } from 'node:worker_threads';
import { parseOrganisation } from '../../contract/organisation/parse-organisation.ts';
import type { ParseInput } from './organisation-parser.ts';

// A thread that parses and checks one set of files, and ends: see system/parser-thread.ts.

const { files, version, providerDigests, providerSchemas } = workerData as ParseInput;
parentPort?.postMessage(parseOrganisation(files, version, providerDigests, providerSchemas));
