import type { Credential } from '../../provider-protocol/provider-protocol.ts';
import { shellWord } from '../kit/shell-word.ts';
import type { Settings } from './settings.ts';

export interface Signed {
  readonly certificate: string;
  /** Null: the requester has it already. */
  readonly privateKey: string | null;
}

/** What the requester gets. The certificate is no secret: the command brings it along; a private key it does not. */
export function credentialFor(settings: Settings, signed: Signed): Credential {
  const { keyId, host, port, principals } = settings;
  const file = `~/.ssh/${keyId}`;
  const target = [...(port === 22 ? [] : ['-p', String(port)]), `${principals[0]}@${host ?? 'HOST'}`];
  const key = signed.privateKey === null ? [] : ['-i', file];
  const ssh = ['ssh', ...key, '-o', `CertificateFile=${file}-cert.pub`, ...target].join(' ');
  return {
    fields: [
      ...(signed.privateKey === null
        ? []
        : [
            { name: 'privateKey', label: `Private key, for ${file}`, value: signed.privateKey, secret: true },
          ]),
      {
        name: 'certificate',
        label: `Certificate, for ${file}-cert.pub`,
        value: signed.certificate,
        secret: false,
      },
      { name: 'principals', label: 'Log in as', value: principals.join(', '), secret: false },
    ],
    command: `echo ${shellWord(signed.certificate)} > ${file}-cert.pub && ${ssh}`,
  };
}
