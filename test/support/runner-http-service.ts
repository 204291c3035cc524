import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Report, Work } from '../../shared/contract/api-types.ts';
import type { Refusal } from '../../shared/domain/refusal.ts';

/** Work that nobody reported on is handed out again after so long, as a lapsed lease is. */
const LEASE_MS = 1_500;

/** The runner's part of a service, over real HTTP, so that runners can be killed and services taken away. */
export class RunnerHttpService {
  readonly reports: Report[] = [];
  /** Each report that arrived, also again. */
  readonly arrivals: { report: Report; at: number }[] = [];
  private readonly work = new Map<string, { work: Work; leasedAt: number }>();
  private readonly server = createServer((request, response) => void this.serve(request, response));
  private readonly idle = new Set<() => void>();
  private port = 0;
  refusal: Refusal | null = null;

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(this.port, '127.0.0.1', resolve));
    this.port = (this.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    this.wake();
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  offer(...all: Work[]): void {
    for (const work of all) this.work.set(`${work.kind} ${work.grantId}`, { work, leasedAt: 0 });
    this.wake();
  }

  /** The reports of one grant, without those that are the same as an earlier one. */
  heard(grantId: string): Report[] {
    return this.reports.filter((each) => each.grantId === grantId);
  }

  private wake(): void {
    for (const each of this.idle) each();
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const input = JSON.parse(await bodyOf(request)) as never;
    const answer = await this.answer(request.url ?? '', input);
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer ?? null));
  }

  private async answer(path: string, input: { max: number } & Report): Promise<unknown> {
    if (path === '/lease') return this.lease(input.max);
    if (path === '/report') return this.report(input);
    if (path !== '/work') return null;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        this.idle.delete(done);
        resolve();
      };
      this.idle.add(done);
    });
    return null;
  }

  private lease(max: number): Work[] {
    const now = Date.now();
    const free = [...this.work.values()].filter((each) => now - each.leasedAt > LEASE_MS).slice(0, max);
    for (const each of free) each.leasedAt = now;
    return free.map((each) => each.work);
  }

  private report(report: Report): { refusal: Refusal } | null {
    this.arrivals.push({ report, at: Date.now() });
    if (this.refusal) return { refusal: this.refusal };
    const isNew = !this.reports.some((each) => each.idempotencyKey === report.idempotencyKey);
    if (isNew) this.reports.push(report);
    if (report.kind !== 'revocationFailed') this.work.delete(`activate ${report.grantId}`);
    if (report.kind === 'revoked') this.work.delete(`revoke ${report.grantId}`);
    return null;
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk as string;
  return text;
}
