import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { systemClock } from '../../shared/system/system-clock.ts';
import type { HistoryAnswer, HistoryCall } from './history-call.ts';
import type { HistoryDatabase } from './history-database.ts';
import { inTurn } from './in-turn.ts';
import { toldIn } from '../../shared/words/told-error.ts';
import { openHistory } from './open-history.ts';

// The replica's own thread: neither a long search nor a large batch ever holds up the tray.

const port = parentPort;
if (!port) throw new Error('this file runs as a worker');
const answer = (what: HistoryAnswer): void => port.postMessage(what);
const failed = (id: number, fault: unknown): void =>
  answer({ id, ok: false, message: String(fault), told: toldIn(fault) });

function serve(database: HistoryDatabase, calls: MessagePort): void {
  const turn = inTurn();
  calls.on('message', ({ id, method, args }: HistoryCall) => {
    void turn(async () => {
      try {
        const call = database[method] as (...values: unknown[]) => unknown;
        answer({ id, ok: true, value: await call(...args) });
      } catch (fault) {
        failed(id, fault);
      }
      if (method === 'close') calls.close();
    });
  });
}

try {
  const { database, damage } = openHistory((workerData as { path: string }).path, systemClock.now());
  answer({ id: 0, ok: true, value: damage });
  serve(database, port);
} catch (fault) {
  failed(0, fault);
  port.close();
}
