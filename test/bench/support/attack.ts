import { connect } from 'node:net';
import { WebSocket } from 'ws';
import type { CallIdentity } from '../../../shared/client/prove-call.ts';
import { helloOf } from '../../support/proven.ts';

const BRACKETS = '['.repeat(5_000_000);
const BODIES = 8;
const IDLE_CONNECTIONS = 1_100;
const CATCH_UPS = 4;
/** A catch-up is hung up on after so long, and begun again. */
const HANG_UP_MS = 60;

/**
 * Does to a service what anybody can, until this process is ended: bodies that are bad to parse, connections that say
 * nothing, and a member who reads everything from the beginning and hangs up.
 */
export function attack(url: string, identity: CallIdentity): void {
  for (let index = 0; index < BODIES; index += 1) void forever(() => sendBrackets(url));
  for (let index = 0; index < CATCH_UPS; index += 1) void forever(() => catchUpAndHangUp(url, identity));
  const { hostname, port } = new URL(url);
  for (let index = 0; index < IDLE_CONNECTIONS; index += 1) void forever(() => hold(Number(port), hostname));
}

async function forever(act: () => Promise<unknown>): Promise<never> {
  // A turn of the loop between two: what fails at once would leave no time for the others.
  for (;;) await Promise.all([act().catch(() => undefined), pause(10)]);
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const sendBrackets = (url: string): Promise<unknown> =>
  fetch(`${url}/session.join`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: BRACKETS,
  }).then((answer) => answer.text());

const hold = (port: number, host: string): Promise<void> =>
  new Promise((resolve) => {
    const socket = connect(port, host);
    socket.on('error', () => undefined).on('close', () => setTimeout(resolve, 1_000));
  });

async function catchUpAndHangUp(url: string, identity: CallIdentity): Promise<void> {
  const hello = await helloOf(identity, url);
  return new Promise((resolve) => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/?connectionParams=1`);
    socket.on('error', () => undefined).on('close', () => resolve());
    socket.on('open', () => {
      socket.send(hello);
      const params = { path: 'changes', input: { lastEventId: '0' } };
      socket.send(JSON.stringify({ id: 1, method: 'subscription', params }));
      setTimeout(() => socket.terminate(), HANG_UP_MS);
    });
  });
}
