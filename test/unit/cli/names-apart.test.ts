import { describe, expect, it } from 'vitest';
import { namesApart, namesToldApart } from '../../../shared/cli/names-apart.ts';

const people = (...named: readonly (readonly [string, string])[]) =>
  named.map(([id, name]) => ({ id, name }));

describe('names in a table', () => {
  it.each<[string, readonly (readonly [string, string])[], readonly string[]]>([
    [
      'are names alone where no two are alike',
      [
        ['ada@x', 'Ada'],
        ['bo@x', 'Bo'],
        ['ada@x', 'Ada'],
      ],
      ['Ada', 'Bo', 'Ada'],
    ],
    [
      'of namesakes stand with their ids, and only those',
      [
        ['ada@x', 'Ada'],
        ['bo@x', 'Bo'],
        ['ada@y', 'Ada'],
      ],
      ['Ada <ada@x>', 'Bo', 'Ada <ada@y>'],
    ],
    [
      'that read alike are alike',
      [
        ['ada@x', 'Ada  Jane'],
        ['ada@y', 'ada Jane'],
        ['zoe@x', 'Zoe\u0308'],
        ['zoe@y', 'Zoë'],
      ],
      ['Ada  Jane <ada@x>', 'ada Jane <ada@y>', 'Zoe\u0308 <zoe@x>', 'Zoë <zoe@y>'],
    ],
    [
      'are told from the ids of others, and not from their own',
      [
        ['ada@x', 'bo@x'],
        ['bo@x', 'Bo'],
        ['zoe@x', 'zoe@x'],
      ],
      ['bo@x <ada@x>', 'Bo', 'zoe@x'],
    ],
  ])('%s', (_what, named, shown) =>
    expect(people(...named).map(namesApart(people(...named)))).toEqual(shown),
  );

  it('are told apart by id, too', () =>
    expect(namesToldApart({ 'ada@x': 'Ada', 'ada@y': 'Ada', 'bo@x': 'Bo' })).toEqual({
      'ada@x': 'Ada <ada@x>',
      'ada@y': 'Ada <ada@y>',
      'bo@x': 'Bo',
    }));
});
