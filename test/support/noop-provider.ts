import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';

/** Says ok to everything, and that nothing is there. */
const SCRIPT = `#!/bin/sh
case $1 in
verify) echo '{"status":"ok","exists":false}' ;;
*) echo '{"status":"ok"}' ;;
esac
`;

/** A shipped-providers folder with one provider, `noop`, that does nothing as fast as a script can. */
export async function makeNoopProvider(folder: string): Promise<{ script: string }> {
  const provider = join(folder, 'noop');
  await mkdir(provider, { recursive: true });
  const script = join(provider, 'noop.sh');
  await writeFile(script, SCRIPT);
  await chmod(script, 0o755);
  const schema = { type: 'object' };
  const manifest = { protocol: 1, name: 'noop', version: '1.0.0', title: 'Nothing', executable: 'noop.sh' };
  const facts = { configSchema: schema, inputSchema: schema, nativeExpiry: false, sessionsSurvive: false };
  await writeFile(join(provider, 'provider.yaml'), stringify({ ...manifest, ...facts }));
  return { script };
}
