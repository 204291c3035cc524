import { inEnglish } from '../../../shared/words/words.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ParsedOrganisation } from '../../../shared/organisation-files/parse-organisation.ts';
import {
  OrganisationParser,
  type ParseInput,
  type ParserThread,
} from '../../../shared/service/organisation/organisation-parser.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';

const INPUT: ParseInput = {
  files: { people: '', catalog: '', policy: '' },
  version: 1,
  providerDigests: {},
  providerSchemas: new Map(),
};
const PARSED: ParsedOrganisation = { organisation: null, mistakes: [] };

let clock: ManualClock;
let parser: OrganisationParser;
/** Whose files are checked now, and what ends that; and what was answered, in that order. */
let running: Map<string, () => void>;
let answered: string[];
let started: number;
beforeEach(() => {
  clock = new ManualClock();
  running = new Map();
  answered = [];
  started = 0;
  parser = new OrganisationParser(startThread, clock);
});

function startThread({ files }: ParseInput): ParserThread {
  started += 1;
  const parsed = new Promise<ParsedOrganisation>((resolve) => {
    running.set(files.people, () => resolve(PARSED));
  });
  return { parsed, kill: () => void running.delete(files.people) };
}

/** Begins to publish files, which are checked until `finish`. */
async function begin(person: string, isTrial = false, signal?: AbortSignal): Promise<void> {
  const name = `${person} ${isTrial ? 'tries' : 'publishes'}`;
  void parser.parse({ ...INPUT, files: { ...INPUT.files, people: name } }, { person, isTrial, signal }).then(
    (result) => answered.push(`${name}: ${result.ok ? 'done' : inEnglish(result.error.told)}`),
    (fault: unknown) => answered.push(`${name}: ${String(fault)}`),
  );
  await clock.advance(0);
}
async function finish(name: string): Promise<void> {
  running.get(name)?.();
  await clock.advance(0);
}

describe('publishing', () => {
  it('of one person holds up nobody else', async () => {
    for (const isTrial of [true, false, true, false]) await begin('mallory', isTrial);
    await begin('ann');
    expect([...running.keys()]).toEqual(['mallory tries', 'ann publishes']);
  });

  it('has one of each kind of a person waiting; whoever sends more is told so', async () => {
    for (const isTrial of [false, false, false, true, true]) await begin('ann', isTrial);
    expect([...running.keys()]).toEqual(['ann publishes']);
    expect(answered).toEqual([
      'ann publishes: Files of yours wait to be checked already. Try again when those are answered.',
      'ann tries: Files of yours wait to be checked already. Try again when those are answered.',
    ]);
  });

  it('finds a thread that those who only try do not take', async () => {
    for (const person of ['a', 'b', 'c']) await begin(person, true);
    expect([...running.keys()]).toEqual(['a tries', 'b tries']);
    await begin('ann');
    expect([...running.keys()]).toEqual(['a tries', 'b tries', 'ann publishes']);
  });

  it('comes before trials that wait, and otherwise it goes by who came first', async () => {
    for (const person of ['a', 'b', 'c']) await begin(person);
    await begin('d', true);
    await begin('e');
    await begin('f');
    await finish('a publishes');
    expect([...running.keys()]).toEqual(['b publishes', 'c publishes', 'e publishes']);
    await finish('b publishes');
    await finish('c publishes');
    expect([...running.keys()]).toEqual(['e publishes', 'f publishes', 'd tries']);
  });

  it('that has waited is ended when it has waited and been checked for as long as anybody may', async () => {
    for (const person of ['a', 'b', 'c', 'ann']) await begin(person);
    await clock.advance(20_000);
    await finish('a publishes');
    expect([...running.keys()]).toContain('ann publishes');
    await begin('late');
    await clock.advance(5_000);
    expect([...running.keys()]).toEqual(['late publishes']);
    expect(answered.find((each) => each.startsWith('ann'))).toContain('no time for yours');
    expect(answered.find((each) => each.startsWith('b'))).toContain('longer than 25 seconds');
    await finish('late publishes');
    expect(clock.sleeping).toBe(0);
  });

  it('ends with who has hung up, running or waiting', async () => {
    const [first, second] = [new AbortController(), new AbortController()];
    await begin('ann', false, first.signal);
    await begin('ann', true, second.signal);
    await begin('ann', true);
    second.abort();
    first.abort();
    await clock.advance(0);
    expect([...running.keys()]).toEqual([]);
    await begin('ann', true);
    expect([...running.keys()]).toEqual(['ann tries']);
    expect(clock.sleeping).toBe(1);
  });

  it('ends with the service, and begins no more', async () => {
    await begin('ann');
    await begin('ann', true);
    parser.stop();
    await clock.advance(0);
    await begin('b');
    expect(running.size).toBe(0);
    expect(started).toBe(1);
    expect(answered).toHaveLength(3);
    expect(answered.every((each) => each.includes('the service is stopping'))).toBe(true);
  });
});
