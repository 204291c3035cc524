import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { changeSchema } from '../../shared/formats/wire/read-change.ts';
import { appRouter } from '../../shared/api/app-router.ts';
import { PROCEDURES } from '../../shared/api/procedures.ts';
import { PROTOCOL_FLOOR, PROTOCOL_VERSION } from '../../shared/contract/protocol-version.ts';
import { refusalSchema } from '../../shared/contract/request-schema.ts';
import { recordingsOf, storyOf, Translation } from './wire-recordings.ts';

interface Schemas {
  readonly inputs: readonly z.ZodType[];
  readonly output?: z.ZodType;
}
const schemasOf = (path: string): Schemas =>
  (appRouter._def.procedures as unknown as Record<string, { _def: Schemas }>)[path]?._def ?? { inputs: [] };

const VERSIONS = Array.from({ length: PROTOCOL_VERSION }, (_, index) => index + 1);

/** What is said otherwise since a later version: whoever speaks that one is told to update before it is read. */
const OTHERWISE: Readonly<Record<number, readonly string[]>> = {
  1: ['org.invite', 'session.join', 'session.signedOut'],
  2: ['org.invite', 'session.join'],
};

/** What the schema leaves out of it, or takes for something else. */
const lostBy = (schema: z.ZodType, value: unknown): readonly string[] =>
  new Translation(0).learn(value, schema.parse(value));

describe.each(VERSIONS)('protocol %i', (version) => {
  const story = storyOf(version).filter(({ path }) => !OTHERWISE[version]?.includes(path));

  test('has few bytes of recordings, and those of the newest protocol are of every procedure there is', () => {
    const { paths, bytes } = recordingsOf(version);
    expect(bytes).toBeLessThan(300_000);
    if (version === PROTOCOL_VERSION) expect([...paths].sort()).toEqual([...PROCEDURES.keys()].sort());
  });

  test.each(story.map((call) => [`${call.order} ${call.path}`, call] as const))(
    '%s: today’s service understands what was sent, and today’s client what was answered',
    (_name, { path, input, status, output }) => {
      const { inputs, output: answer } = schemasOf(path);
      // Who speaks what is below the floor is told to update before anything is read.
      if (version >= PROTOCOL_FLOOR) for (const schema of inputs) expect(lostBy(schema, input)).toEqual([]);
      if (status !== 200) expect(lostBy(refusalSchema, output)).toEqual([]);
      else if (path === 'changes')
        for (const event of output as { data: unknown }[])
          expect(lostBy(changeSchema, event.data)).toEqual([]);
      else if (answer) expect(lostBy(answer, output)).toEqual([]);
      else if (path !== 'runner.work') expect(output).toBeNull();
    },
  );
});
