import { parentPort, workerData } from 'node:worker_threads';
import { systemClock } from '../../shared/system/system-clock.ts';
import type { HistoryAnswer, HistoryCall } from './history-call.ts';
import { inTurn } from './in-turn.ts';
import { openHistory } from './open-history.ts';

// The replica's own thread: neither a long search nor a large batch ever holds up the tray.

const port = parentPort;
if (!port) throw new Error('this file runs as a worker');
const { database, damage } = openHistory((workerData as { path: string }).path, systemClock.now());
port.postMessage({ id: 0, ok: true, value: damage } satisfies HistoryAnswer);

const turn = inTurn();
port.on('message', ({ id, method, args }: HistoryCall) => {
  void turn(async () => {
    try {
      const call = database[method] as (...values: unknown[]) => unknown;
      port.postMessage({ id, ok: true, value: await call(...args) } satisfies HistoryAnswer);
    } catch (fault) {
      port.postMessage({ id, ok: false, message: String(fault) } satisfies HistoryAnswer);
    }
    if (method === 'close') port.close();
  });
});
