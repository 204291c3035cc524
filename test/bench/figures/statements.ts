import { createPublicKey, verify as bareVerify } from 'node:crypto';
import type { KeptEntry } from '../../../shared/client/log-files.ts';
import { checkSignatures } from '../../../shared/client/check-signatures.ts';
import { signerOf } from '../../../shared/domain/statements/check-record.ts';
import { checkStatement, type SigningDevice } from '../../../shared/domain/statements/check-statement.ts';
import { statementBytes, type SignedStatement } from '../../../shared/domain/statements/statement.ts';
import { hexOf } from '../../../shared/lib/hex-of.ts';
import { sealSaid } from '../../../shared/lib/said.ts';
import { appendLeaf, emptyRange, rootOf } from '../../../shared/log/compact-range.ts';
import { leafHash } from '../../../shared/log/hashes.ts';
import { nothingTrusted, type LogIdentity } from '../../../shared/log/log-watch.ts';
import { verifierKey } from '../../../shared/log/keys.ts';
import { generateSigningKey, sha256, verify } from '../../../shared/system/node-crypto.ts';
import { signatureFits } from '../../../shared/system/signature-fits.ts';
import type { Figure } from '../figure.ts';
import { interleave } from '../interleave.ts';
import { signedRecords } from '../support/signed-history.ts';

const STATEMENTS = 4_000;
const ENTRIES = 100_000;
const ROUNDS = 5;
const LOG = 'bench.example/log';

interface Said {
  readonly signed: SignedStatement;
  readonly device: SigningDevice;
}

/** Who reads the log checks each statement; nothing of that may cost more than the signature does. */
export const statementChecked: Figure = {
  name: 'statement',
  title: 'a statement checked: whose it is, its canonical bytes, and a strict verification of its signature',
  against: 'crypto.verify of the same bytes, with the key read before',
  unit: 'ms',
  bound: 'atMost',
  target: 2,
  async measure() {
    const all = statements(STATEMENTS);
    const bare = all.map(({ signed, device }) => ({
      key: createPublicKey({ key: derOf(device.signingKey), format: 'der', type: 'spki' }),
      message: statementBytes(sha256, signed.statement),
      signature: Buffer.from(signed.signature, 'base64url'),
    }));
    const medians = await interleave(ROUNDS, {
      limit: async () =>
        timeOf(() => bare.every(({ key, message, signature }) => bareVerify(null, message, key, signature))),
      value: async () => timeOf(() => all.every(isGenuine)),
    });
    const eachUs = (medians.value / STATEMENTS) * 1_000;
    return { kind: 'measured', ...medians, note: `${eachUs.toFixed(0)} µs each` };
  },
};

/** `latchkey history verify`, but for the disk: each entry parsed, its statement checked, and what its signer had seen. */
export const historyVerified: Figure = {
  name: 'history-verified',
  title: `a history of ${ENTRIES.toLocaleString('en')} entries, checked for who signed what and had seen what`,
  against: 'parsing the same entries as JSON, and crypto.verify of the signatures in them',
  unit: 'ms',
  bound: 'atMost',
  target: 5,
  async measure({ say }) {
    say('signing the history');
    const { entries, said } = historyOf(ENTRIES);
    const identity: LogIdentity = {
      key: verifierKey(sha256, LOG, generateSigningKey().publicKey),
      ...{ sha256, verify },
    };
    const kept = {
      trusted: { ...nothingTrusted(), size: entries.length },
      async *entries() {
        yield* entries;
      },
    };
    const bare = said.map(({ signed, device }) => ({
      key: createPublicKey({ key: derOf(device.signingKey), format: 'der', type: 'spki' }),
      message: statementBytes(sha256, signed.statement),
      signature: Buffer.from(signed.signature, 'base64url'),
    }));
    const medians = await interleave(1, {
      limit: async () =>
        timeOf(() => {
          for (const { text } of entries) JSON.parse(text ?? '');
          return bare.every(({ key, message, signature }) => bareVerify(null, message, key, signature));
        }),
      value: async () => {
        const startedAt = performance.now();
        const checked = await checkSignatures(identity, kept, { from: 0, trusted: nothingTrusted() });
        if (!checked.ok) throw new Error(checked.error.sentence);
        if (checked.value.signed !== said.length) throw new Error('not all of it was signed');
        return performance.now() - startedAt;
      },
    });
    return { kind: 'measured', ...medians, note: `${said.length} signatures` };
  },
};

/** Each of its statements by somebody who had verified all that was there. */
function historyOf(count: number): {
  readonly entries: readonly KeptEntry[];
  readonly said: readonly Said[];
} {
  const [entries, said] = [[] as KeptEntry[], [] as Said[]];
  const devices = new Map<string, SigningDevice>();
  let range = emptyRange();
  const seen = () => ({ size: range.size, root: hexOf(rootOf(sha256, range)) });
  for (const record of signedRecords(count, { log: LOG, seen })) {
    const { text, said: texts } = sealSaid(sha256, record);
    const hash = leafHash(sha256, new TextEncoder().encode(text));
    range = appendLeaf(sha256, range, hash);
    entries.push({ text, said: [...texts], leafHash: hexOf(hash) });
    const { entry, signed } = record;
    if (entry.type === 'deviceRegistered') devices.set(entry.deviceId, entry);
    const device = signed && (signerOf(sha256, signed.statement) ?? devices.get(signed.statement.device));
    if (device) said.push({ signed, device });
    if (entries.length === count) break;
  }
  return { entries, said };
}

const statements = (count: number): readonly Said[] => historyOf(count * 4).said.slice(0, count);

function isGenuine({ signed, device }: Said): boolean {
  const left = checkStatement(sha256, signed, { log: LOG, type: signed.statement.type, device });
  return typeof left !== 'string' && signatureFits(left);
}

/** In ms. */
function timeOf(work: () => boolean): number {
  const startedAt = performance.now();
  if (!work()) throw new Error('a signature does not fit');
  return performance.now() - startedAt;
}

/** The DER form of a raw Ed25519 key (RFC 8410 §4). */
const derOf = (signingKey: string): Buffer =>
  Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), Buffer.from(signingKey, 'base64url')]);
