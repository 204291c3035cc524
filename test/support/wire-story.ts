import type { CheckWork, Work } from '../../shared/contract/api-types.ts';
import { PROTOCOL_VERSION } from '../../shared/contract/protocol-version.ts';
import type { OrganisationTexts } from '../../shared/organisation-files/parse-organisation.ts';
import type { RequestState } from '../../shared/domain/request/request.ts';
import { signedBy } from '../../shared/api/procedures.ts';
import {
  NOTHING_SEEN,
  statementBytes,
  type SignedStatement,
  type Statement,
  type StatementType,
} from '../../shared/domain/statements/statement.ts';
import { deviceIdOf, invitedBytes } from '../../shared/domain/statements/joining.ts';
import { hexOf } from '../../shared/lib/hex-of.ts';
import { inviteKeyOf } from '../../shared/system/invite-code.ts';
import { publicKeyOf, sha256, sign } from '../../shared/system/node-crypto.ts';
import { inviteKeyText } from './join-by-code.ts';
import { said } from '../fakes/said.ts';

/** Says one thing to the service; answers with what it answered, or with its refusal. */
export type Say = <T = unknown>(said: { who: string | null; path: string; input?: unknown }) => Promise<T>;

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

/** Each device of the story has its own, always the same, so that what was signed can be signed again elsewhere. */
const seedOf = (who: string): Uint8Array => sha256(new TextEncoder().encode(`story ${who}`));

/** As an identity keeps them. */
export const keysOf = (who: string) => ({
  publicKey: base64(publicKeyOf(seedOf(who))),
  seed: base64(seedOf(who)),
});

const newDevice = (who: string) => {
  const key = keysOf(who).publicKey;
  return { name: `${who}’s device`, signingKey: key, sealingKey: key };
};

/** The code by which they join. The owner's is the service's. */
const codeOf = (who: string): string => `story-code-of-${who}`;

/** Logs have other names in each service, so what was signed in one is signed again in another. */
const signedAs = (who: string, statement: Statement): SignedStatement => ({
  statement,
  signature: base64(sign(seedOf(who), statementBytes(sha256, statement))),
});

const byInvite = (code: string, { log, by }: Pick<Statement, 'log' | 'by'>, who: string): string =>
  base64(sign(inviteKeyOf(code).seed, invitedBytes({ log, person: by, ...newDevice(who) })));

interface SaidSigned {
  readonly signed: SignedStatement;
}

/** The same said to another service, of which `ownerInvite` is the code. */
export function saidAgain<T extends object>(input: T, who: string, ownerInvite: string): T {
  if (!('signed' in input)) return input;
  const { statement } = (input as T & SaidSigned).signed;
  const { type, body } = statement;
  if (type === 'foundOrganisation')
    return { ...input, signed: signedAs(who, statement), byInvite: byInvite(ownerInvite, statement, who) };
  const again = type === 'joinOrganisation' ? { byInvite: byInvite(codeOf(who), statement, who) } : {};
  return { ...input, signed: signedAs(who, { ...statement, body: { ...body, ...again } } as Statement) };
}

/** Whom a device belongs to, and where, as its service said. */
interface Joined {
  readonly me: { readonly id: string };
  readonly deviceId: string;
  readonly organisation: { readonly origin: string; readonly logKey?: string };
}

/** Signs what the procedure wants signed, as the device of `joined`. */
function signing(
  who: string,
  { me, deviceId, organisation }: Joined,
  { type, body }: { readonly type: StatementType | undefined; readonly body: object },
): SaidSigned {
  const statement = {
    ...{ v: 1, log: organisation.origin, type, by: me.id, device: deviceId },
    ...{ at: Date.now(), seen: NOTHING_SEEN, body },
  } as unknown as Statement;
  return { signed: signedAs(who, statement) };
}

interface Invited {
  readonly person: string;
  readonly organisation: { readonly name: string; readonly origin: string; readonly logKey: string };
  readonly proposed?: object;
}

/** What somebody who is about to join signs as. */
const joining = (who: string, { person, organisation }: Invited): Joined => ({
  ...{ me: { id: person }, deviceId: deviceIdOf(sha256, keysOf(who).publicKey), organisation },
});

/** Calls every procedure at least once, as an owner, a developer, a lead and a runner would. */
export async function tellStory(
  world: { files: OrganisationTexts; ownerInvite: string },
  say: Say,
): Promise<void> {
  let keys = 0;
  const key = (): { idempotencyKey: string } => ({ idempotencyKey: `story-key-${(keys += 1)}` });
  const joined = new Map<string, Joined>();
  const signed = (who: string, path: string, body: object) =>
    signing(who, joined.get(who) as Joined, { type: signedBy(path), body });
  const saySigned = <T = unknown>(who: string, path: string, body: object): Promise<T> =>
    say<T>({ who, path, input: signed(who, path, body) });
  const found = async (who: string, code: string): Promise<void> => {
    const inviteKey = inviteKeyText(code);
    const info = await say<Invited>({ who: null, path: 'session.invite', input: { inviteKey } });
    const { name, logKey } = info.organisation;
    const body = {
      ...{ name, logKey, ...info.proposed, device: newDevice(who) },
      recoveryKey: keysOf('recovery').publicKey,
    };
    const { signed: statement } = signing(who, joining(who, info), { type: 'foundOrganisation', body });
    const said = { signed: statement, inviteKey, byInvite: '', protocol: PROTOCOL_VERSION };
    const input = saidAgain(said, who, code);
    joined.set(who, await say<Joined>({ who, path: 'session.found', input }));
  };
  const inviting = (who: string, person: string) => ({
    ...{ person, inviteKey: inviteKeyText(codeOf(who)), expiresAt: Date.now() + 80_000_000 },
  });
  const invite = async (by: string, who: string, person: string): Promise<void> => {
    const body = inviting(who, person);
    await saySigned(by, 'org.invite', body);
    const { inviteKey } = body;
    const info = await say<Invited>({ who: null, path: 'session.invite', input: { inviteKey } });
    const { signed: statement } = signing(who, joining(who, info), {
      type: 'joinOrganisation',
      body: { ...newDevice(who), inviteKey, byInvite: '' },
    });
    const input = saidAgain({ signed: statement, protocol: PROTOCOL_VERSION }, who, '');
    joined.set(who, await say<Joined>({ who, path: 'session.join', input }));
  };

  await found('owner', world.ownerInvite);
  await say({ who: 'owner', path: 'session.me' });
  const publish = { files: world.files, providerDigests: {}, dryRun: false, follows: 0 };
  const { people, catalog, policy } = world.files;
  const hashes = { people: hashOf(people), catalog: hashOf(catalog), policy: hashOf(policy) };
  await say({
    ...{ who: 'owner', path: 'org.publish' },
    input: {
      ...publish,
      ...signed('owner', 'org.publish', {
        ...{ files: hashes, providerDigests: {}, owners: ['owner@example.com'], follows: 0 },
      }),
    },
  });
  await say({ who: 'owner', path: 'org.publish', input: { ...publish, dryRun: true, files: BROKEN } });
  await invite('owner', 'dev', 'dev@example.com');
  await invite('owner', 'lead', 'lead@example.com');
  await invite('owner', 'runner', 'service:runner');
  await saySigned('owner', 'org.confirm', { person: 'lead@example.com' });
  await say({ who: 'owner', path: 'org.proposed' });
  const recoveryKey = inviteKeyText(codeOf('spare'));
  await saySigned('owner', 'org.setRecoveryKey', { recoveryKey });
  const back = await say<Pick<Invited, 'organisation'>>({
    ...{ who: null, path: 'session.recovery', input: { recoveryKey } },
  });
  const { signed: recovering } = signing(
    'spare',
    joining('spare', { ...back, person: 'owner@example.com' }),
    {
      type: 'joinOrganisation',
      body: { ...newDevice('spare'), inviteKey: recoveryKey, byInvite: '' },
    },
  );
  await say({
    ...{ who: 'spare', path: 'session.recover' },
    input: saidAgain({ signed: recovering, protocol: PROTOCOL_VERSION }, 'spare', ''),
  });
  await say({ who: 'dev', path: 'catalog.list' });
  await say({ who: null, path: 'catalog.list' });
  const draft = { durationMs: 1_800_000, reason: 'Refunds are stuck', ticket: null };
  for (const reason of [draft.reason, ''])
    await say({
      who: 'dev',
      path: 'policy.preview',
      input: { ...draft, reason, entitlementIds: ['prod/db:write'] },
    });

  const submit = (requestId: string, entitlementId: string) =>
    saySigned<RequestState>('dev', 'requests.submit', {
      ...{ ...draft, reason: said(draft.reason) },
      ...{ requestId, entitlementIds: [entitlementId] },
    });
  const { facts } = await submit('approved001', 'prod/db:write');
  const inbox = { scope: 'inbox', open: true, limit: 10 };
  await say({ who: 'lead', path: 'requests.list', input: inbox });
  const { requestId, requestHash } = facts;
  const review = { requestId, requestHash, decision: 'approve', comment: said('fine'), step: 0 };
  await saySigned('lead', 'reviews.give', review);

  const runner = <T = unknown>(path: string, input: object): Promise<T> =>
    say<T>({ who: 'runner', path: `runner.${path}`, input });
  const report = (body: object, made: object = {}): Promise<unknown> =>
    runner('report', { ...signed('runner', 'runner.report', body), ...made });
  const lease = { pool: 'default', max: 1, revokeOnly: false };
  await runner('work', { pool: 'default' });
  const [work] = await runner<Work[]>('lease', lease);
  if (!work) throw new Error('there was no work');
  const { grantId, fence, recipients } = work;
  const about = { requestId, grantId, fence };
  await runner('heartbeat', { pool: 'default', grantIds: [grantId] });
  const now = Date.now();
  const window = { startsAt: now, expiresAt: now + draft.durationMs };
  await report(
    { kind: 'activated', ...about, ...key(), ...window, evidence: 'It logs in.' },
    {
      state: { made: 'a role' },
      sealed: recipients.map(({ deviceId }) => ({ deviceId, box: 'c2VhbGVk' })),
    },
  );
  await say({ who: 'dev', path: 'grants.credential', input: { grantId } });
  await say({ who: 'dev', path: 'grants.extend', input: { grantId, byMs: 60_000 } });
  await saySigned('dev', 'grants.end', { grantId, reason: said('done'), isGone: false });
  const [end] = await runner<Work[]>('lease', { ...lease, revokeOnly: true });
  const gone = { requestId, grantId, fence: end?.fence ?? 0, wasThere: false };
  await report({ kind: 'revocationFailed', ...gone, ...key(), message: 'The target is away.' });
  await report({ kind: 'revoked', ...gone, ...key(), verifiedAt: Date.now(), evidence: null });
  await say({ who: 'dev', path: 'requests.get', input: { requestId } });

  await say({ who: 'owner', path: 'pools.check', input: { pool: 'default' } });
  const checks = await runner<CheckWork[]>('lease', { ...lease, checks: 2 });
  for (const { entitlement, fence: asked } of checks)
    await runner('report', {
      ...{ kind: 'checked', pool: 'default', entitlementId: entitlement.id, fence: asked },
      problem: 'A role is missing.',
    });
  await say({ who: 'owner', path: 'pools.checked', input: { pool: null } });

  const auto = await submit('failed00001', 'dev/db:write');
  const [unlucky] = await runner<Work[]>('lease', lease);
  await report({
    ...{ kind: 'activationFailed', requestId: auto.facts.requestId, grantId: unlucky?.grantId },
    ...{ fence: unlucky?.fence, ...key(), message: 'No such database.' },
  });
  await submit('ended000001', 'dev/db:write');
  await saySigned('dev', 'grants.endAll', { reason: said('going home') });
  await submit('withdrawn01', 'prod/db:write');
  const comment = { requestId: 'withdrawn01', commentId: 'comment00001', comment: said('Which table?') };
  for (const who of ['lead', 'runner']) await saySigned(who, 'requests.comment', comment);
  await saySigned('dev', 'requests.withdraw', { requestId: 'withdrawn01' });
  await say({ who: 'dev', path: 'requests.get', input: { requestId: 'nothing0001' } });
  for (const scope of ['mine', 'running', 'all'])
    await say({ who: 'dev', path: 'requests.list', input: { scope, open: false, limit: 10 } });

  await invite('dev', 'dev2', 'dev@example.com');
  const { deviceId } = joined.get('dev2') as Joined;
  await saySigned('dev2', 'devices.rename', { device: deviceId, name: 'Phone' });
  await say({ who: 'dev', path: 'devices.list', input: {} });
  await say({ who: 'owner', path: 'devices.list', input: { person: 'dev@example.com' } });
  await saySigned('owner', 'devices.remove', { device: deviceId, reason: said('lost') });
  await saySigned('owner', 'org.invite', { ...inviting('lead2', 'lead@example.com'), replaces: true });

  for (const who of ['owner', 'dev']) await say({ who, path: 'log.entries', input: { from: 4, limit: 8 } });
  await say({ who: 'lead', path: 'log.stream', input: { requestId, after: null } });
  await say({ who: 'dev', path: 'log.checkpoint' });
  await say({ who: 'dev', path: 'log.inclusion', input: { seq: 3, size: 11 } });
  await say({ who: 'dev', path: 'log.consistency', input: { from: 5, to: 11 } });
  await say({ who: 'owner', path: 'changes', input: { lastEventId: '2' } });
  const nobody = { nonce: 'n'.repeat(43), deviceId: 'nobodysdevice000' };
  await say({ who: null, path: 'session.signedOut', input: nobody });
  const elsewhere = { nonce: nobody.nonce, address: 'https://elsewhere.example.com' };
  await say({ who: null, path: 'session.address', input: elsewhere });

  const runners = await say<{ runners: { device: string; signingKey: string }[] }>({
    ...{ who: 'owner', path: 'org.runners' },
  });
  const own = runners.runners[0];
  await saySigned('owner', 'org.signInRunner', { device: own?.device, signingKey: own?.signingKey });
  await say({ who: 'dev', path: 'org.newLogKey' });
  const { logKey } = await say<{ logKey: string }>({ who: 'owner', path: 'org.newLogKey' });
  const follows = joined.get('owner')?.organisation.logKey;
  await saySigned('owner', 'org.rotateLogKey', { logKey, follows });
  await say({ who: 'dev', path: 'session.me' });
}

const hashOf = (text: string): string => hexOf(sha256(new TextEncoder().encode(text)));

const BROKEN: OrganisationTexts = { people: 'version: 1\n', catalog: 'version: 1\n', policy: 'rules: no\n' };
