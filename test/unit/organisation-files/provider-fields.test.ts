import { inEnglish } from '../../../shared/words/words.ts';
import { describe, expect, it } from 'vitest';
import { parseOrganisation } from '../../../shared/organisation-files/parse-organisation.ts';
import { providerSchema } from '../../../shared/provider-protocol/provider-schema.ts';
import { exampleOrganisation } from '../../../shared/cli/templates/example-organisation.ts';

const schemas = new Map([
  [
    'postgres',
    {
      maxTtlMs: null,
      end: { nativeExpiry: true, sessionsSurvive: false },
      config: providerSchema.parse({
        type: 'object',
        required: ['host', 'dsn'],
        properties: {
          host: { type: 'string', pattern: '^[a-z.]+$' },
          port: { type: 'integer', minimum: 1, maximum: 65535 },
          tls: { type: 'string', enum: ['auto', 'off'] },
          dsn: { type: 'string', writeOnly: true },
        },
      }),
      input: providerSchema.parse({
        type: 'object',
        required: ['roles'],
        properties: { roles: { type: 'array', minItems: 1, items: { type: 'string' } } },
      }),
    },
  ],
]);

const mistakesIn = (config: string, input: string): string[] => {
  const catalog = `version: 1
providers:
  db:
    use: postgres
    config: ${config}
entitlements:
  - id: prod/sandbox:token
    title: Write
    provider: db
    input: ${input}
  - { id: staging/sandbox:token, title: Read, provider: db, input: { roles: [reader] } }
`;
  const { mistakes } = parseOrganisation({ ...exampleOrganisation, catalog }, 1, {}, schemas);
  return mistakes.map(({ file, line, column, told }) => `${file}:${line}:${column} ${inEnglish(told)}`);
};

const CONFIG = '{ host: db.example, dsn: { secret: DB } }';
const INPUT = '{ roles: [writer] }';

describe('what the catalog gives to a provider', () => {
  it('is right when the manifest agrees, with secrets as references', () => {
    expect(mistakesIn(CONFIG, INPUT)).toEqual([]);
  });

  it.each([
    [
      'a misspelt key',
      '{ hots: a, host: b, dsn: { secret: DB } }',
      INPUT,
      /^catalog\.yaml:5:15 “hots” is not known here. Did you mean “host”\?/,
    ],
    ['a key that is missing', '{ dsn: { secret: DB } }', INPUT, /^catalog\.yaml:5:13 “host” is missing/],
    [
      'a number as text',
      '{ host: a, port: "5432", dsn: { secret: DB } }',
      INPUT,
      /:5:30 “port” must be a number, not text/,
    ],
    [
      'a number out of range',
      '{ host: a, port: 0, dsn: { secret: DB } }',
      INPUT,
      /“port” must be at least 1/,
    ],
    [
      'a word that is none of those',
      '{ host: a, tls: no-tls, dsn: { secret: DB } }',
      INPUT,
      /“tls” must be auto, or off\./,
    ],
    [
      'a text of another form',
      '{ host: A1, dsn: { secret: DB } }',
      INPUT,
      /“host” must look like \^\[a-z\.\]\+\$/,
    ],
    [
      'a secret in clear',
      '{ host: a, dsn: in-plain-sight }',
      INPUT,
      /“dsn” is a secret: write \{ secret: NAME \}/,
    ],
    ['a secret that is missing', '{ host: a }', INPUT, /“dsn” is a secret/],
    ['an input that is missing', CONFIG, '{}', /^catalog\.yaml:10:12 “roles” is missing\. It must be a list/],
    ['an empty list', CONFIG, '{ roles: [] }', /“roles” must have at least 1 item/],
    [
      'an item of the wrong type',
      CONFIG,
      '{ roles: [a, 5] }',
      /^catalog\.yaml:10:\d+ Item 2 of “roles” must be text/,
    ],
  ])('%s is told at its line', (_what, config, input, sentence) => {
    const mistakes = mistakesIn(config, input);
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]).toMatch(sentence);
    expect(mistakes[0]).not.toContain('in-plain-sight');
  });
});
