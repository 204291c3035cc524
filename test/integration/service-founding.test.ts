import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chmodSync, copyFileSync, existsSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Api } from '../../shared/api/api.ts';
import { PROTOCOL_VERSION } from '../../shared/contract/protocol-version.ts';
import type { StatementBodies } from '../../shared/domain/statements/statement.ts';
import { invitedBytes } from '../../shared/domain/statements/joining.ts';
import { readRecord } from '../../shared/formats/wire/read-record.ts';
import { DAY_MS } from '../../shared/lib/time.ts';
import { inviteKeyOf } from '../../shared/system/invite-code.ts';
import { generateSigningKey, sha256, sign, type SigningKey } from '../../shared/system/node-crypto.ts';
import { byNewDevice, inviteKeyText, joinByCode, joinStatement } from '../support/join-by-code.ts';
import { keyText } from '../../shared/system/key-text.ts';
import {
  DEV,
  FILES,
  isOnServer,
  LEAD,
  OWNER,
  refusalOf,
  ServiceFixture,
  silentLogger,
} from './service-fixture.ts';

const ORIGIN = { address: '127.0.0.1' };

let fixture: ServiceFixture;
beforeEach(async () => {
  fixture = await new ServiceFixture().start();
});
afterEach(() => fixture.close());

const code = (): string => fixture.service.ownerInvite ?? '';

type Body = StatementBodies['foundOrganisation'];

/** What the first owner sends; otherwise than it is done where `changes` say so. */
async function founding(changes: Partial<Body> = {}, more: { by?: string; key?: SigningKey } = {}) {
  const inviteKey = inviteKeyText(code());
  const {
    organisation: log,
    person,
    proposed,
  } = await fixture.service.api.session.invite({ inviteKey }, ORIGIN);
  if (!proposed) throw new Error('it was founded');
  const key = more.key ?? generateSigningKey();
  const by = more.by ?? person;
  const keys = { signingKey: keyText(key.publicKey), sealingKey: keyText(generateSigningKey().publicKey) };
  const body = {
    ...{ name: log.name, logKey: log.logKey, documents: proposed.documents, runner: proposed.runner },
    ...{ device: { name: 'laptop', ...keys }, recoveryKey: keyText(generateSigningKey().publicKey) },
    ...changes,
  };
  const asked = { person: by, log };
  const signed = await byNewDevice(asked, { key, type: 'foundOrganisation', body: body as never });
  const byInvite = keyText(
    sign(inviteKeyOf(code()).seed, invitedBytes({ log: log.origin, person: by, ...keys })),
  );
  return { signed, inviteKey, byInvite, protocol: PROTOCOL_VERSION };
}

const found = (input: Parameters<Api['session']['found']>[0]) =>
  fixture.service.api.session.found(input, ORIGIN);

async function entries(person = OWNER) {
  const { items } = await fixture.api.log.entries(await fixture.caller(person), { from: 0, limit: 1_000 });
  return items.flatMap(({ text, said }) => {
    const read = text === null ? null : readRecord(sha256, { text, said: said ?? [] });
    return read?.kind === 'known' ? [read.value] : [];
  });
}

describe('what an organisation is called', () => {
  const startedAs = async (changes: { name: string | null; owner?: string }) => {
    await fixture.service.stop('it is started otherwise');
    Object.assign(fixture.options, changes);
    await fixture.start();
  };
  const nameOf = async () => (await fixture.api.session.me(await fixture.caller(OWNER))).organisation.name;

  it('is what the last start before its founding said, and stays from then on, which is logged', async () => {
    const { origin } = fixture.service;
    await startedAs({ name: null });
    expect(fixture.service.origin).toBe(origin);
    await startedAs({ name: 'Right Name' });
    expect(fixture.service.origin).toMatch(/^latchkey\/right-name-/);
    expect(await nameOf()).toBe('Right Name');
    const warned: string[] = [];
    const warn = (_fields: object, message: string): void => void warned.push(message);
    Object.assign(fixture.options, { logger: { ...silentLogger, warn } });
    await startedAs({ name: 'Another Name' });
    expect(warned).toEqual([expect.stringContaining('called “Right Name”; that stays')]);
    expect(await nameOf()).toBe('Right Name');
    await startedAs({ name: 'Right Name' });
    await startedAs({ name: null });
    expect(warned.length).toBe(1);
  });

  it('and who is invited first is what the last start said, too', async () => {
    Object.assign(fixture.options, { organisation: undefined });
    const asked = async () => {
      const inviteKey = inviteKeyText(code());
      return (await fixture.service.api.session.invite({ inviteKey }, ORIGIN)).person;
    };
    await startedAs({ name: 'Example' });
    expect(await asked()).toBe('owner@localhost');
    await startedAs({ name: 'Example', owner: OWNER });
    expect(await asked()).toBe(OWNER);
  });
});

describe('the keys in a data folder', () => {
  const stopped = async (work: () => void) => {
    await fixture.service.stop('its folder is changed');
    work();
  };
  const key = (name: string): string => join(fixture.dataDir, name);

  it('a start is refused without the key that the log got last', async () => {
    const owner = await fixture.caller(OWNER);
    const { logKey } = await fixture.service.api.org.newLogKey(owner);
    const follows = (await fixture.api.session.me(owner)).organisation.logKey;
    await fixture.api.org.rotateLogKey(owner, { logKey, follows });
    const [, file = ''] = readdirSync(fixture.dataDir).filter((name) => name.startsWith('log-key'));
    await stopped(() => renameSync(key(file), key('away')));
    await expect(fixture.start()).rejects.toThrow(`${file}, the key that the log has now, is missing`);
    renameSync(key('away'), key(file));
    await fixture.start();
    expect(fixture.service.health().problem).toBeNull();
  });

  it.runIf(process.platform !== 'win32').each(['log-key', 'log-key.deadbeef', 'runner-key'])(
    'a start is refused where others may read %s',
    async (name) => {
      await stopped(() => {
        if (!existsSync(key(name))) copyFileSync(key('log-key'), key(name));
        chmodSync(key(name), 0o644);
      });
      await expect(fixture.start()).rejects.toThrow(`others may read ${key(name)}: run chmod 600 on it`);
      chmodSync(key(name), 0o600);
      await fixture.start();
    },
  );
});

describe('an organisation', () => {
  it('has nothing in its log until the first owner founds it; then each entry that says so has what they signed', async () => {
    expect((await fixture.service.metrics()).logSize).toBe(0);
    await fixture.device(OWNER);
    expect((await entries()).map(({ v, entry, signed }) => [v, entry.type, signed?.statement.type])).toEqual([
      [4, 'organisationCreated', 'foundOrganisation'],
      [4, 'organisationPublished', 'foundOrganisation'],
      [4, 'deviceRegistered', 'foundOrganisation'],
    ]);
    const { organisation } = await fixture.api.session.me(await fixture.caller(OWNER));
    expect(organisation).toMatchObject({ version: 1, founding: expect.stringMatching(/^[0-9a-f]{64}$/) });
    await fixture.restart();
    expect((await fixture.api.session.me(await fixture.caller(OWNER))).organisation).toEqual(organisation);
    expect(fixture.service.ownerInvite).toBeNull();
  });

  it('is founded once: the same statement is answered again, and nobody founds another', async () => {
    const input = await founding();
    const other = await founding();
    const answer = await found(input);
    const { logSize } = await fixture.service.metrics();
    expect(await found(input)).toEqual(answer);
    expect(await refusalOf(found(other))).toBe('badInvite');
    expect((await fixture.service.metrics()).logSize).toBe(logSize);
    await fixture.restart();
    expect(await found(input)).toMatchObject({ deviceId: answer.deviceId });
  });

  it('of two who found it at the same moment one does', async () => {
    const inputs = [await founding(), await founding()];
    const done = await Promise.allSettled(inputs.map(found));
    expect(done.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it.each<[string, Partial<Body>, { by?: string }]>([
    ['another name', { name: 'Other' }, {}],
    ['another key of the log', { logKey: 'other' }, {}],
    ['no documents', { documents: null }, {}],
    ['another runner', { runner: { device: 'built-in-runner', signingKey: 'A'.repeat(43) } }, {}],
    ['somebody else as its owner', {}, { by: DEV }],
  ])('is not founded with %s than the service proposes', async (_what, changes, more) => {
    expect(await refusalOf(found(await founding(changes, more)))).toBe('badInput');
    expect((await fixture.service.metrics()).logSize).toBe(0);
  });

  it('is not founded without the code of this start', async () => {
    const before = code();
    await fixture.restart();
    expect(code()).not.toBe(before);
    expect(await refusalOf(joinByCode(fixture.service.api, before))).toBe('badInvite');
    const input = await founding();
    expect(await refusalOf(found({ ...input, byInvite: 'A'.repeat(86) }))).toBe('badInvite');
    expect(await refusalOf(found({ ...input, inviteKey: inviteKeyText('another-code') }))).toBe('badInvite');
  });

  it('hears its own runner by its key; one whose key was lost goes by another name, and is its word alone until an owner signs it in', async () => {
    await fixture.device(OWNER);
    const grantWith = async () => {
      const { facts } = await fixture.submit(DEV, { entitlement: 'dev/db:write' });
      const { builtInRunner, api, reportOwn } = fixture.service;
      const work = (
        await api.runner.lease(builtInRunner, { pool: 'default', max: 10, revokeOnly: false })
      ).find((each) => 'requestId' in each && each.requestId === facts.requestId);
      if (!work || !('grantId' in work)) throw new Error('there was no work');
      await reportOwn({
        ...{ kind: 'activationFailed', requestId: work.requestId, grantId: work.grantId, fence: work.fence },
        ...{ idempotencyKey: `k${facts.requestId}`, message: 'no such target' },
      });
      const last = (await entries()).findLast(({ entry }) => entry.type === 'grantFailed');
      return [last?.actor, last?.signed?.statement.by];
    };
    const name = fixture.service.builtInRunner.deviceId;
    expect(await grantWith()).toEqual([`runner:${name}`, 'latchkey']);
    await fixture.restart();
    expect(await grantWith()).toEqual([`runner:${name}`, 'latchkey']);
    const key = join(fixture.dataDir, 'runner-key');
    expect(existsSync(key)).toBe(true);
    await fixture.service.stop('its key is lost');
    renameSync(key, `${key}.lost`);
    await fixture.start();
    const [actor, by] = await grantWith();
    expect(actor).toMatch(new RegExp(`^runner:${name}-[0-9a-f]{20}$`));
    expect(by).toBeUndefined();

    const owner = await fixture.caller(OWNER);
    const { runners } = await fixture.service.api.org.runners(owner);
    const other = runners.find(({ isSignedIn }) => !isSignedIn);
    expect(runners.map(({ device }) => `runner:${device}`)).toEqual([`runner:${name}`, actor]);
    const { device = '', signingKey = '' } = other ?? {};
    const somebodys = { device: 'built-in-runner-x', signingKey };
    expect(await refusalOf(fixture.api.org.signInRunner(owner, somebodys))).toBe('notFound');
    await fixture.device(DEV);
    const asDev = fixture.api.org.signInRunner(await fixture.caller(DEV), { device, signingKey });
    expect(await refusalOf(asDev)).toBe('notAllowed');
    await fixture.api.org.signInRunner(owner, { device, signingKey });
    expect(await grantWith()).toEqual([actor, 'latchkey']);
    await fixture.restart();
    expect(await grantWith()).toEqual([actor, 'latchkey']);
    expect(fixture.service.ownRunner()).toEqual({ device, signingKey, isSignedIn: true });
  });
});

describe('an invite', () => {
  it('is not used by the service, which never sees its code, nor for another person, nor for other keys', async () => {
    const invited = await fixture.inviteCode(DEV);
    const log = (await fixture.api.session.me(await fixture.caller(OWNER))).organisation;
    const join_ = (signed: Awaited<ReturnType<typeof joinStatement>>) =>
      refusalOf(fixture.api.session.join({ signed, protocol: PROTOCOL_VERSION }, ORIGIN));
    const asked = { person: DEV, log };
    const { seed } = generateSigningKey();
    expect(await join_(await joinStatement(invited, asked, { inviteSeed: seed }))).toBe('badInvite');
    expect(await join_(await joinStatement(invited, asked, { person: LEAD }))).toBe('badInvite');
    const [one, two] = [await joinStatement(invited, asked), await joinStatement(invited, asked)];
    expect(await join_({ ...one, signature: two.signature })).toBe('badSignature');
    const elsewhere = { person: DEV, log: { ...log, origin: 'another/log' } };
    expect(await join_(await joinStatement(invited, elsewhere))).toBe('badSignature');
  });

  it('that was used answers the same device again, also after its end, and no other', async () => {
    const invited = await fixture.inviteCode(DEV);
    const key = generateSigningKey();
    const { deviceId } = await joinByCode(fixture.service.api, invited, { key });
    expect(await joinByCode(fixture.service.api, invited, { key })).toMatchObject({ deviceId });
    await fixture.clock.advance(2 * DAY_MS);
    expect(await joinByCode(fixture.service.api, invited, { key })).toMatchObject({ deviceId });
    expect(await refusalOf(joinByCode(fixture.service.api, invited))).toBe('badInvite');
  });

  it('ends with who made it as an owner: of one who is none any more it is good for nothing', async () => {
    await fixture.device(LEAD);
    const publish = async (owners: string, by: string) =>
      fixture.api.org.publish(await fixture.caller(by), {
        files: {
          ...FILES,
          people: FILES.people.replace('owners: [owner@example.com]', `owners: [${owners}]`),
        },
        ...{ providerDigests: {}, dryRun: false },
      });
    await publish(`${OWNER}, ${LEAD}`, OWNER);
    const invited = await fixture.inviteBy(LEAD, DEV);
    const own = await fixture.inviteBy(LEAD, LEAD);
    await publish(OWNER, OWNER);
    expect(await refusalOf(fixture.join(invited))).toBe('badInvite');
    await fixture.join(own);
  });
});

describe('the recovery key', () => {
  const recover = async (key: SigningKey, person = OWNER, device = generateSigningKey()) => {
    const recoveryKey = keyText(key.publicKey);
    const { organisation: log } = await fixture.api.session.recovery({ recoveryKey }, ORIGIN);
    const keys = {
      signingKey: keyText(device.publicKey),
      sealingKey: keyText(generateSigningKey().publicKey),
    };
    const byInvite = keyText(sign(key.seed, invitedBytes({ log: log.origin, person, ...keys })));
    const body = { ...keys, name: 'spare', inviteKey: recoveryKey, byInvite };
    const signed = await byNewDevice({ person, log }, { key: device, type: 'joinOrganisation', body });
    return fixture.api.session.recover({ signed, protocol: PROTOCOL_VERSION }, ORIGIN);
  };

  it('signs in one device of an owner, once, before everybody’s eyes; owners make another', async () => {
    const first = generateSigningKey();
    await found(await founding({ recoveryKey: keyText(first.publicKey) }));
    expect(await refusalOf(recover(generateSigningKey()))).toBe('badInvite');
    expect(await refusalOf(recover(first, DEV))).toBe('badInvite');
    const device = generateSigningKey();
    const { deviceId } = await recover(first, OWNER, device);
    expect(await refusalOf(recover(first))).toBe('badInvite');
    const known = await fixture.service.identify(deviceId);
    if (!known) throw new Error('the device is nobody’s');
    fixture.devices.set(OWNER, { caller: known.caller, key: device });
    fixture.adopt({ caller: known.caller, key: device });
    const last = (await entries()).slice(-2);
    expect(last.map(({ entry, actor, signed }) => [entry.type, actor, signed?.statement.type])).toEqual([
      ['recoveryUsed', OWNER, undefined],
      ['deviceRegistered', OWNER, 'joinOrganisation'],
    ]);
    const second = generateSigningKey();
    await fixture.api.org.setRecoveryKey(known.caller, { recoveryKey: keyText(second.publicKey) });
    await fixture.restart();
    expect(await recover(second)).toMatchObject({ me: { id: OWNER } });
  });

  it('of nobody is refused before it takes anybody’s turn', async () => {
    await fixture.device(OWNER);
    const { commands } = await fixture.service.metrics();
    for (let count = 0; count < 3; count += 1) await refusalOf(recover(generateSigningKey()));
    if (!isOnServer()) expect((await fixture.service.metrics()).commands).toBe(commands);
  });
});
