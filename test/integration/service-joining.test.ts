import { wordsIn } from '../../shared/words/words.ts';
import { inWords } from '../support/in-words.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHash } from 'node:crypto';
import { chmodSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { LIMITS } from '../../shared/contract/limits.ts';
import { logRecordSchema } from '../../shared/contract/record-schema.ts';
import { describeEntry } from '../../shared/domain/describe-entry.ts';
import { DAY_MS } from '../../shared/lib/time.ts';
import { generateSigningKey, sign, type SigningKey } from '../../shared/system/node-crypto.ts';
import { inviteIdOf } from '../../shared/domain/statements/joining.ts';
import { sha256 } from '../../shared/system/node-crypto.ts';
import { inviteKeyText, joinStatement } from '../support/join-by-code.ts';
import { composeService } from '../../shared/service/compose.ts';
import { DEV, FILES, isOnServer, LEAD, OWNER, refusalOf, RUNNER, ServiceFixture } from './service-fixture.ts';

let fixture: ServiceFixture;
beforeEach(async () => {
  fixture = await new ServiceFixture().start();
});
afterEach(() => fixture.close());

describe('joining', () => {
  it('works once for each invite, and all bad codes are refused alike', async () => {
    const code = await fixture.inviteCode(DEV);
    await fixture.join(code);
    const refusals = await Promise.all(
      [code, 'x'.repeat(43), `${code}x`].map((each) =>
        fixture.join(each).catch((error: { refusal: unknown }) => error.refusal),
      ),
    );
    expect(new Set(refusals.map((each) => JSON.stringify(each))).size).toBe(1);
    expect(refusals[0]).toMatchObject({ code: 'badInvite' });
  });

  it('of two devices with one invite at the same moment, one joins', async () => {
    const code = await fixture.inviteCode(DEV);
    const joins = await Promise.allSettled([fixture.join(code), fixture.join(code)]);
    expect(joins.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('of a device too many is refused with a sentence, and the devices before it keep their credentials', async () => {
    await fixture.device(DEV);
    for (let count = 1; count < LIMITS.devicesPerPerson; count += 1)
      await fixture.join(await fixture.inviteBy(DEV, DEV));
    const code = await fixture.inviteBy(DEV, DEV);
    await expect(fixture.join(code)).rejects.toMatchObject({
      refusal: {
        code: 'notAllowed',
        told: inWords(/has 20 devices, and nobody can have more\./),
      },
    });
  });

  it('is refused a day after the invite', async () => {
    const code = await fixture.inviteCode(DEV);
    await fixture.clock.advance(DAY_MS);
    expect(await refusalOf(fixture.join(code))).toBe('badInvite');
  });

  it('is in the history, with the invites that it makes good for nothing, each in its own stream', async () => {
    const [first, second] = [await fixture.inviteCode(DEV), await fixture.inviteCode(DEV)];
    await fixture.join(second);
    expect(await refusalOf(fixture.join(first))).toBe('badInvite');
    const { items } = await fixture.api.log.entries(await fixture.caller(OWNER), { from: 0, limit: 100 });
    const records = items.map(({ text }) => logRecordSchema.parse(JSON.parse(text ?? '')));
    const ofDev = records.filter(({ entry }) => 'person' in entry && entry.person === DEV);
    const inviteIds = ofDev.flatMap(({ entry }) => ('inviteId' in entry ? (entry.inviteId ?? '') : []));
    const [one = '', two = ''] = inviteIds;
    expect(inviteIds).toEqual([one, two, two, one]);
    expect([one, two]).toEqual([first, second].map((code) => inviteIdOf(sha256, inviteKeyText(code))));
    const device = ofDev.find(({ entry }) => entry.type === 'deviceRegistered')?.entry;
    const deviceId = device && 'deviceId' in device ? device.deviceId : '';
    expect(ofDev.map(({ stream, version, entry }) => [entry.type, stream, version])).toEqual([
      ['inviteCreated', `invite/${one}`, 1],
      ['inviteCreated', `invite/${two}`, 1],
      ['inviteUsed', `invite/${two}`, 2],
      ['deviceRegistered', `device/${deviceId}`, 1],
      ['inviteRevoked', `invite/${one}`, 2],
    ]);
    // Neither the codes nor what they hash to.
    const log = items.map(({ text }) => text).join('\n');
    for (const code of [first, second])
      for (const secret of [code, createHash('sha256').update(code).digest('hex')])
        expect(log).not.toContain(secret);
  });

  it('is refused when the person left before', async () => {
    const code = await fixture.inviteCode('other@example.com');
    const { files, providerDigests } = fixture.options.organisation ?? { files: null, providerDigests: {} };
    if (!files) throw new Error('no files');
    const people = files.people.replace(/^.*other@example.com.*\n/m, '');
    await fixture.api.org.publish(await fixture.caller(OWNER), {
      ...{ files: { ...files, people }, providerDigests, dryRun: false },
    });
    expect(await refusalOf(fixture.join(code))).toBe('badInvite');
  });

  it('is asked for in words when the client is too old', async () => {
    const code = await fixture.inviteCode(DEV);
    const log = (await fixture.api.session.me(await fixture.caller(OWNER))).organisation;
    const signed = await joinStatement(code, { person: DEV, log });
    expect(await refusalOf(fixture.api.session.join({ signed, protocol: 0 }, { address: '127.0.0.1' }))).toBe(
      'clientTooOld',
    );
  });

  it('only owners invite, and only people who are in people.yaml', async () => {
    const [dev, owner] = [await fixture.caller(DEV), await fixture.caller(OWNER)];
    expect(await refusalOf(fixture.api.org.invite(dev, { person: LEAD }))).toBe('notAllowed');
    const runner = await fixture.caller(RUNNER);
    expect(await refusalOf(fixture.api.org.invite(runner, { person: RUNNER }))).toBe('notAllowed');
    expect(await refusalOf(fixture.api.org.invite(owner, { person: 'nobody@example.com' }))).toBe('notFound');
  });

  it('an owner’s invite is made at each start until someone joined, and not after', async () => {
    const first = fixture.service.ownerInvite;
    await fixture.restart();
    expect(fixture.service.ownerInvite).not.toBe(first);
    await fixture.device(OWNER);
    await fixture.restart();
    expect(fixture.service.ownerInvite).toBeNull();
  });

  it('a device is known with its key, also after a restart, and nothing else is one', async () => {
    const { key, caller } = await fixture.device(DEV);
    const other = generateSigningKey();
    const message = Buffer.from('what it says');
    const known = async () => {
      const device = await fixture.service.identify(caller.deviceId);
      const isSigned = ({ seed }: SigningKey) => device?.isSigned(message, sign(seed, message));
      return [device?.caller, await isSigned(key), await isSigned(other)];
    };
    expect(await known()).toEqual([caller, true, false]);
    for (const wrong of ['', 'x'.repeat(16), `${caller.deviceId} `, 'x'.repeat(100_000)])
      expect(await fixture.service.identify(wrong)).toBeNull();
    await fixture.restart();
    expect(await known()).toEqual([caller, true, false]);
  });

  it.skipIf(isOnServer())('keeps no codes in its folder', async () => {
    const code = await fixture.inviteCode(DEV);
    await fixture.join(code);
    for (const file of ['service.db', 'service.db-wal']) {
      const bytes = readFileSync(join(fixture.dataDir, file));
      expect(bytes.includes(code)).toBe(false);
    }
  });

  it.skipIf(isOnServer())(
    'keeps its files for itself, whatever the umask is and whatever modes it finds',
    async () => {
      const readable = () =>
        readdirSync(fixture.dataDir).filter((file) => statSync(join(fixture.dataDir, file)).mode & 0o077);
      await fixture.service.stop('restart');
      chmodSync(join(fixture.dataDir, 'service.db'), 0o644);
      const umask = process.umask(0o022);
      await fixture.start();
      process.umask(umask);
      await fixture.device(DEV);
      expect(readdirSync(fixture.dataDir)).toEqual(
        expect.arrayContaining(['lock', 'log-key', 'service.db', 'service.db-shm', 'service.db-wal']),
      );
      expect(readable()).toEqual([]);
    },
  );

  it('a second service on the same folder is refused with a sentence', async () => {
    await expect(composeService(fixture.options)).rejects.toThrow('another service uses');
  });
});

describe('a further device', () => {
  it('of a person is invited by that person and by nobody else, owners included', async () => {
    await fixture.device(LEAD);
    const byOwner = fixture.inviteBy(OWNER, LEAD);
    await expect(byOwner).rejects.toThrow(
      /^Lead Example has a device already, .*latchkey invite lead@example\.com/,
    );
    expect(await refusalOf(byOwner)).toBe('notAllowed');
    const second = await fixture.join(await fixture.inviteBy(LEAD, LEAD));
    expect(second.caller.memberId).toBe(LEAD);
  });

  it('does not come by an invite that an owner kept from before the first', async () => {
    const [first, kept] = [await fixture.inviteBy(OWNER, LEAD), await fixture.inviteBy(OWNER, LEAD)];
    await fixture.join(first);
    expect(await refusalOf(fixture.join(kept))).toBe('badInvite');
  });

  it('of two that join at the same moment with invites of an owner is none', async () => {
    const codes = [await fixture.inviteBy(OWNER, LEAD), await fixture.inviteBy(OWNER, LEAD)];
    const joins = await Promise.allSettled(codes.map((code) => fixture.join(code)));
    expect(joins.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('of an owner is invited by themselves, and codes of the service’s starts end with the first', async () => {
    const ofFirstStart = fixture.service.ownerInvite ?? '';
    await fixture.restart();
    await fixture.device(OWNER);
    expect(await refusalOf(fixture.join(ofFirstStart))).toBe('badInvite');
    await fixture.join(await fixture.inviteBy(OWNER, OWNER));
  });

  it('of a service is invited by owners: each of its runners joins for itself', async () => {
    await fixture.device(RUNNER);
    await fixture.join(await fixture.inviteBy(OWNER, RUNNER));
  });

  it('after all were lost comes when the person was removed and added again', async () => {
    await fixture.device(LEAD);
    const files = { ...FILES, people: FILES.people.replace(/^.*lead@example.com.*\n/m, '') };
    for (const each of [files, FILES])
      await fixture.api.org.publish(await fixture.caller(OWNER), {
        ...{ files: each, providerDigests: {}, dryRun: false },
      });
    await fixture.join(await fixture.inviteBy(OWNER, LEAD));
  });

  it('is told in history with who invited, to owners and to the person', async () => {
    const dev = await fixture.device(DEV);
    await fixture.join(await fixture.inviteBy(DEV, DEV));
    for (const caller of [await fixture.caller(OWNER), dev.caller]) {
      const { items } = await fixture.api.log.entries(caller, { from: 0, limit: 100 });
      const records = items.flatMap(({ text }) => (text ? [logRecordSchema.parse(JSON.parse(text))] : []));
      const told = records.map((record) =>
        describeEntry(record, { words: wordsIn('en'), nameOf: (id) => id }),
      );
      for (const sentence of [
        `${OWNER} invited ${DEV}`,
        `${DEV} joined with test, invited by ${OWNER}`,
        `${DEV} joined with another device, test`,
      ])
        expect(told).toContain(sentence);
    }
  });
});

it('without documents, the named owner joins and publishes the first version', async () => {
  const { organisation, ...rest } = fixture.options;
  const empty = await new ServiceFixture({ owner: OWNER, logger: rest.logger });
  Object.assign(empty.options, { organisation: undefined });
  await empty.start();
  const owner = await empty.caller(OWNER);
  expect((await empty.api.session.me(owner)).organisation.version).toBe(0);
  if (!organisation) throw new Error('no files');
  const published = await empty.api.org.publish(owner, {
    ...organisation,
    providerDigests: {},
    dryRun: false,
  });
  expect(published).toMatchObject({ version: 1, published: true });
  expect((await empty.submit(DEV)).phase.kind).toBe('submitted');
  await empty.close();
});
