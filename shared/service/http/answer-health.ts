import type { IncomingMessage, ServerResponse } from 'node:http';

export interface HealthParts {
  readonly ready: () => boolean | Promise<boolean>;
  readonly metrics: () => Promise<string>;
  /** Only from this machine: who reads figures there has no key of a device. By a socket that is its user alone. */
  readonly mayReadMetrics: (request: IncomingMessage) => boolean;
  readonly metricsType: string;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

const plain = (status: number, body: string): Answer => ({ status, type: 'text/plain; charset=utf-8', body });

/** Answers `/healthz` (the process runs), `/readyz` (it can work) and `/metrics`; false for everything else. */
export function answerHealth(
  parts: HealthParts,
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  const answers: Record<string, () => Answer | Promise<Answer>> = {
    '/healthz': () => plain(200, 'ok\n'),
    '/readyz': async () => ((await parts.ready()) ? plain(200, 'ready\n') : plain(503, 'not ready\n')),
    '/metrics': async () => {
      if (!parts.mayReadMetrics(request))
        return plain(403, 'Figures are told on the machine of the service only, and not through a proxy.\n');
      return { status: 200, type: parts.metricsType, body: await parts.metrics() };
    },
  };
  const answer = request.method === 'GET' ? answers[request.url ?? ''] : undefined;
  if (!answer) return false;
  void Promise.resolve()
    .then(answer)
    .catch(() => plain(503, 'not ready\n'))
    .then(({ status, type, body }) =>
      response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body),
    );
  return true;
}
