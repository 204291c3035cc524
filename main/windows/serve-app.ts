import { readFile } from 'node:fs/promises';
import type { Protocol } from 'electron';
import { appFile } from './app-file.ts';
import { APP_SCHEME } from './app-origin.ts';
import { CONTENT_SECURITY_POLICY } from './content-security-policy.ts';

/** Answers `latchkey://app/…` from `folder`, with the headers that keep a page to itself. */
export function serveApp(protocol: Protocol, folder: string): void {
  protocol.handle(APP_SCHEME, async (request) => {
    const file = request.method === 'GET' ? appFile(request.url, folder) : null;
    if (file === null) return notFound();
    try {
      return new Response(await readFile(file.path), {
        headers: {
          'content-type': file.type,
          'content-security-policy': CONTENT_SECURITY_POLICY,
          'x-content-type-options': 'nosniff',
          'cross-origin-opener-policy': 'same-origin',
          'referrer-policy': 'no-referrer',
        },
      });
    } catch {
      return notFound();
    }
  });
}

// not for people: no page of ours asks for it.
const notFound = (): Response =>
  new Response('Not found', {
    status: 404,
    headers: { 'content-type': 'text/plain', 'content-security-policy': CONTENT_SECURITY_POLICY },
  });
