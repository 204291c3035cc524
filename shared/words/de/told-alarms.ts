import type { ALARMS } from '../codes/alarms.ts';
import { formatsOf } from '../formats.ts';
import type { BookOf } from '../told-book.ts';

const f = formatsOf('de');

const NOT_THEIRS = 'ist von keinem Gerät unterschrieben, das dieser Person gehört.';

const WRONG = {
  unsigned: 'ist von niemandem unterschrieben.',
  unknownDevice: 'ist von einem Gerät unterschrieben, das nicht beigetreten oder schon abgemeldet war.',
  version: 'ist in einer Form unterschrieben, die es nie gab.',
  log: 'wurde für eine andere Organisation unterschrieben.',
  type: NOT_THEIRS,
  person: NOT_THEIRS,
  device: NOT_THEIRS,
  actor: NOT_THEIRS,
  signature: NOT_THEIRS,
  other: 'ist nicht das, was unterschrieben wurde.',
  request: 'beantwortet eine andere Anfrage als die, bei der er steht.',
  place: 'steht, wo er nicht geschrieben wurde.',
  seen: 'wurde von jemandem unterschrieben, der einen anderen Verlauf als diesen geprüft hatte.',
  seenLater: 'wurde von jemandem unterschrieben, der Einträge gesehen hatte, die erst danach kommen.',
  replay: 'wurde für einen früheren Eintrag unterschrieben und noch einmal benutzt.',
  hash: 'zeigt eine andere Anfrage als die, die beim Genehmigen unterschrieben wurde.',
  quorum: 'folgt aus weniger Genehmigungen, als die Anfrage brauchte.',
  gap: 'kommt nach Einträgen der Anfrage, die fehlen.',
  closed: 'kommt, nachdem über die Anfrage entschieden war.',
  denial: 'folgt aus keiner Antwort, die das sagt.',
  began: 'sagt, dass Zugriff nie begann, den ein Runner übernommen hatte.',
  unapproved: 'übernimmt Zugriff, der nicht genehmigt war.',
  over: 'übernimmt Zugriff, der vorbei war oder schon bestand.',
  untaken: 'sagt, dass Zugriff besteht, den dieser Runner nicht übernommen hatte.',
  window: 'gilt für Zugriff, der länger dauert, als genehmigt war.',
  runner: 'nennt einen Runner, den niemand angemeldet hat.',
  uncaused:
    'folgt aus nichts, das jemand davor unterschrieben hat, oder steht an der Stelle von etwas, das folgen müsste.',
  author: 'nennt jemanden, der solche Einträge nicht schreibt.',
  invite: 'beruht auf keiner Einladung, die offen war.',
  owner: 'ist von jemandem unterschrieben, der damals nicht verantwortlich war.',
  follows: 'wurde nach einer anderen Version oder einem anderen Protokollschlüssel geschrieben als davor.',
  founding: 'ist nicht die Gründung der Organisation, der dieses Gerät beigetreten ist.',
  again: 'sagt, dass ein Gerät beigetreten ist, das schon beigetreten war.',
  named: 'sagt, dass jemand antworten darf, an den sich die Anfrage nicht richtet.',
};

export const alarms: BookOf<keyof typeof ALARMS> = {
  entryNotBelieved: ({ seq, said, fault }) =>
    `Eintrag ${f.count(seq)} (im Wortlaut: „${said}“) ${WRONG[fault]} Glauben Sie nichts, was dieser Dienst sagt, und fragen Sie bei den Genannten nach.`,
  logShrank: ({ from, to }) =>
    `Das Protokoll hatte ${f.count(from)} Einträge und hat jetzt angeblich ${f.count(to)}.`,
  logForked: ({ size }) =>
    `Das Protokoll hat zwei verschiedene Verläufe mit ${f.count(size)} Einträgen unterschrieben.`,
  logNotExtended: ({ why }) =>
    `Das Protokoll beweist nicht, dass nur etwas hinzukam. Für die Prüfung, auf Englisch: ${why}`,
  logDelivered: ({ signed, delivered }) =>
    `Das Protokoll hat ${f.count(signed)} Einträge unterschrieben und ${f.count(delivered)} geliefert.`,
  logOtherEntries: ({ size }) =>
    `Die ${f.count(size)} Einträge, die das Protokoll lieferte, sind nicht die, die es unterschrieben hat.`,
  logOtherBeginning: ({ size, of }) =>
    `Die ersten ${f.count(size)} gelieferten Einträge gehören nicht zu den ${f.count(of)}, die das Protokoll unterschrieben hat.`,
  logBadHash: 'Das Protokoll hat einen Hash geliefert, der nicht 32 Bytes lang ist.',
  logHeadOfOther: 'Der Prüfpunkt gehört zu einem anderen Protokoll als dem, dem hier gefolgt wird.',
  logHeadNotSigned: 'Der Prüfpunkt trägt keine gültige Unterschrift mit dem Protokollschlüssel.',
  logHeadMalformed: ({ why }) =>
    `Der Prüfpunkt des Protokolls ist nicht zu lesen. Für die Prüfung, auf Englisch: ${why}`,
};
