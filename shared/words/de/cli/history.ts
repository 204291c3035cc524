import type { history as en } from '../../en/cli/history.ts';
import { formatsOf } from '../../formats.ts';
import type { WordsOf } from '../../words-of.ts';

const f = formatsOf('de');

export const history: WordsOf<typeof en> = {
  what: 'was geschehen ist, soweit Sie es lesen dürfen; geht auch ohne den Dienst',
  since: 'nur die letzte Zeit, zum Beispiel 24h',
  csv: 'für eine Tabellenkalkulation',
  verify: 'prüfen, dass das Protokoll vollständig ist und fortsetzt, was zuvor geprüft wurde',
  csvOrJson: 'Wählen Sie --csv oder --json, nicht beides.',
  before: 'Dies hat dieses Gerät zuvor geprüft.',
  away: 'Der Dienst ist nicht zu erreichen. Dies hat dieses Gerät zuvor geprüft.',
  nothingHere:
    'Der Dienst ist nicht zu erreichen, und auf diesem Gerät ist nichts vom Verlauf aufbewahrt: Es gibt nichts zu zeigen oder zu bestätigen. Versuchen Sie es noch einmal, wenn der Dienst zu erreichen ist.',
  alarm: 'Der Verlauf lässt sich nicht mehr bestätigen. Dies hat dieses Gerät zuvor geprüft.',
  clock: '„--since“ und „überfällig“ richten sich nach der dieses Computers: Stellen Sie sie richtig.',
  nothing: 'In dieser Zeit ist nichts geschehen, was Sie lesen dürfen.',
  headWhen: 'Wann',
  headRequest: 'Anfrage',
  headNow: 'jetzt',
  verifies: ({ size, readable }) =>
    `Das Protokoll ist bis jetzt bestätigt: ${f.plural(size, { one: '# Eintrag', other: '# Einträge' })}, davon dürfen Sie ${f.count(readable)} lesen.`,
  verifiesHere: ({ size, readable }) =>
    `Das Protokoll ist bestätigt, soweit dieses Gerät es hat: ${f.plural(size, { one: '# Eintrag', other: '# Einträge' })}, davon dürfen Sie ${f.count(readable)} lesen.`,
  signed: ({ count }) => `${f.count(count)} von denen, die es getan haben: Jede Unterschrift passt`,
  computed: ({ count }) => `${f.count(count)} aus früheren Einträgen errechnet`,
  imported: ({ count }) => `${f.count(count)} auf das Wort des Dienstes oder eines Runners`,
  earlier: ({ count }) => `${f.count(count)} aus der Zeit, bevor Menschen unterschrieben, was sie tun`,
  newer: ({ count }) => `${f.count(count)} von einem neueren Latchkey: nicht geprüft`,
  unchecked: ({ count }) =>
    `${f.count(count)} nicht geprüft: Etwas davor darf hier nicht gelesen werden oder kommt von einem neueren Latchkey`,
  notKept: ({ home, why }) =>
    `Neueres wurde nicht geholt, da es in ${home} nicht aufbewahrt werden kann (${why}). Schaffen Sie dort Platz, oder lassen Sie diesen Benutzer dort schreiben.`,
  namesNotKept: ({ home, why }) =>
    `Die Namen der Menschen konnten in ${home} nicht aufbewahrt werden (${why}).`,
};
