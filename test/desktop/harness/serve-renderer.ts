import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build } from 'vite';
import { root } from '../../../build/setup/root.js';
import { APP_PAGE } from '../../../main/windows/app-origin.ts';
import { appFile } from '../../../main/windows/app-file.ts';
import { CONTENT_SECURITY_POLICY } from '../../../main/windows/content-security-policy.ts';

export interface ServedRenderer {
  readonly url: string;
  stop(): Promise<void>;
}

/** The built renderer over loopback, found and locked in by the same code as in the app. */
export async function serveRenderer(): Promise<ServedRenderer> {
  const server = createServer((request, response) => {
    const file = appFile(new URL(request.url ?? '/', APP_PAGE).href, join(root, 'out', 'renderer'));
    try {
      const body = file === null ? null : readFileSync(file.path);
      if (file === null || body === null) throw new Error('not ours');
      response.writeHead(200, {
        'content-type': file.type,
        'content-security-policy': CONTENT_SECURITY_POLICY,
      });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/index.html`,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** test/fakes/fake-bridge-page.ts as one script that a page can run before its own. */
export async function fakeBridgeScript(): Promise<string> {
  const built = await build({
    configFile: false,
    envDir: false,
    publicDir: false,
    logLevel: 'warn',
    build: {
      write: false,
      minify: false,
      lib: { entry: join(root, 'test/fakes/fake-bridge-page.ts'), formats: ['iife'], name: 'fakeBridge' },
    },
  });
  const [bundle] = Array.isArray(built) ? built : [built];
  if (bundle === undefined || !('output' in bundle)) throw new Error('nothing was built');
  return bundle.output[0].code;
}
