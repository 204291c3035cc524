import type { CallIdentity } from '../../shared/client/prove-call.ts';
import { WebSocketServer } from 'ws';
import { attack } from './support/attack.ts';
import { submitter } from './support/submitter.ts';

/** Programs that a figure runs in a process of their own, from the same bundle: `node out/bench/index.js --host NAME`. */
export const hosts: Readonly<Record<string, () => void>> = {
  /** A WebSocket server that sends each line of its stdin to all who are connected. */
  'bare-broadcast': () => {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
    server.on('listening', () => {
      const { port } = server.address() as { port: number };
      process.stdout.write(`${JSON.stringify({ listening: `http://127.0.0.1:${port}` })}\n`);
    });
    process.stdin.setEncoding('utf8');
    let rest = '';
    process.stdin.on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) for (const socket of server.clients) socket.send(line);
    });
    process.on('SIGTERM', () => process.exit(0));
  },

  /** Attacks the service at LATCHKEY_BENCH_URL. */
  attack: () => {
    const { LATCHKEY_BENCH_URL: url = '', LATCHKEY_BENCH_IDENTITY: identity = '{}' } = process.env;
    attack(url, JSON.parse(identity) as CallIdentity);
    begin();
  },

  submitter: () => void submitter(),

  /** Counts for the part LATCHKEY_BENCH_PART of the time. */
  burn: () => {
    const part = Number(process.env['LATCHKEY_BENCH_PART']);
    const turn = (): void => {
      const until = performance.now() + 20 * part;
      while (performance.now() < until);
      setTimeout(turn, 20 * (1 - part));
    };
    begin();
    turn();
  },
};

function begin(): void {
  process.on('SIGTERM', () => process.exit(0));
  process.stdout.write('{}\n');
}
