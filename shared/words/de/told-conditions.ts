import type { CONDITIONS } from '../codes/conditions.ts';
import { formatsOf } from '../formats.ts';
import type { BookOf } from '../told-book.ts';

const f = formatsOf('de');

const list = (names: readonly string[]): string => names.join(', ');

export const conditions: BookOf<keyof typeof CONDITIONS> = {
  conditionEmpty:
    'Die Bedingung ist leer. Lassen Sie sie weg oder schreiben Sie zum Beispiel request.durationMinutes <= 60.',
  conditionLong: ({ most }) => `Die Bedingung hat mehr als ${f.count(most)} Zeichen.`,
  conditionHidden: ({ at }) =>
    `Zeichen ${f.count(at)} der Bedingung ist nicht zu sehen. Nehmen Sie es heraus, damit gilt, was man liest.`,
  conditionComment:
    'Eine Bedingung hat keinen Kommentar: Wo Zeilen zu einer werden, verdeckt // alles, was danach steht. Schreiben Sie ihn nach einem # darüber.',
  conditionUnfinished: 'Die Bedingung endet zu früh: Am Ende fehlt etwas.',
  conditionUnreadable: ({ at, near }) =>
    `Die Bedingung ist ab Zeichen ${f.count(at)} nicht zu lesen, bei „${near}“.`,
  conditionOpenQuote: 'Einem Text in der Bedingung fehlt das Anführungszeichen am Ende.',
  conditionReserved: ({ name }) =>
    `„${name}“ ist ein Wort, das CEL für sich behält. Wählen Sie einen anderen Namen.`,
  conditionDeep: ({ most }) => `Die Bedingung ist mehr als ${f.count(most)} Ebenen tief verschachtelt.`,
  conditionLarge: ({ most }) =>
    `Die Bedingung hat mehr als ${f.count(most)} Teile. Machen Sie zwei Regeln daraus.`,
  conditionManyItems: ({ most }) => `Eine Liste in der Bedingung hat mehr als ${f.count(most)} Einträge.`,
  conditionCostly: ({ steps, most }) =>
    `Die Bedingung auszuwerten kann ${f.count(steps)} Schritte brauchen; erlaubt sind höchstens ${f.count(most)}. Gehen Sie lange Listen einmal durch, nicht für jeden Eintrag einer anderen.`,
  conditionNoName: ({ name, known }) => `Hier heißt nichts „${name}“. Es gibt: ${list(known)}.`,
  conditionNoField: ({ of, name, known }) => `„${of}“ hat kein „${name}“. Es hat: ${list(known)}.`,
  conditionNoFunction: ({ name, known }) =>
    `Bedingungen kennen die Funktion „${name}“ nicht. Sie kennen: ${list(known)}.`,
  conditionMatches:
    'Bedingungen haben keine regulären Ausdrücke, denn die können sehr lange dauern. Schreiben Sie startsWith, endsWith oder contains; für Tickets nimmt require: { ticket: … } ein Muster.',
  conditionZone: ({ method, field }) =>
    `„${method}“ fragt nach der Uhrzeit an keinem bestimmten Ort. Schreiben Sie ${field}: Das gilt in der Zeitzone der Regel.`,
  conditionNumber:
    'Zahlen in einer Bedingung sind ganz und haben höchstens 15 Stellen. Zählen Sie Minuten statt halber Stunden.',
  conditionValue: 'Eine Bedingung vergleicht mit Texten, ganzen Zahlen, true und false, sonst mit nichts.',
  conditionMoment:
    'timestamp(…) nimmt einen ausgeschriebenen Zeitpunkt mit Zeitzone, zum Beispiel timestamp("2026-12-24T18:00:00+01:00").',
  conditionLength:
    'duration(…) nimmt eine ausgeschriebene Dauer in Stunden, Minuten und Sekunden, zum Beispiel duration("1h30m").',
  conditionPath:
    'Ein Feld steht hinter einem einfachen Namen, wie in request.origin; request, requester, entitlement und request.local stehen nur vor einem Feld.',
  conditionHas:
    'has(…) ist für Tags da, wie in has(entitlement.tags.env). Alles andere gibt es immer; vergleichen Sie es mit "".',
  conditionLoop: ({ name }) =>
    `„${name}“ nimmt einen Namen und eine Frage dazu, wie in requester.groups.${name}(g, g == "leads").`,
  conditionNameTaken: ({ name }) => `„${name}“ bedeutet hier schon etwas. Wählen Sie einen anderen Namen.`,
  conditionNested: ({ most }) =>
    `all, exists und Ähnliche stehen höchstens ${f.count(most)} Ebenen tief ineinander.`,
  conditionKeys:
    'Die Schlüssel einer Map sind ausgeschriebene Texte, und es gibt mindestens einen, wie in {"prod": 60}.',
  conditionKeyTwice: ({ key }) =>
    `Der Schlüssel „${key}“ steht zweimal in derselben Map. Behalten Sie einen davon.`,
  conditionKeyNever: ({ key }) => `„${key}“ kann kein Schlüssel sein.`,
  conditionKinds: ({ part, kinds }) => `„${part}“ verbindet, was nicht zusammenpasst: ${kinds}.`,
  conditionMixed: ({ part }) => `„${part}“ passt nicht dorthin, wo es steht.`,
  conditionOpen: ({ part }) =>
    `Was „${part}“ ist, weiß vorher niemand. Schreiben Sie ein Feld mit seinem Namen, wie in requester.id.`,
  conditionIndex: ({ part }) =>
    `„${part}“ passt nicht: In [ ] nimmt eine Liste eine Zahl, nehmen Tags einen Text; Felder stehen nach einem Punkt.`,
  conditionInner: ({ part }) =>
    `„${part}“ enthält Listen oder Gruppen von Feldern. Listen enthalten Texte, Zahlen oder Zeiten.`,
  conditionJoined: ({ part }) => `„${part}“ hängt Listen aneinander. Fragen Sie jede für sich, mit ||.`,
  conditionTurned: ({ part }) => `In „${part}“ steht der Zeitpunkt vorn, wie in now + duration("1h").`,
  conditionDate: ({ part }) =>
    `Ein Datum in „${part}“ ist nicht so geschrieben wie hier üblich: "2026-12-24".`,
  conditionNeverIs: ({ field, value, known }) =>
    `„${field}“ ist nie „${value}“. Möglich sind: ${list(known)}.`,
  conditionNeverBetween: ({ field, value, least, most }) =>
    `„${field}“ ist nie ${value}: Möglich ist ${least} bis ${most}.`,
  conditionNotBool: ({ kind }) => `Eine Bedingung muss true oder false ergeben; diese ergibt ${kind}.`,
  conditionNoKey: ({ key }) =>
    `„${key}“ gibt es nicht. Fragen Sie vorher danach, wie in has(entitlement.tags.env) && entitlement.tags.env == "prod".`,
  conditionNoItem: 'Eine Liste hat weniger Einträge, als die Bedingung verlangt.',
  conditionByZero: 'Die Bedingung teilt durch null.',
  conditionOverflow: 'Eine Zahl in der Bedingung wird zu groß.',
  conditionFact: ({ name }) => `„${name}“ ist nicht so, wie Bedingungen es brauchen, oder zu groß.`,
  conditionFailed: ({ why }) => `Die Bedingung ließ sich nicht auswerten (${why}).`,
  zoneUnknown: ({ zone }) => `Es gibt keine Zeitzone „${zone}“. Eine heißt zum Beispiel Europe/Berlin.`,
  momentNone: 'Diesen Zeitpunkt gibt es in keinem Kalender.',
};
