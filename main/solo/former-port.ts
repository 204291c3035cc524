import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readFileIfThere, writePrivateFile } from '../../shared/client/private-file.ts';
import { formerPortFormat } from '../../shared/formats/addresses/former-port-format.ts';

/**
 * The port at which an earlier Latchkey had the service of this computer listen. Others on this computer may know it by that alone,
 * so it is kept until nobody else has a device.
 */
export interface FormerPort {
  /** Takes note of where the service was last; answers with the port, null where there is none. */
  settle(lastUrl: string): Promise<number | null>;
  forget(): Promise<void>;
}

export function formerPort(home: string): FormerPort {
  const path = join(home, 'former-port.json');
  return {
    async settle(lastUrl) {
      const port = portIn(lastUrl);
      if (port === null) return read(path);
      await writePrivateFile(path, `${JSON.stringify(formerPortFormat.write({ port }))}\n`);
      return port;
    },
    forget: () => rm(path, { force: true }),
  };
}

/** Where the services of earlier Latchkeys on this computer were. */
export function portIn(url: string): number | null {
  const [, port] = /^http:\/\/127\.0\.0\.1:(\d{1,5})$/.exec(url) ?? [];
  return port === undefined ? null : Number(port);
}

async function read(path: string): Promise<number | null> {
  const text = await readFileIfThere(path);
  if (text === null) return null;
  const found = formerPortFormat.read(JSON.parse(text));
  return found.kind === 'known' ? found.value.port : null;
}
