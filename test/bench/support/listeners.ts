import { once } from 'node:events';
import { WebSocket } from 'ws';

/** A crowd of bare WebSocket clients, the same for Latchkey and for the bare server, so that only the servers differ. */
export class Listeners {
  private readonly sockets: WebSocket[] = [];
  private heard = 0;
  private wanted = Infinity;
  private tell: (lastAt: number) => void = () => undefined;
  private lastText = '';

  /** Connects one more. `hello` is sent at once; `isEvent` tells which messages count. */
  async add(url: string, hello: readonly string[], isEvent: (text: string) => boolean): Promise<void> {
    const socket = new WebSocket(url, { perMessageDeflate: false });
    this.sockets.push(socket);
    await once(socket, 'open');
    for (const line of hello) socket.send(line);
    const started = hello.length > 0 ? once(socket, 'message') : undefined;
    await started;
    socket.on('message', (data: Buffer) => {
      const text = data.toString('utf8');
      if (isEvent(text)) this.count(text);
    });
  }

  /** Does `act`, and answers how long it took, in ms, until everyone had heard of it `times` times. */
  async timeUntilAllHeard(act: () => unknown, times = 1): Promise<number> {
    this.heard = 0;
    this.wanted = this.sockets.length * times;
    const last = new Promise<number>((resolve) => (this.tell = resolve));
    const startedAt = performance.now();
    await act();
    return (await last) - startedAt;
  }

  /** The last event that somebody heard. */
  get text(): string {
    return this.lastText;
  }

  close(): void {
    for (const socket of this.sockets) socket.terminate();
  }

  private count(text: string): void {
    this.lastText = text;
    this.heard += 1;
    if (this.heard === this.wanted) this.tell(performance.now());
  }
}
