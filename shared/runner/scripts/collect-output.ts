import type { Readable } from 'node:stream';

/** Everything a stream says, up to `limit` bytes; then `onTooMuch`, once, and nothing more is kept. */
export function collectAll(stream: Readable, limit: number, onTooMuch: () => void): () => string {
  const chunks: Buffer[] = [];
  let bytes = 0;
  stream.on('data', (chunk: Buffer) => {
    if (bytes > limit) return;
    bytes += chunk.length;
    if (bytes > limit) onTooMuch();
    else chunks.push(chunk);
  });
  return () => Buffer.concat(chunks).toString('utf8');
}

/** The last `limit` bytes or so of a stream, and whether anything came before them. */
export function collectTail(stream: Readable, limit: number): () => { text: string; cut: boolean } {
  let chunks: Buffer[] = [];
  let bytes = 0;
  let cut = false;
  stream.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes <= 2 * limit) return;
    chunks = [Buffer.concat(chunks).subarray(-limit)];
    bytes = limit;
    cut = true;
  });
  return () => ({ text: Buffer.concat(chunks).toString('utf8'), cut });
}
