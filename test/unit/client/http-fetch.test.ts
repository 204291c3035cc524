import { createServer, globalAgent, type AgentOptions } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { httpFetch } from '../../../shared/client/http-fetch.ts';

const SILENT_MS = 20;
const { options } = globalAgent as unknown as { readonly options: AgentOptions };
const { timeout } = options;
beforeEach(() => void (options.timeout = SILENT_MS));
afterEach(() => void (options.timeout = timeout ?? 0));

/** Answers after so many milliseconds: behind whatever timer for a shorter time was set before. */
async function slowServer(ms: number): Promise<{ url: string; stop(): void }> {
  const server = createServer((_asked, answer) => setTimeout(() => answer.end('"late"'), ms));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, stop: () => void (server.closeAllConnections(), server.close()) };
}

const { signal } = new AbortController();

it('an answer is waited for longer than the agent thinks that a socket may be silent', async () => {
  const { url, stop } = await slowServer(10 * SILENT_MS);
  const answer = await httpFetch(url, { signal });
  expect(await answer.json()).toBe('late');
  stop();
});

it('who can ask elsewhere is as patient as they say', async () => {
  const { url, stop } = await slowServer(60_000);
  const asked = httpFetch(url, { signal, patience: { connectMs: 60_000, silentMs: SILENT_MS } });
  await expect(asked).rejects.toThrow('nobody answered in time');
  stop();
});
