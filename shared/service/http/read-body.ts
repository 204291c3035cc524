import type { IncomingMessage } from 'node:http';

/** What came with a call, not parsed yet; or why it will not be. */
export type Body =
  | { readonly kind: 'bytes'; readonly bytes: Buffer }
  | { readonly kind: 'tooLarge' }
  /** Who called is gone. */
  | { readonly kind: 'gone' };

/** What is thrown away unread of a body that is too large, so that who sends it reads the answer. In bytes. */
const MOST_DISCARDED = 16_000_000;

/** Reads a body of at most `limit` bytes. Of a larger one nothing is kept. Never rejects. */
export function readBody(request: IncomingMessage, limit: number): Promise<Body> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const tooLarge = (): void => {
      chunks.length = 0;
      resolve({ kind: 'tooLarge' });
    };
    if (Number(request.headers['content-length'] ?? 0) > limit) tooLarge();
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else tooLarge();
      if (size > MOST_DISCARDED) request.socket.destroy();
    });
    request.on('end', () => resolve({ kind: 'bytes', bytes: Buffer.concat(chunks) }));
    for (const event of ['error', 'close'] as const) request.on(event, () => resolve({ kind: 'gone' }));
  });
}
