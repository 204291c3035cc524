import { join } from 'node:path';
import type { Api } from '../../shared/api/api.ts';
import { addressText } from '../../shared/domain/address-text.ts';
import { formatNote, signNoteText } from '../../shared/log/signed-note.ts';
import { verifierKey } from '../../shared/log/keys.ts';
import { readSigningKey } from '../../shared/service/system/signing-key-file.ts';
import { sha256, signer } from '../../shared/system/node-crypto.ts';
import type { Member } from './member.ts';
import type { ServiceProcess } from './service-process.ts';

/** Makes a fake prove to be the service that this member joined, as one that was updated has the same log. */
export const vouchAs =
  ({ data }: Pick<ServiceProcess, 'data'>, { identity }: Pick<Member, 'identity'>) =>
  (api: Api): Api => {
    const { publicKey, seed } = readSigningKey(join(data, 'log-key'));
    const key = verifierKey(sha256, identity.log.origin, publicKey);
    api.session.address = async (about) => {
      const text = addressText(about);
      return { note: formatNote({ text, signatures: [signNoteText(text, key, signer(seed))] }) };
    };
    return api;
  };
