import { describe, expect, test } from 'vitest';
import { openHistory } from '../../../main/store/open-history.ts';
import type { EntryFault } from '../../../shared/domain/statements/judge-record.ts';
import { sayFault } from '../../../shared/domain/statements/say-fault.ts';
import { hexOf } from '../../../shared/lib/hex-of.ts';
import { leafHash } from '../../../shared/log/hashes.ts';
import { ReadersFold } from '../../../shared/domain/statements/readers-fold.ts';
import { addMs, DAY_MS } from '../../../shared/lib/time.ts';
import { generateSigningKey, sha256 } from '../../../shared/system/node-crypto.ts';
import { keyText } from '../../../shared/system/key-text.ts';
import { signatureFits } from '../../../shared/system/signature-fits.ts';
import { FoundedLog, OWN_RUNNER } from '../../fakes/founded-log.ts';
import { DEV, hashed, LEAD, OWNER, PeopleLog } from '../../fakes/people-log.ts';
import { facts } from '../main/request-example.ts';
import { said } from '../../fakes/said.ts';

// A hostile service that has the log's key: what it may try with who belongs to an organisation, and what readers find.

/** What is found of each entry, by a reader who pinned this founding. */
function read(log: PeopleLog, pinned: string | null = null): string[] {
  const tools = { hash: sha256, fits: signatureFits, pinned };
  const fold = new ReadersFold(tools, { log: log.origin, rootAt: log.rootAt });
  return log.records.map((record, seq) => {
    const verdict = fold.read({ seq, record });
    return verdict.kind === 'fault' ? verdict.fault : verdict.kind;
  });
}

/** Three entries: it was founded, the first version is in force, the owner has a device. */
function begin(): { log: FoundedLog; id: string } {
  const log = new FoundedLog();
  return { log, id: log.found() };
}

/** Every log that was tried, for the desktop, which reads it in another way. */
const tried: { readonly log: FoundedLog; readonly id: string }[] = [];

const found = (act: (log: FoundedLog) => void): string | undefined => {
  const { log, id } = begin();
  act(log);
  tried.push({ log, id });
  return read(log, id).at(-1);
};

describe('a founded organisation', () => {
  test('is one, and goes on: invites, joins, publishes, and hears its own runner', () => {
    const { log, id } = begin();
    log.joinBy(log.joining(log.invite(OWNER, DEV)));
    log.joinBy(log.joining(log.invite(DEV, DEV)));
    log.publish(OWNER, { owners: [OWNER, DEV] });
    log.publish(DEV);
    log.joinBy(log.joining(log.invite(OWNER, DEV, { replaces: true })));
    expect(read(log, id)).toEqual(Array(log.size).fill('signed'));
    expect(read(log)).toEqual(Array(log.size).fill('signed'));
  });

  test('is no other than the one that was pinned', () => {
    const { log } = begin();
    const other = begin();
    expect(read(other.log, log.records.length > 0 ? begin().id : null)[0]).toBe('founding');
    const unfounded = new PeopleLog();
    unfounded.write(
      'organisation',
      { type: 'organisationCreated', name: 'Example', logKey: 'k' },
      { actor: 'latchkey' },
    );
    expect(read(unfounded, other.id)).toEqual(['founding']);
    expect(read(unfounded)).toEqual(['imported']);
  });

  test('is founded once, and first', () => {
    expect(found((log) => log.found())).toBe('founding');
    const late = new FoundedLog();
    late.join(OWNER);
    late.found();
    expect(read(late)[1]).toBe('founding');
  });

  test('is founded by who says so', () => {
    const log = new FoundedLog();
    const { key, signed } = log.founding();
    const { signature } = log.founding().signed;
    log.found({ key, signed: { ...signed, signature } });
    expect(read(log)[0]).toBe('signature');
  });

  test('is not what is written down otherwise than it was signed', () => {
    const log = new FoundedLog();
    const { key, signed } = log.founding({ recoveryKey: 'A'.repeat(43) });
    log.found({ key, signed });
    const [first] = log.records;
    const lying = new FoundedLog();
    if (first?.entry.type !== 'organisationCreated') throw new Error('it begins otherwise');
    lying.write('organisation', { ...first.entry, recoveryKey: 'B'.repeat(43) }, { actor: OWNER, signed });
    expect(read(lying)).toEqual(['other']);
  });

  test('does not go back to what services said before', () =>
    expect(found((log) => log.write('device/x', deviceEntry(), { v: 3, actor: DEV }))).toBe('unsigned'));
});

const deviceEntry = () =>
  ({
    type: 'deviceRegistered',
    ...{ deviceId: 'x', person: DEV, name: 'x', invitedBy: OWNER },
    ...{ signingKey: 'A'.repeat(43), sealingKey: 'A'.repeat(43) },
  }) as const;

describe('a device', () => {
  test.each<[string, string, (log: FoundedLog) => void]>([
    ['that nobody signed', 'unsigned', (log) => log.write('device/x', deviceEntry(), { actor: DEV })],
    [
      'of the service, which never saw the code of the invite',
      'invite',
      (log) => log.joinBy(log.joining(log.invite(OWNER, DEV), { inviteSeed: generateSigningKey().seed })),
    ],
    [
      'by an invite that nobody made',
      'invite',
      (log) => log.joinBy(log.joining({ person: DEV, by: OWNER, key: generateSigningKey() })),
    ],
    [
      'by an invite for somebody else',
      'invite',
      (log) => log.joinBy(log.joining(log.invite(OWNER, LEAD), { person: DEV })),
    ],
    [
      'by an invite that was used',
      'invite',
      (log) => {
        const invite = log.invite(OWNER, DEV);
        log.joinBy(log.joining(invite));
        log.joinBy(log.joining(invite));
      },
    ],
    [
      'by an invite that was over',
      'invite',
      (log) => {
        const invite = log.invite(OWNER, DEV);
        log.joinBy(log.joining(invite), { at: addMs(log.now, DAY_MS) });
      },
    ],
    [
      'that is said to take the place of all others',
      'invite',
      (log) => {
        const joining = log.joining(log.invite(OWNER, DEV));
        log.joinBy({ ...joining, invite: { ...joining.invite, replaces: true } });
      },
    ],
    [
      'that is said to be invited by somebody else',
      'invite',
      (log) => {
        const joining = log.joining(log.invite(OWNER, DEV));
        log.joinBy({ ...joining, invite: { ...joining.invite, by: LEAD } });
      },
    ],
    [
      'with other keys than it signed',
      'other',
      (log) => {
        const { signed, key } = log.joining(log.invite(OWNER, DEV));
        const device = { name: 'laptop', signingKey: 'A'.repeat(43), sealingKey: 'A'.repeat(43) };
        log.register({ person: DEV, key, invitedBy: OWNER, device }, { actor: DEV, signed });
      },
    ],
    [
      'that signed something of itself with the key of another',
      'signature',
      (log) => {
        const joining = log.joining(log.invite(OWNER, DEV));
        const { signature } = log.joining(joining.invite).signed;
        log.joinBy({ ...joining, signed: { ...joining.signed, signature } });
      },
    ],
    [
      'that joined by a founding that was not',
      'founding',
      (log) => {
        const { key, signed } = log.founding();
        log.register({ person: OWNER, key, invitedBy: 'latchkey' }, { actor: OWNER, signed });
      },
    ],
  ])('%s is none', (_what, fault, act) => expect(found(act)).toBe(fault));
});

describe('what only owners do', () => {
  const withDev = (act: (log: FoundedLog) => void) =>
    found((log) => {
      log.joinBy(log.joining(log.invite(OWNER, DEV)));
      act(log);
    });

  test.each<[string, string, (log: FoundedLog) => void]>([
    ['the service invites nobody', 'unsigned', (log) => log.invite('latchkey', DEV)],
    ['nobody else invites another', 'owner', (log) => log.invite(DEV, LEAD)],
    ['nobody else publishes', 'owner', (log) => log.publish(DEV)],
    [
      'nobody else erases',
      'owner',
      (log) =>
        log.write(
          'organisation',
          { type: 'textsErased', seqs: [3] },
          {
            ...{ actor: DEV, signed: log.say(DEV, 'eraseTexts', { seqs: [3] }) },
          },
        ),
    ],
    [
      'nobody else confirms',
      'owner',
      (log) =>
        log.write(
          'organisation',
          { type: 'memberConfirmed', person: LEAD },
          {
            ...{ actor: DEV, signed: log.say(DEV, 'confirmMember', { person: LEAD }) },
          },
        ),
    ],
    [
      'nobody else removes a device of another',
      'owner',
      (log) => {
        const { deviceId } = log.device(OWNER);
        const reason = said('lost');
        log.write(
          `device/${deviceId}`,
          { type: 'deviceRemoved', deviceId, person: OWNER, why: { cause: 'removed', by: DEV, reason } },
          { actor: DEV, signed: log.say(DEV, 'removeDevice', { device: deviceId, reason }) },
        );
      },
    ],
    [
      'an owner of before publishes no more',
      'owner',
      (log) => {
        log.publish(OWNER, { owners: [DEV] });
        log.publish(OWNER);
      },
    ],
    ['a version follows the one before it', 'follows', (log) => log.publish(OWNER, { follows: 0 })],
    ['and skips none', 'follows', (log) => log.publish(OWNER, { follows: 2 })],
  ])('%s', (_what, fault, act) => expect(withDev(act)).toBe(fault));

  test('a person removes their own device, and invites their next', () =>
    expect(withDev((log) => void log.invite(DEV, DEV))).toBe('signed'));
});

describe('the service’s own runner', () => {
  const GONE = { type: 'grantFailed', grantId: 'grant00001', message: 'no such target' } as const;

  test('is heard by its key alone, once somebody signed it in', () => {
    const asked = hashed(facts({ requester: OWNER }));
    const fail = (log: PeopleLog) => {
      log.ask(asked);
      log.write(`request/${asked.requestId}`, GONE, { actor: `runner:${OWN_RUNNER}` });
    };
    expect(found(fail)).toBe('unsigned');
    const unfounded = new PeopleLog();
    unfounded.join(OWNER);
    fail(unfounded);
    expect(read(unfounded).at(-1)).toBe('imported');
  });

  test('of a further service is its word, until an owner signs it in; from then on nothing that it did not sign', () => {
    const second = { device: 'built-in-runner-2', signingKey: keyText(generateSigningKey().publicKey) };
    const asked = hashed(facts({ requester: OWNER }));
    const fail = (log: PeopleLog) => {
      log.ask(asked);
      log.write(`request/${asked.requestId}`, GONE, { actor: `runner:${second.device}` });
    };
    expect(found(fail)).toBe('imported');
    expect(found((log) => log.signInRunner(OWNER, second))).toBe('signed');
    const after = (log: FoundedLog) => {
      log.signInRunner(OWNER, second);
      fail(log);
    };
    expect(found(after)).toBe('unsigned');
    const byDev = (log: FoundedLog) => {
      log.joinBy(log.joining(log.invite(OWNER, DEV)));
      log.signInRunner(DEV, second);
    };
    expect(found(byDev)).toBe('owner');
  });

  test('is not another key under a name that is known', () => {
    const other = keyText(generateSigningKey().publicKey);
    expect(found((log) => log.signInRunner(OWNER, { device: OWN_RUNNER, signingKey: other }))).toBe('again');
    const asDevice = (log: FoundedLog) => {
      const { deviceId: device } = log.device(OWNER);
      log.signInRunner(OWNER, { device, signingKey: other });
    };
    expect(found(asDevice)).toBe('again');
  });
});

describe('another key of the log', () => {
  const next = { logKey: 'second', follows: 'key' };
  const withDev = (log: FoundedLog): void => log.joinBy(log.joining(log.invite(OWNER, DEV)));

  test('is given by an owner, in the place of the one that it has', () => {
    expect(found((log) => log.rotate(OWNER, next))).toBe('signed');
    const onward = (follows: string) => (log: FoundedLog) => {
      log.rotate(OWNER, next);
      log.rotate(OWNER, { logKey: 'third', follows });
    };
    expect(found(onward('second'))).toBe('signed');
    expect(found(onward('key'))).toBe('follows');
    const back = (log: FoundedLog) => {
      log.rotate(OWNER, next);
      log.rotate(OWNER, { logKey: 'key', follows: 'second' });
    };
    expect(found(back)).toBe('follows');
    expect(found((log) => log.rotate(OWNER, { ...next, follows: 'another' }))).toBe('follows');
  });

  test('is given by nobody else, and by no one’s word but their own', () => {
    const byDev = (log: FoundedLog): void => {
      withDev(log);
      log.rotate(DEV, next);
    };
    expect(found(byDev)).toBe('owner');
    expect(found((log) => log.rotate(OWNER, next, { logKey: 'of somebody else' }))).toBe('other');
    const unsigned = { type: 'logKeyRotated', ...next } as const;
    expect(found((log) => log.write('organisation', unsigned, { actor: OWNER }))).toBe('unsigned');
  });
});

test('a desktop, which keeps what it knows in tables, finds the same in all of these', async () => {
  expect(tried.length).toBeGreaterThan(0);
  for (const { log, id } of tried) {
    const { database } = openHistory(':memory:', 0);
    database.addEntries(
      log.leaves.map((leaf, seq) => ({
        seq,
        leafHash: hexOf(leafHash(sha256, Buffer.from(leaf.text))),
        ...leaf,
        said: [...leaf.said],
      })),
    );
    const { wrong } = await database.checkSigned({ log: log.origin, size: log.size, founding: id }, log.size);
    const faults = read(log, id);
    const seq = faults.findIndex((each) => !KNOWN.has(each));
    const record = log.records[seq];
    expect(wrong && { seq: wrong.seq, sentence: wrong.sentence }).toEqual(
      record ? { seq, sentence: sayFault(faults[seq] as EntryFault, { seq, record }).sentence } : null,
    );
    database.close();
  }
});

/** What an entry may be found to be that is to be believed. */
const KNOWN: ReadonlySet<string> = new Set([
  'signed',
  'computed',
  'imported',
  'earlier',
  'newer',
  'unchecked',
]);
