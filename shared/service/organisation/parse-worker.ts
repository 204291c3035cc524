import { parentPort, workerData } from 'node:worker_threads';
import type { ParseInput } from './organisation-parser.ts';
import { parseToPublish } from './parse-to-publish.ts';

// A thread that parses and checks one set of files, and ends: see system/parser-thread.ts.

parentPort?.postMessage(parseToPublish(workerData as ParseInput));
