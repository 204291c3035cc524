import { createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import type { Api } from '../../shared/api/api.ts';
import { startFakeEdge } from '../integration/edge-of-fake.ts';

/** What a call is answered, as JSON: `data` in the place of the answer, or a refusal. */
type Answer = { readonly data: unknown } | { readonly refusal: unknown };

/**
 * The real edge with a fake behind it, as a later version would answer: what `answers` has for a procedure, such as
 * `requests.list`, is said in its place, whatever the schemas of today are; the rest, and what is followed, as it is.
 */
export async function startTomorrowEdge(edit?: (api: Api) => Api) {
  const { fake, edge, url } = await startFakeEdge(undefined, 0, edit);
  const target = new URL(url);
  const answers = new Map<string, (input: never) => Answer | null>();
  const sockets = new Set<Socket>();
  const server = createServer((call, response) => {
    void readAll(call).then((body) => {
      const name = new URL(call.url ?? '/', url).pathname.slice(1);
      const answer = answers.get(name)?.(JSON.parse(body || 'null') as never) ?? null;
      if (answer) say(response, answer);
      else pass(call, { body, response });
    });
  });
  const pass = (
    call: IncomingMessage,
    { body, response }: { body: string; response: ServerResponse },
  ): void => {
    const { method, headers, url: path } = call;
    const options = { method, path, headers: { ...headers, host: target.host } };
    const onward = ask(url, options, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    onward.end(body);
  };
  server.on('upgrade', (call, socket: Socket) => {
    const onward = connect(Number(target.port), target.hostname);
    const headers = Object.entries({ ...call.headers, host: target.host });
    onward.write(
      `GET ${call.url} HTTP/1.1\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`,
    );
    for (const [from, to] of [
      [socket, onward],
      [onward, socket],
    ] as const) {
      sockets.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => to.destroy());
      from.pipe(to);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    fake,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** From now on; null takes it back. */
    answer<Input>(procedure: string, say: ((input: Input) => Answer | null) | null): void {
      if (say) answers.set(procedure, say as (input: never) => Answer | null);
      else answers.delete(procedure);
    },
    async stop(): Promise<void> {
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await edge.stop();
    },
  };
}

function say(response: ServerResponse, answer: Answer): void {
  const isRefused = 'refusal' in answer;
  const data = isRefused ? { code: 'FORBIDDEN', httpStatus: 403, refusal: answer.refusal } : null;
  const body = isRefused
    ? { error: { message: 'refused', code: -32_003, data } }
    : { result: { data: answer.data } };
  response.writeHead(isRefused ? 403 : 200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

async function readAll(call: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of call) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}
