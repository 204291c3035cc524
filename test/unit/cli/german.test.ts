import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { COMMANDS } from '../../../shared/cli/add-commands.ts';
import { runCli } from '../../../shared/cli/run-cli.ts';
import { systemClock } from '../../../shared/system/system-clock.ts';

let home = '';
beforeAll(async () => void (home = await mkdtemp(join(tmpdir(), 'latchkey-german-'))));
afterAll(() => rm(home, { recursive: true, force: true }));

/** `latchkey …`, of nobody who has joined, in the language that the line or the environment says. */
async function latchkey(line: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const written = { out: '', note: '' };
  const note = (text: string): void => void (written.note += text);
  const status = await runCli(line, {
    environment: { LATCHKEY_HOME: home, ...environment },
    clock: systemClock,
    out: (text) => void (written.out += text),
    ...{ note, tell: note },
    written: () => Promise.resolve(null),
    columns: null,
    stop: new AbortController().signal,
    keyboard: null,
    piped: null,
  });
  return { status, ...written };
}

const german = (line: string) => latchkey(['--lang', 'de', ...line.split(' ')]);

/** Words that no German text has. */
const ENGLISH = /\b(the|of|which|with|this|your|you|is|are|to|default|display|usage|error)\b/i;
/** What stays as it is: options, places for a value, files, and what is typed. */
const AS_TYPED =
  /\[Optionen\]|\[Befehl\]|<[^>]*>|\[[^\]]*\]|--?[a-z][\w-]*|\{.*?\}|\b[A-Z_]{3,}\b|none \(default\)|\(sonst: .*?\)/g;

const NAMES = COMMANDS.flatMap(({ names }) => names);
const WITHIN = ['devices rename', 'devices remove', 'history verify', 'runners sign-in', 'pools check'];

describe('help in German', () => {
  test.each(['', ...NAMES, ...WITHIN, 'provider test'])('latchkey %s --help', async (command) => {
    const help = await german(`${command} --help`.trim());
    expect(help.status).toBe(0);
    expect(help.out).toMatch(/^Aufruf: latchkey /);
    expect(help.out).toContain('Optionen:');
    expect(help.out.replace(AS_TYPED, '')).not.toMatch(ENGLISH);
  });

  test('says how to choose a language, and what the statuses are', async () => {
    const { out } = await german('--help');
    expect(out).toContain('--lang <language>');
    expect(out).toContain('Status am Ende: 0 getan');
    expect(out).toContain('latchkey [Optionen] [Befehl]');
    expect(out).toContain('Befehle:');
  });
});

describe('a line that cannot be meant', () => {
  test.each([
    ['catlog', 'Fehler: Den Befehl „catlog“ gibt es nicht.\n(Meinten Sie catalog?)'],
    ['requests --opne', 'Fehler: Die Option „--opne“ gibt es nicht.\n(Meinten Sie --open?)'],
    ['withdraw', 'Fehler: Das Argument „id“ fehlt.'],
    ['withdraw one two', 'Fehler: Zu viele Argumente für „withdraw“: Es sind 2, erwartet wird 1.'],
    ['deny one', 'Fehler: Die Option „--comment <text>“ fehlt; sie ist nötig.'],
    ['deny one --comment', 'Fehler: Der Option „--comment <text>“ fehlt ihr Wert.'],
    ['request a --for 5m --reason b --wait c', 'Fehler: Die Option „--wait [duration]“ kann nicht „c“ sein.'],
  ])('latchkey %s', async (line, sentence) => {
    const ran = await german(line);
    expect(ran).toMatchObject({ status: 2, out: '' });
    expect(ran.note.slice(0, sentence.length)).toBe(sentence);
    expect(ran.note).toMatch(/\nWie es geht, zeigt --help\.\n$/);
  });

  test.each([
    ['catlog', "error: unknown command 'catlog'\n(Did you mean catalog?)"],
    ['requests --opne', "error: unknown option '--opne'\n(Did you mean --open?)"],
    ['withdraw', "error: missing required argument 'id'"],
    ['withdraw one two', "error: too many arguments for 'withdraw'. Expected 1 argument but got 2."],
    ['deny one', "error: required option '--comment <text>' not specified"],
    ['deny one --comment', "error: option '--comment <text>' argument missing"],
    [
      'request a --for 5m --reason b --wait c',
      "error: option '--wait [duration]' argument 'c' is invalid. That is not a duration.",
    ],
  ])('latchkey %s, in English as the parser says it', async (line, sentence) => {
    const ran = await latchkey(line.split(' '));
    expect(ran.note.slice(0, sentence.length)).toBe(sentence);
    expect(ran.note).toMatch(/\nAdd --help to see how\.\n$/);
  });
});

describe('the language', () => {
  const NOT_JOINED = 'Dieses Gerät ist noch keinem Dienst beigetreten.';

  test.each<[string, string[], Record<string, string>, boolean]>([
    ['that the line says', ['--lang', 'de', 'requests'], {}, true],
    ['that it says after the command', ['requests', '--lang=de-AT'], {}, true],
    ['of LANG', ['requests'], { LANG: 'de_DE.UTF-8' }, true],
    ['of LC_ALL before LANG', ['requests'], { LC_ALL: 'C.UTF-8', LANG: 'de_DE.UTF-8' }, false],
    ['of the line before all', ['requests', '--lang', 'en'], { LANG: 'de_DE.UTF-8' }, false],
    ['of LANG that is not spoken is English', ['requests'], { LANG: 'fr_FR.UTF-8' }, false],
  ])('%s', async (_what, line, environment, isGerman) => {
    const ran = await latchkey(line, environment);
    expect(ran.status).toBe(2);
    expect(ran.note).toContain(isGerman ? NOT_JOINED : 'This device has not joined a service yet.');
  });

  test.each<[string, string[]]>([
    ['a reason', ['request', 'prod/web:root', '--for', '5m', '--reason', '--lang']],
    ['a reason with its language', ['request', 'prod/web:root', '--for', '5m', '--reason', '--lang=de']],
    [
      'a reason that ends options',
      ['request', 'prod/web:root', '--for', '5m', '--reason', '--', '--lang', 'en'],
    ],
    ['of a command in a command', ['devices', 'remove', 'abcdef01', '--reason', '--lang', '--yes']],
    ['of an option that many commands have', ['requests', '--passphrase-file', '--lang']],
  ])('is not what another option is given: %s', async (_what, line) => {
    const ran = await latchkey(line);
    expect(ran.status).toBe(2);
    expect(ran.note).toContain('This device has not joined a service yet.');
  });

  test('is that of the line behind what an option is given', async () => {
    const line = ['request', 'prod/web:root', '--for', '5m', '--reason', '--lang', '--lang', 'de'];
    expect((await latchkey(line)).note).toContain(NOT_JOINED);
  });

  test('nor is a document asked for by what an option is given', async () => {
    const line = ['request', 'prod/web:root', '--for', '5m', '--reason', '--json'];
    expect(await latchkey(line)).toMatchObject({ status: 2, out: '' });
    expect((await latchkey([...line, '--json'])).out).toContain('"code"');
  });

  test('that is asked for and not spoken is wrong usage, whatever else stands there', async () => {
    for (const line of [
      ['--lang', 'fr', 'requests'],
      ['--lang=fr', '--help'],
      ['requests', '--lang', 'fr'],
    ])
      expect(await latchkey(line)).toEqual({
        status: 2,
        out: '',
        note: 'Latchkey does not speak “fr”. Choose with --lang one that it speaks: en, de.\n',
      });
    expect(await latchkey(['requests', '--lang'], { LANG: 'de_DE' })).toMatchObject({
      status: 2,
      note: 'Sagen Sie nach --lang, welche Sprache: en oder de.\n',
    });
  });

  test('changes no code of a document, and what follows -- is no language', async () => {
    const [inEnglish, inGerman] = await Promise.all([
      latchkey(['requests', '--json']),
      german('requests --json'),
    ]);
    const errorOf = ({ out }: { out: string }) =>
      (JSON.parse(out) as { error: Record<string, unknown> }).error;
    expect({ ...errorOf(inGerman), message: '' }).toEqual({ ...errorOf(inEnglish), message: '' });
    expect(errorOf(inGerman)['message']).toContain(NOT_JOINED);
    const after = await latchkey(['withdraw', '--', '--lang', 'de']);
    expect(after.note).toContain('too many arguments');
  });
});
