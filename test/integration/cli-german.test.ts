import { until } from '../fakes/until.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCliWorld, type Ran } from './cli-world.ts';

let world: Awaited<ReturnType<typeof startCliWorld>>;
beforeAll(async () => {
  world = await startCliWorld();
  for (const person of ['dev', 'lead']) await world.join(person);
});
afterAll(() => world.stop());

/** As somebody whose system is German; `--lang de` says the same. */
const german = (person: string, ...words: string[]): Promise<Ran> =>
  world.run(person, words, { environment: { LATCHKEY_HOME: world.home(person), LANG: 'de_DE.UTF-8' } });
const inGerman = (person: string, ...words: string[]): Promise<Ran> =>
  world.run(person, ['--lang', 'de', ...words]);

/** Words that no German text has, and no name of the example organisation or of a command. */
const ENGLISH = /\b(the|of|which|with|this|your|you|waits|asked|left|without|now|has)\b/i;

const ask = async (entitlement: string): Promise<string> => {
  const words = ['request', entitlement, '--for', '5m', '--reason', 'Fehler im Laden beheben'];
  const { request } = await world.json<{ request: { facts: { requestId: string } } }>('dev', words);
  return request.facts.requestId;
};
const PROD = 'prod/sandbox:token';

test('a request is asked, seen, answered and given back in German', async () => {
  const asked = await german('dev', 'request', PROD, '--for', '5m', '--reason', 'Fehler im Laden beheben');
  expect(asked.note).toMatch(
    /^Anfrage \w{8}: wartet auf .*\. Wie es weitergeht, zeigt: latchkey requests\n$/,
  );
  const [, id = ''] = /^Anfrage (\w{8})/.exec(asked.note) ?? [];

  const inbox = await inGerman('lead', 'inbox');
  expect(inbox.out).toMatch(/^ID +WER +WAS +DAUER +STAND +GRUND\n/);
  expect(inbox.out).toContain('5 min');

  const approved = await german('lead', 'approve', id);
  expect(approved.note).toMatch(
    /^Genehmigt: Anfrage \w{8} von Dev Example\. Ihr Stand ist jetzt: genehmigt\.\n$/,
  );
  const again = await german('lead', 'approve', id);
  expect(again).toMatchObject({
    status: 3,
    note: 'Diese Anfrage ist bereits genehmigt, also ändert eine Antwort nichts mehr.\n',
  });

  await expect.poll(async () => (await german('dev', 'grants')).out, { timeout: 20_000 }).toContain('aktiv');
  expect((await german('dev', 'grants')).out).toMatch(/^ID +WER +WAS +STAND +NOCH\n/);
  const ended = await german('dev', 'end', id);
  expect(ended.note).toMatch(
    /^Der Zugriff der Anfrage \w{8} wird entzogen\. Wie es weitergeht, zeigt: latchkey requests\n$/,
  );
  for (const { out, note } of [asked, approved, ended]) expect(out + note).not.toMatch(ENGLISH);
});

test('what was denied, withdrawn and said about it is told in German', async () => {
  const first = await ask(PROD);
  const denied = await inGerman('lead', 'deny', first, '--comment', 'nicht am Freitag');
  expect(denied.note).toMatch(
    /^Abgelehnt: Anfrage \w{8} von Dev Example\. Ihr Stand ist jetzt: abgelehnt\.\n$/,
  );
  const second = await ask(PROD);
  expect((await german('dev', 'comment', second, 'Es eilt.')).note).toMatch(
    /^Ihr Kommentar steht bei der Anfrage \w{8}\.\n$/,
  );
  expect((await german('dev', 'end', second)).note).toContain('Es gibt keinen Zugriff zu beenden.');
  expect((await german('dev', 'withdraw', second)).note).toMatch(/^Die Anfrage \w{8} ist zurückgezogen\.\n$/);
  const { out } = await german('dev', 'requests');
  expect(out).toContain('abgelehnt: nicht am Freitag');
  expect(out).toContain('zurückgezogen');
  // What was given back before is taken away in its time.
  await until(async () => (await german('dev', 'grants')).note.includes('Sie haben jetzt keinen Zugriff.'));
});

test('the history, the devices and who one is are told in German', async () => {
  expect((await german('dev', 'history')).out).toMatch(
    /^WANN +ANFRAGE +WER +WAS +GRUND +JETZT\n\d\d\.\d\d\.\d{4}, /,
  );
  const verified = await german('dev', 'history', 'verify');
  expect(verified.out).toMatch(
    /^Das Protokoll ist bis jetzt bestätigt: \d+ Einträge, davon dürfen Sie \d+ lesen\.\n {2}\d+ von denen, die es getan haben/,
  );
  expect(verified.out).not.toMatch(ENGLISH);
  expect((await german('dev', 'devices')).out).toMatch(/^ID +NAME +BEIGETRETEN +NÄHERES\n.*dieses\n$/s);
  expect((await german('dev', 'whoami')).out).toMatch(/\nGerät: \w+\nDienst: http.*\nzu erkennen an: /);
});

/** What goes wrong: the status and the code are the same in each language, and so is what the sentence is made of. */
test.each<[string, string[]]>([
  ['an id of nothing', ['withdraw', 'ffffffff']],
  ['an id that is none', ['withdraw', 'X']],
  ['an entitlement that is not there', ['request', 'nothing', '--for', '5m', '--reason', 'to see']],
  ['a time that is too long', ['request', PROD, '--for', '9h', '--reason', 'to see what is said']],
  ['what only owners may do', ['invite', 'lead@example.com']],
  ['a device of nobody', ['devices', 'remove', 'ffffffff']],
  ['two formats at once', ['history', '--csv']],
])('%s is the same for programs', async (_what, line) => {
  const [english, other] = [
    await world.run('dev', [...line, '--json']),
    await inGerman('dev', ...line, '--json'),
  ];
  expect(other.status).toBe(english.status);
  expect(english.status).not.toBe(0);
  const [one, two] = [english, other].map(({ out }) => JSON.parse(out) as { error: { message: string } });
  expect({ ...two?.error, message: '' }).toEqual({ ...one?.error, message: '' });
  expect(two?.error.message).not.toBe(one?.error.message);
});

test('documents are the same in each language', async () => {
  for (const line of [['requests'], ['grants'], ['history'], ['devices'], ['whoami']]) {
    const [english, other] = [
      await world.run('dev', [...line, '--json']),
      await inGerman('dev', ...line, '--json'),
    ];
    // What happened is told in a sentence there, and nothing else is.
    const codesOf = ({ out }: Ran): unknown =>
      JSON.parse(out, (name, value: unknown) => (name === 'what' ? '' : value));
    expect(codesOf(other)).toEqual(codesOf(english));
  }
});

test('a language that is not spoken is refused before anything is done', async () => {
  const ran = await world.run('dev', ['--lang', 'fr', 'request', PROD, '--for', '5m', '--reason', 'to see']);
  expect(ran).toEqual({
    status: 2,
    out: '',
    note: 'Latchkey does not speak “fr”. Choose with --lang one that it speaks: en, de.\n',
  });
  expect((await world.run('dev', ['--lang', 'fr', 'grants', '--json'])).out).toContain('"code": "usage"');
});

test('a service that is away is told in German, and the history can be read', async () => {
  await world.stopService();
  const requests = await german('dev', 'requests');
  expect(requests.status).toBe(5);
  expect(requests.note).toMatch(
    /^Der Dienst ist nicht zu erreichen \(.*ECONNREFUSED.*\)\. Prüfen Sie, ob er läuft, und das Netz\.\n$/,
  );
  const history = await german('dev', 'history');
  expect(history.status).toBe(0);
  expect(history.note).toBe('Der Dienst ist nicht zu erreichen. Dies hat dieses Gerät zuvor geprüft.\n');
});
