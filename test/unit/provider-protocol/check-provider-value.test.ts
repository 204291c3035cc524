import { describe, expect, it } from 'vitest';
import { checkProviderValue, secretValues } from '../../../shared/provider-protocol/check-provider-value.ts';
import { providerSchema } from '../../../shared/provider-protocol/provider-schema.ts';

const schema = providerSchema.parse({
  type: 'object',
  required: ['password'],
  properties: {
    host: { type: 'string', default: 'localhost' },
    port: { type: 'integer', minimum: 1, maximum: 65535 },
    password: { type: 'string', writeOnly: true, minLength: 8 },
    tokens: { type: 'array', items: { type: 'string', writeOnly: true } },
  },
});

describe('a config is checked against its schema', () => {
  it('fills in defaults', () => {
    expect(checkProviderValue(schema, { password: 'long enough' }, 'values')).toEqual({
      ok: true,
      value: { host: 'localhost', password: 'long enough' },
    });
  });

  const rows = [
    { name: 'a key that does not exist', value: { password: 'long enough', hots: 'x' }, says: /hots/ },
    { name: 'a number out of range', value: { password: 'long enough', port: 0 }, says: /port/ },
    { name: 'a text for a number', value: { password: 'long enough', port: '5432' }, says: /port/ },
    { name: 'something missing', value: {}, says: /password/ },
    { name: 'no object at all', value: [], says: /expected object/i },
  ];
  it.each(rows)('refuses $name', ({ value, says }) => {
    const checked = checkProviderValue(schema, value, 'values');
    expect(checked.ok ? '' : JSON.stringify(checked.error)).toMatch(says);
  });

  it('wants a reference, and never a value, where a secret belongs, until a runner fills it in', () => {
    expect(checkProviderValue(schema, { password: { secret: 'DB' } }, 'references').ok).toBe(true);
    expect(checkProviderValue(schema, { password: 'in plain sight' }, 'references').ok).toBe(false);
    expect(checkProviderValue(schema, { password: { secret: 'not a name' } }, 'references').ok).toBe(false);
    expect(checkProviderValue(schema, { password: { secret: 'DB' } }, 'values').ok).toBe(false);
  });

  it('knows which values are secret', () => {
    const config = { host: 'h', password: 'one', tokens: ['two', ''] };
    expect(secretValues(schema, config)).toEqual(['one', 'two']);
  });
});

describe('a schema in a manifest', () => {
  const rows = [
    { name: 'must be an object', schema: { type: 'string' } },
    { name: 'knows no other keywords', schema: { type: 'object', $ref: 'https://example.com' } },
    {
      name: 'has a pattern that compiles',
      schema: { type: 'object', properties: { a: { type: 'string', pattern: '(' } } },
    },
    {
      name: 'is not deeper than five levels',
      schema: [1, 2, 3, 4, 5].reduce<object>((inner) => ({ type: 'object', properties: { a: inner } }), {
        type: 'object',
      }),
    },
  ];
  it.each(rows)('$name', (row) => {
    expect(providerSchema.safeParse(row.schema).success).toBe(false);
  });
});
