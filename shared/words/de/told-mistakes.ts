import { ownValue } from '../../lib/own-value.ts';
import type { MISTAKES } from '../codes/mistakes.ts';
import { formatsOf } from '../formats.ts';
import type { BookOf } from '../told-book.ts';

const f = formatsOf('de');

const meant = (near: string): string => (near === '' ? '' : ` Meinten Sie „${near}“?`);
const within = (parent: string): string => (parent === '' ? '' : ` in „${parent}“`);
const characters = (count: number): string => `${f.count(count)} Zeichen`;
const items = { one: '1 Eintrag', other: '# Einträge' };

/** By the words of a schema; what is not here stands as it is. */
const KINDS: Readonly<Record<string, string>> = {
  string: 'Text',
  number: 'eine Zahl',
  int: 'eine ganze Zahl',
  boolean: 'true oder false',
  array: 'eine Liste',
  object: 'eine Gruppe von Schlüsseln und Werten',
  record: 'eine Gruppe von Schlüsseln und Werten',
};
const FOUND: Readonly<Record<string, string>> = {
  ...KINDS,
  null: 'nichts',
  number: 'eine Zahl (in Anführungszeichen wird sie Text)',
};
const DEEP = 'Das ist zu tief verschachtelt';
const TAGS = 'Tags (!etwas) werden hier nicht benutzt. Schreiben Sie einfache Werte.';

export const mistakes: BookOf<keyof typeof MISTAKES> = {
  moreMistakes: ({ count }) =>
    `Danach ${f.plural(count, { one: 'kommt 1 weiterer', other: 'kommen # weitere' })} Fehler.`,
  valueIs: ({ what, is }, tell) => `${tell(what)} ${tell(is)}.`,
  theFile: 'Die Datei',
  theValue: ({ name }) => `„${name}“`,
  itemOf: ({ at, list }) => `Eintrag ${f.count(at)} von „${list}“`,
  itemAt: ({ at }) => `Eintrag ${f.count(at)}`,
  keyEmpty: ({ parent }) => `Ein Schlüssel${within(parent)}`,
  keyNamed: ({ key, parent }) => `Der Schlüssel „${key}“${within(parent)}`,
  keyUnknown: ({ key, near }) => `„${key}“ ist hier nicht bekannt.${meant(near)}`,
  isMissing: 'fehlt',
  isMissingKind: ({ wanted }) => `fehlt. Es muss ${ownValue(KINDS, wanted) ?? wanted} sein`,
  isMissingIt: ({ is }, tell) => `fehlt und ${tell(is)}`,
  isNotWhole: 'muss eine ganze Zahl sein',
  isNotKind: ({ wanted, found }) =>
    `muss ${ownValue(KINDS, wanted) ?? wanted} sein, nicht ${ownValue(FOUND, found) ?? found}`,
  isEmpty: 'ist leer',
  hasFewCharacters: ({ least }) => `muss mindestens ${characters(least)} haben`,
  hasManyCharacters: ({ most }) => `darf höchstens ${characters(most)} haben`,
  hasFewItems: ({ least }) => `muss mindestens ${f.plural(least, items)} haben`,
  hasManyItems: ({ most }) => `darf höchstens ${f.plural(most, items)} haben`,
  isBelow: ({ least }) => `muss mindestens ${f.count(least)} sein`,
  isAbove: ({ most }) => `darf höchstens ${f.count(most)} sein`,
  isOneOf: ({ values }) => `muss ${values.join(' oder ')} sein`,
  looksOtherwise: ({ pattern }) => `muss so aussehen: ${pattern}`,
  isSecret: 'ist ein Geheimnis. Schreiben Sie { secret: NAME }; den Wert findet der Runner',
  isNotOneLine: 'muss eine Zeile einfacher Text sein',
  hasOuterSpace: 'darf nicht mit einem Leerzeichen beginnen oder enden',
  hasNothingSeen: 'muss etwas enthalten, das man sieht',
  isNotPlainText: 'muss einfacher Text ohne Steuerzeichen sein',
  isNotTextOrTexts: 'muss ein Text oder eine Liste von Texten sein',
  isNotVersionOne: 'muss 1 sein: Ein anderes Format gibt es nicht',
  isNoPersonId:
    'muss eine ID wie dev@example.com sein: Buchstaben, Ziffern und, nicht an erster Stelle, . _ @ + -',
  isReservedId:
    'kann nicht die ID einer Person sein: Im Verlauf und in Regeln steht dieses Wort für Latchkey selbst oder für alle',
  isNoServiceId: 'muss eine ID wie service:deploy-bot sein',
  isNoGroup: 'muss der Name einer Gruppe sein: Buchstaben, Ziffern und, nicht an erster Stelle, . _ -',
  isNoPool: 'muss der Name eines Pools sein: kleine Buchstaben, Ziffern und : . _ -',
  isNoEntitlementMatch: 'muss ein Muster sein, eine Liste von Mustern, oder Tags: { tags: { env: staging } }',
  hasNoTags: 'muss mindestens einen Tag nennen',
  isNoRuleTimezone:
    'muss eine Zeitzone wie Europe/Berlin sein, oder „requester“ für die Zeitzone dessen, der anfragt',
  isNoDate: 'muss ein Tag wie 2026-12-25 sein',
  isNoTimezone: 'muss eine Zeitzone wie Europe/Berlin sein',
  isNoSshKey:
    'muss eine Zeile mit einem öffentlichen OpenSSH-Schlüssel sein: ssh-ed25519 AAAA… (ganz, und nie der private)',
  isNoEntitlementId:
    'muss eine ID wie prod/payments-db:write sein: Buchstaben, Ziffern, . _ @ + - und dazwischen / und :',
  hasManyTags: 'hat zu viele Tags',
  hasManyProviders: ({ most }) => `enthält mehr als ${f.count(most)} Provider`,
  isNoApproval: 'muss auto sein oder eine Liste wie [{ step: owner, reviewers: [group:leads], need: 1 }]',
  remindsTooOften: 'muss mindestens 1m sein: Wer öfter erinnert wird, liest nicht mehr',
  isNoRisk: 'muss high sein: Wo nichts steht, gilt normales Risiko',
  providerNameForm:
    'Der Name eines Providers hat kleine Buchstaben, Ziffern und, nicht an erster Stelle, . _ -.',
  clearSecret:
    'In dieser Datei darf kein Geheimnis stehen. Schreiben Sie { secret: NAME }; den Wert findet der Runner.',
  secretBadName:
    'Der Name eines Geheimnisses hat nur große Buchstaben, Ziffern und _, zum Beispiel PAYMENTS_DB.',
  fileTooLong: ({ most }) => `Die Datei ist zu lang: höchstens ${characters(most)}.`,
  tooDeepToRead: `${DEEP}, um es zu lesen.`,
  secondDocument:
    'Hier beginnt (nach ---) ein zweites Dokument. Jede Datei hat eines: Alles danach ginge verloren.',
  notYaml: ({ why }) => `Das ist kein gültiges YAML. Der Parser sagt dazu, auf Englisch: „${why}“.`,
  tooManyValues: 'Die Datei enthält zu viele Werte.',
  nestedTooDeep: `${DEEP}.`,
  tooManyAliases: ({ most }) => `Eine Datei darf höchstens ${f.count(most)} Aliasse (*name) benutzen.`,
  aliasUnknown: ({ name }) => `Davor ist nichts mit &${name} markiert.`,
  tagsNotUsed: TAGS,
  notPlainData: 'Das sind keine einfachen Daten.',
  keyTwice: 'Dieser Schlüssel steht zweimal an derselben Stelle. Behalten Sie einen davon.',
  keyNotText: 'Ein Schlüssel muss einfacher Text sein.',
  keyNever: 'Das kann kein Schlüssel sein.',
  numberEndless: 'Diese Zahl hat kein Ende.',
  writeInQuotes: 'Schreiben Sie das als einfachen Text, in Anführungszeichen.',
  hereAlready: ({ id }) => `„${id}“ steht schon hier.`,
  ownerNotPerson: ({ id, near }) => `„${id}“ aus owners ist keine der Personen.${meant(near)}`,
  ownerAlready: ({ id }) => `„${id}“ steht schon unter owners.`,
  operatorNotPerson: ({ id, near }) => `„${id}“ aus operators ist keine der Personen.${meant(near)}`,
  managerNotPerson: ({ id, near }) => `„${id}“ aus manager ist keine der Personen.${meant(near)}`,
  ownManager: 'Niemand ist sich selbst vorgesetzt.',
  inCatalogAlready: ({ id }) => `„${id}“ ist schon im Katalog.`,
  providerUnknown: ({ id, near }) => `Oben gibt es keinen Provider „${id}“.${meant(near)}`,
  useUnknown: ({ use, shipped, near }) =>
    `Es gibt keinen Provider „${use}“. Schreiben Sie einen von ${shipped.join(', ')} oder einen Ordner wie ./providers/own.${meant(near)}`,
  folderOutside:
    'Der Ordner eines Providers muss neben oder unter dieser Datei liegen. Schreiben Sie ihn wie ./providers/name, mit / dazwischen.',
  folderNotFound: ({ use }) => `Der Ordner „${use}“ des Providers liegt nicht neben dieser Datei.`,
  ruleNamedTwice: ({ rule }) => `Eine andere Regel heißt schon „${rule}“.`,
  tooManyPatterns: ({ most }) => `Alle Regeln zusammen dürfen ${f.count(most)} Muster haben.`,
  ruleDecidesNot: ({ rule }) =>
    `Die Regel „${rule}“ entscheidet nichts. Schreiben Sie approve: oder refuse:.`,
  ruleDecidesTwice: 'Eine Regel genehmigt oder lehnt ab. Behalten Sie eines davon.',
  ruleWithoutLimit: ({ rule }) =>
    `Die Regel „${rule}“ hat keine Grenze. Schreiben Sie maxDuration:, zum Beispiel 2h.`,
  askersWithoutManager: ({ step, names, more }) =>
    `„${step}“ könnte niemand genehmigen für ${f.all(names, 'direct', more)}: people.yaml nennt keine andere Person als „manager“. Ergänzen Sie das, oder nennen Sie weitere neben „manager“.`,
  entitlementsWithoutOwner: ({ step, names, more }) =>
    `„${step}“ könnte niemand genehmigen für ${f.all(names, 'direct', more)}: Kein Tag dort nennt eine Gruppe, in der jemand ist. Ergänzen Sie ihn in catalog.yaml, oder nennen Sie weitere neben „ownerOf“.`,
  distinctAlone: '„distinct“ gilt nur bei mehreren Schritten: Diese Regel hat nur einen.',
  stepsNeedOthers: ({ rule }) =>
    `Die Schritte von „${rule}“ haben zusammen zu wenige Leute: Niemand zählt in zwei Schritten. Nennen Sie mehr Leute, die genehmigen, oder schreiben Sie „distinct: false“.`,
  timezoneAlone: 'Eine Zeitzone gilt nur zusammen mit einer Bedingung (when), die nach request.local fragt.',
  notSaidYet: ({ name }) => `„${name}“ sagen Anfragen noch nicht. Lassen Sie es weg.`,
  noHolidays:
    'Die Bedingung fragt nach Feiertagen, und die Datei nennt keine. Ergänzen Sie neben „rules“ eine Liste „holidays“.',
  riskAlone:
    'risk: sagt, wie genehmigt wird, und nach dieser Regel genehmigt niemand: Allein ändert es nichts.',
  neverReminded: ({ lapseMs, isSaid }) =>
    `Niemand wird erinnert: Eine Anfrage verfällt ${isSaid === 'yes' ? '' : 'ohne Angabe '}nach ${f.duration(lapseMs)}, vor der ersten Erinnerung. Schreiben Sie ein kürzeres remindEvery: oder ein längeres lapseAfter:.`,
  globStars: 'Schreiben Sie * für Text ohne / oder ** für jeden Text.',
  globOdd: ({ odd }) =>
    `„${odd}“ kann nicht in einem Muster stehen: Keine ID einer Berechtigung enthält es. Nur * und ** stehen für anderen Text.`,
  nobodyNamed: ({ text, near }) =>
    `„${text}“ ist niemand. Schreiben Sie group:NAME, person:ID, service:ID oder anyone.${meant(near)}`,
  servicesNeverReview: 'Dienstkonten genehmigen nie: Nennen Sie Personen oder Gruppen.',
  groupOfNobody: ({ group, near }) => `In einer Gruppe „${group}“ ist niemand.${meant(near)}`,
  notInPeople: ({ text, near }) => `„${text}“ steht nicht in people.yaml.${meant(near)}`,
  ruleCovered: ({ rule, by }) =>
    `Die Regel „${rule}“ kann nie zutreffen: „${by}“ steht davor und trifft auf alles davon zu. Stellen Sie sie nach oben oder nehmen Sie sie heraus.`,
  ruleShadowed: ({ rule }) =>
    `Die Regel „${rule}“ entscheidet jetzt nichts: Frühere Regeln treffen auf alles davon zu, was der Katalog hat.`,
  ruleMatchesNothing: ({ rule }) => `Die Regel „${rule}“ trifft auf nichts zu, was der Katalog hat.`,
  tooManyReviewers: ({ count, most }) =>
    `Hier könnten ${f.count(count)} genehmigen, mehr als ${f.count(most)}. Nennen Sie eine kleinere Gruppe.`,
  stepNeverDone: ({ step, need, have }) =>
    `Der Schritt „${step}“ kann nie erledigt werden: Nötig sind ${f.plural(need, { one: '1 Genehmigung', other: '# Genehmigungen' })}, geben ${have === 1 ? 'kann nur 1 Person eine' : `können nur ${f.count(have)} Personen eine`}.`,
  stepStuck: ({ name, step }) =>
    `Fragt ${name} an, kann niemand den Schritt „${step}“ erledigen: Niemand genehmigt für sich selbst. Nennen Sie noch jemanden.`,
  ticketPatternEmpty:
    'Das Muster für Tickets ist leer. Lassen Sie es weg oder schreiben Sie zum Beispiel ^INC-[0-9]+$.',
  ticketPatternLong: ({ most }) => `Das Muster für Tickets hat mehr als ${characters(most)}.`,
  ticketPatternNone: ({ why }) =>
    `Das Muster für Tickets ist kein regulärer Ausdruck (${why}). Schreiben Sie zum Beispiel ^INC-[0-9]+$.`,
  ticketPatternBeyond:
    'Das Muster für Tickets darf nicht um sich sehen und nicht zurückverweisen: ?=, ?!, ?<=, ?<!, ?> und \\1 werden hier nicht gelesen. Sagen Sie, was ein ganzes Ticket ist, zum Beispiel ^INC-[0-9]+$.',
  ticketPatternLarge:
    'Das Muster für Tickets ist zu groß, wenn seine Wiederholungen ausgeschrieben sind. Wiederholen Sie weniger.',
  mistakeOfNewer: 'was falsch ist, zeigt nur ein neueres Latchkey: Aktualisieren Sie dieses',
};
