import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { defineFormat, readEach } from '../../../shared/formats/format.ts';

const lamp = defineFormat(
  'lamp',
  [
    { schema: z.object({ on: z.number() }), up: ({ on }: { on: number }) => ({ isOn: on === 1 }) },
    { schema: z.object({ isOn: z.boolean() }), up: ({ isOn }: { isOn: boolean }) => ({ isOn, watts: 0 }) },
  ],
  z.object({ isOn: z.boolean(), watts: z.number().max(100) }),
);

describe('a shape in all its versions', () => {
  test('is read from each of them', () => {
    expect(lamp.read({ on: 1 })).toEqual({ kind: 'known', value: { isOn: true, watts: 0 } });
    expect(lamp.read({ v: 1, on: 0 })).toEqual({ kind: 'known', value: { isOn: false, watts: 0 } });
    expect(lamp.read({ v: 2, isOn: true })).toEqual({ kind: 'known', value: { isOn: true, watts: 0 } });
    expect(lamp.read({ v: 3, isOn: true, watts: 5 })).toEqual({
      kind: 'known',
      value: { isOn: true, watts: 5 },
    });
  });

  test('is written as the last, and read again', () => {
    const written = lamp.write({ isOn: true, watts: 5 });
    expect(written).toEqual({ v: 3, isOn: true, watts: 5 });
    expect(lamp.read(written)).toEqual({ kind: 'known', value: { isOn: true, watts: 5 } });
  });

  test.each([
    [{ v: 4, isOn: true, watts: 5 }],
    [{ v: 3, isOn: 'dimmed', watts: 5 }],
    [{ v: 2, on: 1 }],
    [{ v: 0, on: 1 }],
    [{ v: '1', on: 1 }],
    [{ v: 1.5, on: 1 }],
    [{}],
    [null],
    ['lamp'],
    [[1]],
  ])('is unknown, and what it was, when it is %j', (raw) => {
    expect(lamp.read(raw)).toEqual({ kind: 'unknown', raw });
  });
});

test('one that is not known hurts no other', () => {
  const lamps = [{ v: 2, isOn: true }, { v: 9, colour: 'red' }, { on: 0 }];
  expect(readEach(lamps, (raw) => lamp.read(raw))).toEqual({
    known: [
      { isOn: true, watts: 0 },
      { isOn: false, watts: 0 },
    ],
    unknown: [{ kind: 'unknown', raw: { v: 9, colour: 'red' } }],
  });
});
