import { existsSync, readFileSync, readdirSync, rmSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../../build/setup/root.js';
import { createLogger } from '../../../main/system/create-logger.ts';
import { stderrLogger } from '../../../shared/cli/stderr-logger.ts';
import { clearSecrets } from '../../../shared/organisation-files/clear-secrets.ts';
import { harmlessFields, harmlessText } from '../../../shared/lib/harmless-fields.ts';
import { isSecretField } from '../../../shared/lib/secret-names.ts';
import { until } from '../../fakes/until.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';

const SECRET = 'hunter2-hunter2';

/** Everything of this is logged by somebody by mistake. */
const MISTAKES: Record<string, object> = {
  'at the top': { token: SECRET, code: SECRET, ownerInvite: SECRET },
  'deep in objects': { a: { b: { c: { d: { password: SECRET } } } } },
  'in lists': { devices: [{ seed: SECRET }, [{ privateKey: SECRET }]] },
  'in a map': { held: new Map([['apiKey', SECRET]]) },
  'as a whole object': { credential: { fields: [{ value: SECRET }] } },
  'in the cause of an error': { err: new Error('x', { cause: { authorization: SECRET } }) },
  'in the message of an error': { err: new Error(`postgres://admin:${SECRET}@db/app refused`) },
  'in JSON that is a text': { answer: JSON.stringify({ status: 'ok', token: SECRET }) },
  'in JSON in JSON': { line: JSON.stringify({ answer: JSON.stringify({ password: SECRET }) }) },
  'in JSON, behind a quote of its own': { answer: JSON.stringify({ token: `"${SECRET}"`, a: 1 }) },
  'in JSON in JSON in JSON, behind backslashes and quotes': {
    line: [0, 1, 2].reduce((within) => JSON.stringify({ token: `\\"${SECRET}`, within }), '{}'),
  },
  'in a URL': { url: `https://x.example/join?code=${SECRET}&next=1` },
  'in a header': { header: `Authorization: Bearer ${SECRET}` },
  'in a header in base64': { header: `Basic ${Buffer.from(`user:${SECRET}`).toString('base64')}` },
  'as a private key': { text: `-----BEGIN PRIVATE KEY-----\n${SECRET}\n-----END PRIVATE KEY-----` },
  'at the end of what is looked at': {
    text: `${`-----BEGIN PRIVATE KEY-----${'x'.repeat(99_900)}-----END PRIVATE KEY----- https://u:${SECRET}`}${'y'.repeat(100)}@h/`,
  },
  'as the key of an object': { [`https://u:${SECRET}@h/`]: 1 },
};

/** Each logger of the product, and what it wrote. */
const LOGGERS: Record<string, (fields: object) => string | Promise<string>> = {
  async desktop(fields) {
    const home = mkdtempSync(join(tmpdir(), 'latchkey-log-'));
    const logger = createLogger(home);
    logger.error(fields, 'a mistake');
    const file = join(home, 'logs', 'desktop.log');
    const written = (): string => (existsSync(file) ? readFileSync(file, 'utf8') : '');
    await until(() => written().endsWith('}\n'));
    const text = written();
    rmSync(home, { recursive: true });
    return text;
  },
  'command line'(fields) {
    let text = '';
    stderrLogger({ tell: (line) => void (text += line), clock: new ManualClock() }).error(
      fields,
      'a mistake',
    );
    return text;
  },
  // The service's logger writes to the process's own stderr; it is given the same function.
  'what all are given': (fields) => JSON.stringify(harmlessFields(fields)),
};

describe.each(Object.entries(LOGGERS))('the log of the %s', (_name, log) => {
  it.each(Object.entries(MISTAKES))('has no secret %s', async (_where, fields) => {
    const text = await log(fields);
    expect(text).not.toContain(SECRET);
    expect(text).not.toContain(Buffer.from(SECRET).toString('base64').slice(0, 10));
    expect(text).toContain('[redacted]');
  });
});

/** What texts are made of that keep a careless pattern busy. */
const TIRING = [
  '\\',
  '"a\\',
  '"a":"\\',
  '\\"',
  '"a" ',
  '"token":"\\"',
  'a-',
  'a.',
  'ab://',
  'a:b',
  '-----BEGIN ',
  'Basic ',
  ' ',
  '=',
];

it.each(TIRING)('a text full of %j is looked through in a time that goes by its length', (piece) => {
  const text = `https://x:"a"${piece.repeat(200_000 / piece.length)}`;
  const beganAt = performance.now();
  for (const shown of [
    text,
    `"a${text}`,
    `"token":"${text}`,
    `-----BEGIN PRIVATE KEY-----${text}`,
    `Basic ${text}`,
  ])
    harmlessText(shown);
  expect(performance.now() - beganAt).toBeLessThan(60_000);
});

describe.each(Object.entries(LOGGERS))('a long text in the log of the %s', (_name, log) => {
  const long = 'long text '.repeat(100_000);
  it.each([
    ['at the top', { long }],
    ['deep in it', { a: [{ b: new Map([['c', long]]) }] }],
    ['as a name', { [long]: 1 }],
    ['in a fault', { err: Object.assign(new Error(long), { cause: long }) }],
  ])('%s is cut, and says so', async (_where, fields) => {
    const text = await log(fields);
    expect(/long text [long text]*…/.test(text)).toBe(true);
    expect(text.length).toBeLessThan(13_000);
  });
});

it('what stands behind a secret in JSON is there', () => {
  const fields = { token: `a\\"\\${SECRET}\\`, next: 'one', password: '', last: ['two'] };
  const wanted = { ...fields, token: '[redacted]', password: '[redacted]' };
  expect(harmlessText(JSON.stringify(fields))).toBe(JSON.stringify(wanted));
  const twice = JSON.parse(harmlessText(JSON.stringify({ fields: JSON.stringify(fields) }))) as {
    fields: string;
  };
  expect(JSON.parse(twice.fields)).toEqual(wanted);
});

it('what is no secret is logged as it is, the code of an error included', () => {
  const err = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:4460'), { code: 'ECONNREFUSED' });
  expect(
    harmlessFields({ err, tokenFile: '/x', pools: ['a'], isSealed: true, at: 5, token: null }),
  ).toMatchObject({
    err: { type: 'Error', message: 'connect ECONNREFUSED 127.0.0.1:4460', code: 'ECONNREFUSED' },
    tokenFile: '/x',
    pools: ['a'],
    at: 5,
    token: null,
  });
  expect(harmlessText('SELECT 1 WHERE a=1; https://db.example.com/x?limit=5')).toBe(
    'SELECT 1 WHERE a=1; https://db.example.com/x?limit=5',
  );
});

it('what has no end is logged to a depth', () => {
  const endless: Record<string, unknown> = { a: 1 };
  endless['self'] = endless;
  expect(harmlessFields(endless)).toEqual({ a: 1, self: '[…]' });
});

it('what the files of an organisation may not hold is no other list than what is not logged', () => {
  for (const name of ['password', 'apiKey', 'db_password', 'privateKey', 'clientSecret', 'passphrase']) {
    expect(clearSecrets({ [name]: 'x' })).toHaveLength(1);
    expect(isSecretField(name)).toBe(true);
  }
  expect(clearSecrets({ tokenFile: 'x' })).toEqual([]);
});

it('no room has a list of its own, and every logger uses the one function', () => {
  const files = ['main', 'shared', 'preload', 'renderer'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => join(folder, file)),
  );
  const having = (text: RegExp): string[] =>
    files.filter((file) => text.test(readFileSync(join(root, file), 'utf8'))).sort();
  expect(having(/from 'pino'|msg: message/)).toEqual(having(/harmlessFields\b(?!\()|\.\.\.harmlessFields\(/));
  expect(having(/censor|redact: \{|SECRET_FIELDS|SECRET_KEY\b/)).toEqual([]);
});
