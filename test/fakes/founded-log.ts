import type { Entry, LogRecord } from '../../shared/domain/entry.ts';
import { deviceIdOf, invitedBytes, inviteIdOf } from '../../shared/domain/statements/joining.ts';
import {
  NOTHING_SEEN,
  statementBytes,
  type SignedStatement,
  type Statement,
  type StatementBodies,
  type StatementType,
} from '../../shared/domain/statements/statement.ts';
import { hexOf } from '../../shared/lib/hex-of.ts';
import { addMs, DAY_MS } from '../../shared/lib/time.ts';
import { generateSigningKey, sha256, sign, type SigningKey } from '../../shared/system/node-crypto.ts';
import { keyText } from '../../shared/system/key-text.ts';
import { OWNER, PeopleLog } from './people-log.ts';

const HASH = 'a'.repeat(64);
const DOCUMENTS = { files: { people: HASH, catalog: HASH, policy: HASH }, providerDigests: {} };
export const OWN_RUNNER = 'built-in-runner';

type Write = { readonly actor: string; readonly signed?: SignedStatement | undefined } & Partial<LogRecord>;

export interface OpenInvite {
  readonly person: string;
  readonly by: string;
  readonly key: SigningKey;
  readonly replaces?: true;
}

/** The log of an organisation that somebody founded, and of a service that writes down whatever it is told to. */
export class FoundedLog extends PeopleLog {
  readonly runner = generateSigningKey();
  #version = 0;

  override write(stream: string, entry: Entry, by: Write): void {
    super.write(stream, entry, { v: 4, ...by });
  }

  /** A statement by a key that no device has yet. */
  byKey<T extends StatementType>(
    key: SigningKey,
    { type, by, body }: { readonly type: T; readonly by: string; readonly body: StatementBodies[T] },
  ): SignedStatement<T> {
    const device = deviceIdOf(sha256, keyText(key.publicKey));
    const seen = NOTHING_SEEN;
    const statement: Statement<T> = { v: 1, log: this.origin, type, by, device, at: this.now, seen, body };
    const signature = keyText(sign(key.seed, statementBytes(sha256, statement as unknown as Statement)));
    return { statement, signature };
  }

  /** What the first owner signs. */
  founding(changes: Partial<StatementBodies['foundOrganisation']> = {}, key = generateSigningKey()) {
    const { name, signingKey, sealingKey } = newKeys(key);
    const runner = { device: OWN_RUNNER, signingKey: keyText(this.runner.publicKey) };
    const body = {
      ...{ name: 'Example', logKey: 'key', documents: { ...DOCUMENTS, owners: [OWNER] } },
      ...{ device: { name, signingKey, sealingKey }, recoveryKey: keyText(key.publicKey), runner },
      ...changes,
    };
    return { key, signed: this.byKey(key, { type: 'foundOrganisation', by: OWNER, body }) };
  }

  /** Writes the three entries of a founding. The hash of its statement. */
  found({ key, signed } = this.founding()): string {
    const { by, body } = signed.statement;
    const { device, documents: _documents, ...created } = body;
    const author = { actor: by, signed };
    const at = this.now;
    this.write('organisation', { type: 'organisationCreated', ...created, owner: by }, { ...author, at });
    this.write('organisation', this.#published(0), { ...author, at });
    this.register({ person: by, key, invitedBy: 'latchkey', device }, { ...author, at });
    return hexOf(sha256(statementBytes(sha256, signed.statement as unknown as Statement)));
  }

  publish(
    by: string,
    { owners = [OWNER], follows = this.#version }: { owners?: string[]; follows?: number } = {},
  ): void {
    const signed = this.say(by, 'publishOrganisation', { ...DOCUMENTS, owners, follows });
    this.write('organisation', this.#published(follows), { actor: by, signed });
  }

  signInRunner(by: string, body: StatementBodies['signInRunner']): void {
    const signed = this.say(by, 'signInRunner', body);
    this.write('organisation', { type: 'runnerSignedIn', ...body }, { actor: by, signed });
  }

  rotate(by: string, body: StatementBodies['rotateLogKey'], entry: object = body): void {
    const signed = this.say(by, 'rotateLogKey', body);
    this.write('organisation', { type: 'logKeyRotated', ...body, ...entry }, { actor: by, signed });
  }

  invite(by: string, person: string, { replaces }: { readonly replaces?: true } = {}): OpenInvite {
    const key = generateSigningKey();
    const inviteKey = keyText(key.publicKey);
    const inviteId = inviteIdOf(sha256, inviteKey);
    const body = { person, inviteKey, expiresAt: addMs(this.now, DAY_MS), ...(replaces && { replaces }) };
    const entry: Entry = { type: 'inviteCreated', inviteId, invitedBy: by, ...body };
    const signed = by === 'latchkey' ? undefined : this.say(by, 'inviteDevice', body);
    this.write(`invite/${inviteId}`, entry, { actor: by, signed });
    return { person, by, key, ...(replaces && { replaces }) };
  }

  /** What whoever has an invite signs. `inviteSeed`: of the key by which they say that they were given it. */
  joining(
    invite: OpenInvite,
    { key = generateSigningKey(), person = invite.person, inviteSeed = invite.key.seed } = {},
  ) {
    const keys = newKeys(key);
    const byInvite = keyText(sign(inviteSeed, invitedBytes({ log: this.origin, person, ...keys })));
    const body = { ...keys, inviteKey: keyText(invite.key.publicKey), byInvite };
    return { key, invite, signed: this.byKey(key, { type: 'joinOrganisation', by: person, body }) };
  }

  joinBy({ key, invite, signed }: ReturnType<FoundedLog['joining']>, by: Partial<Write> = {}): void {
    const { by: person, body } = signed.statement;
    const { inviteKey: _inviteKey, byInvite: _byInvite, ...device } = body;
    const { by: invitedBy, replaces } = invite;
    this.register({ person, key, invitedBy, device, replaces }, { actor: person, signed, ...by });
  }

  register(
    what: {
      readonly person: string;
      readonly key: SigningKey;
      readonly invitedBy: string;
      readonly device?: ReturnType<typeof newKeys>;
      readonly replaces?: true | undefined;
    },
    by: Write,
  ): void {
    const { person, key, invitedBy, device = newKeys(key), replaces } = what;
    const deviceId = deviceIdOf(sha256, keyText(key.publicKey));
    this.devices.set(person, { deviceId, person, key });
    const entry = { type: 'deviceRegistered', deviceId, person, invitedBy, ...device } as const;
    this.write(`device/${deviceId}`, { ...entry, ...(replaces && { replaces }) }, by);
  }

  #published(follows: number): Entry {
    this.#version = follows + 1;
    const { people, catalog, policy } = DOCUMENTS.files;
    return {
      ...{ type: 'organisationPublished', organisationVersion: this.#version, providerDigests: {} },
      files: { 'people.yaml': people, 'catalog.yaml': catalog, 'policy.yaml': policy },
    };
  }
}

const newKeys = (key: SigningKey) => ({
  ...{ name: 'laptop', signingKey: keyText(key.publicKey), sealingKey: keyText(key.publicKey) },
});
