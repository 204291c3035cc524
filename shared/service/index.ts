import { parseArgs } from 'node:util';
import { serviceProcess } from './service-process.ts';

// The service as a process of its own: what the desktop starts in solo mode. `latchkey service` runs the same.

const status = await serviceProcess(writtenOptions());
// A sentence that nobody reads does not keep it alive.
process.exit(status);

function writtenOptions() {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: {
      data: text,
      database: text,
      'database-password-file': text,
      listen: text,
      'former-listen': text,
      org: text,
      name: text,
      owner: text,
      pools: text,
      'tls-cert': text,
      'tls-key': text,
      'behind-proxy': { type: 'boolean' },
      'public-host': text,
      advertise: { type: 'string', multiple: true },
    },
  });
  return {
    ...values,
    databasePasswordFile: values['database-password-file'],
    formerListen: values['former-listen'],
    tlsCert: values['tls-cert'],
    tlsKey: values['tls-key'],
    behindProxy: values['behind-proxy'],
    publicHost: values['public-host'],
  };
}
