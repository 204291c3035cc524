import type { CheckWork, Work } from '../../shared/contract/api.ts';
import { PROTOCOL_VERSION } from '../../shared/contract/protocol-version.ts';
import type { OrganisationTexts } from '../../shared/contract/organisation/parse-organisation.ts';
import type { RequestState } from '../../shared/domain/request/request.ts';
import { signedBy } from '../../shared/contract/procedures.ts';
import {
  NOTHING_SEEN,
  statementBytes,
  type SignedStatement,
  type Statement,
} from '../../shared/domain/statements/statement.ts';
import { hexOf } from '../../shared/lib/hex-of.ts';
import { publicKeyOf, sha256, sign } from '../../shared/system/node-crypto.ts';
import { said } from '../fakes/said.ts';

/** Says one thing to the service; answers with what it answered, or with its refusal. */
export type Say = <T = unknown>(said: { who: string | null; path: string; input?: unknown }) => Promise<T>;

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

/** Every device of the story signs with it, so that what was signed can be signed again elsewhere. */
export const SEED = new Uint8Array(32).fill(7);
const KEYS = { signingKey: base64(publicKeyOf(SEED)), sealingKey: base64(publicKeyOf(SEED)) };

/** As an identity keeps them. */
export const STORY_KEYS = { publicKey: KEYS.signingKey, seed: base64(SEED) };

/** Logs and devices have other names in each service, so what was signed in one is signed again in another. */
export const signedAgain = (statement: Statement): SignedStatement => ({
  statement,
  signature: base64(sign(SEED, statementBytes(sha256, statement))),
});

/** Whom a device belongs to, and where, as its service said. */
interface Joined {
  readonly me: { readonly id: string };
  readonly deviceId: string;
  readonly organisation: { readonly origin: string };
}

/** Signs what the procedure wants signed, as the device of `joined`. */
function signing({ me, deviceId, organisation }: Joined, path: string, body: object): { signed: unknown } {
  const statement = {
    ...{ v: 1, log: organisation.origin, type: signedBy(path), by: me.id, device: deviceId },
    ...{ at: Date.now(), seen: NOTHING_SEEN, body },
  } as unknown as Statement;
  return { signed: signedAgain(statement) };
}

/** Calls every procedure at least once, as an owner, a developer, a lead and a runner would. */
export async function tellStory(
  world: { files: OrganisationTexts; ownerInvite: string },
  say: Say,
): Promise<void> {
  let keys = 0;
  const key = (): { idempotencyKey: string } => ({ idempotencyKey: `story-key-${(keys += 1)}` });
  const joined = new Map<string, Joined>();
  const signed = (who: string, path: string, body: object) => signing(joined.get(who) as Joined, path, body);
  const saySigned = <T = unknown>(who: string, path: string, body: object): Promise<T> =>
    say<T>({ who, path, input: signed(who, path, body) });
  const join = async (who: string, code: string): Promise<void> => {
    const input = { code, deviceName: `${who}’s device`, ...KEYS, protocol: PROTOCOL_VERSION };
    joined.set(who, await say<Joined>({ who, path: 'session.join', input }));
  };
  const invite = async (who: string, person: string): Promise<void> => {
    const { code } = await saySigned<{ code: string }>('owner', 'org.invite', { person });
    await join(who, code);
  };

  await join('owner', world.ownerInvite);
  await say({ who: 'owner', path: 'session.me' });
  const publish = { files: world.files, providerDigests: {}, dryRun: false };
  const { people, catalog, policy } = world.files;
  const hashes = { people: hashOf(people), catalog: hashOf(catalog), policy: hashOf(policy) };
  await say({
    ...{ who: 'owner', path: 'org.publish' },
    input: { ...publish, ...signed('owner', 'org.publish', { files: hashes, providerDigests: {} }) },
  });
  await say({ who: 'owner', path: 'org.publish', input: { ...publish, dryRun: true, files: BROKEN } });
  await invite('dev', 'dev@example.com');
  await invite('lead', 'lead@example.com');
  await invite('runner', 'service:runner');
  await saySigned('owner', 'org.confirm', { person: 'lead@example.com' });
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

  await join(
    'dev2',
    (await saySigned<{ code: string }>('dev', 'org.invite', { person: 'dev@example.com' })).code,
  );
  const { deviceId } = joined.get('dev2') as Joined;
  await saySigned('dev2', 'devices.rename', { device: deviceId, name: 'Phone' });
  await say({ who: 'dev', path: 'devices.list', input: {} });
  await say({ who: 'owner', path: 'devices.list', input: { person: 'dev@example.com' } });
  await saySigned('owner', 'devices.remove', { device: deviceId, reason: said('lost') });
  const anew = { person: 'lead@example.com', replaces: true };
  await saySigned('owner', 'org.invite', anew);

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
}

const hashOf = (text: string): string => hexOf(sha256(new TextEncoder().encode(text)));

const BROKEN: OrganisationTexts = { people: 'version: 1\n', catalog: 'version: 1\n', policy: 'rules: no\n' };
