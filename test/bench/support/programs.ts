import { fileURLToPath } from 'node:url';

/** The built programs, beside the built benchmark: figures run what people run. */
export const SERVICE = fileURLToPath(new URL('../service/index.js', import.meta.url));
export const BENCH = fileURLToPath(new URL('./index.js', import.meta.url));
export const HISTORY_WORKER = new URL('../main/history-worker.js', import.meta.url);
