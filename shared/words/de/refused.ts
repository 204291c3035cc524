import type { REFUSED } from '../codes/refused.ts';
import { formatsOf } from '../formats.ts';
import type { BookOf } from '../told-book.ts';

const f = formatsOf('de');

/** Wie in `Sie können …` und `Bitten Sie Ana, … zu …`. */
const OWNERS_TASKS = {
  mendIt: { can: 'das in Ordnung bringen', to: 'das in Ordnung zu bringen' },
  nameReviewers: { can: 'mehr Leute nennen, die genehmigen', to: 'mehr Leute zu nennen, die genehmigen' },
  nameSmallerGroup: { can: 'eine kleinere Gruppe nennen', to: 'eine kleinere Gruppe zu nennen' },
  addYou: { can: 'Sie eintragen', to: 'Sie einzutragen' },
  addThem: { can: 'sie eintragen', to: 'sie einzutragen' },
  addRule: {
    can: 'eine hinzufügen, wenn es erlaubt sein soll',
    to: 'eine hinzuzufügen, wenn es erlaubt sein soll',
  },
  namePool: {
    can: 'den Pool bei Ihrem Eintrag in people.yaml nennen und das veröffentlichen',
    to: 'den Pool bei Ihrem Eintrag in people.yaml zu nennen und das zu veröffentlichen',
  },
};

/** Wie in `Diese Anfrage ist bereits …`. */
const REQUEST_STATUS = {
  submitted: 'gestellt',
  refused: 'abgewiesen',
  denied: 'abgelehnt',
  withdrawn: 'zurückgezogen',
  lapsed: 'verfallen',
  approved: 'genehmigt',
};

/** Wie in `Dieser Zugriff …, also geht das jetzt nicht`. */
const GRANT_STATUS = {
  scheduled: 'wartet noch auf einen Runner',
  activating: 'wird gerade eingerichtet',
  active: 'besteht',
  revoking: 'wird gerade entzogen',
  revoked: 'ist entzogen',
  failed: 'wurde nicht eingerichtet',
};

export const refused: BookOf<keyof typeof REFUSED> = {
  nothingToShow: 'Dieser Zugriff besteht nicht, also gibt es nichts zu zeigen.',
  credentialOfEarlier:
    'Für dieses Gerät gibt es keine Zugangsdaten: Es kam erst dazu, nachdem der Zugriff gegeben war.',
  credentialUnreadable:
    'Der Runner hat Zugangsdaten ausgegeben, die sich nicht lesen lassen. Sagen Sie es denen, die ihn betreiben.',
  noRecoveryKeyHere:
    'Auf diesem Gerät gibt es keinen Wiederherstellungsschlüssel, der noch aufzuschreiben wäre.',
  nothingToCopy: 'Dieser Zugriff hat nichts dergleichen zu kopieren.',
  notWritten: ({ file, why }, tell) =>
    `${file} ließ sich nicht schreiben: ${tell(why)}. Wählen Sie einen anderen Ort.`,
  keysNotOpen:
    'Die Schlüssel dieses Geräts sind nicht offen: Treten Sie zuerst einer Organisation bei, oder geben Sie die Passphrase ein.',
  publishedFromFolder:
    'Diese Organisation wird aus ihrem eigenen Ordner veröffentlicht: latchkey publish ORDNER',
  proposalChanged:
    'Der Vorschlag ist nicht mehr der, den Sie gesehen haben, also wurde nichts veröffentlicht. Sehen Sie ihn sich unten noch einmal an.',
  organisationHere:
    'Auf diesem Rechner gibt es schon eine Organisation, und dieses Latchkey hat keine Schlüssel dafür. Treten Sie mit einer Einladung von jemandem bei, der darin ist.',
  signedOut:
    'Dieses Gerät wurde abgemeldet. Treten Sie mit einer Einladung bei, und tun Sie es dann noch einmal.',
  locked:
    'Die Schlüssel dieses Geräts sind gesperrt. Geben Sie die Passphrase ein, und tun Sie es dann noch einmal.',
  historyAltered: ({ isOwner }) =>
    `Der Verlauf stimmt nicht, also wird von diesem Gerät nichts gesendet. ${isOwner === 'yes' ? 'Zeigen Sie den Beleg denen, die den Dienst betreiben; sie können Zugriff dort beenden.' : 'Zeigen Sie den Beleg einer oder einem Verantwortlichen; wer den Dienst betreibt, kann Zugriff dort beenden.'}`,
  serviceFailed:
    'Im Dienst ist ein Fehler aufgetreten. Sein Protokoll sagt, warum; versuchen Sie es gleich noch einmal.',
  offline:
    'Der Dienst ist gerade nicht erreichbar. Versuchen Sie es noch einmal, wenn dieses Gerät online ist.',
  awayTryAgain: ({ away }, tell) => `${tell(away)} Versuchen Sie es gleich noch einmal.`,
  serviceFailedHere:
    'Im Dienst ist ein Fehler aufgetreten. Sein Protokoll sagt, warum; versuchen Sie es noch einmal.',
  nobodyAnswers: ({ url }) => `Unter ${url} antwortet niemand. Prüfen Sie die Adresse und Ihr Netz.`,
  belongsElsewhere: 'Dieses Latchkey gehört schon zu einer Organisation.',
  stillIn:
    'Dieses Gerät ist angemeldet. Es kann erst austreten, nachdem seine Person aus people.yaml entfernt wurde; das beendet den Zugriff, den sie hat.',
  ownService:
    'Der Dienst dieser Organisation läuft auf diesem Rechner und hat vielleicht noch Zugriff zu beenden, also kann man hier nicht austreten. Treten Sie mit einer Einladung wieder bei.',
  tooMuchWaits: ({ most }) =>
    `Nichts wurde getan: ${f.count(most)} Dinge warten schon darauf, gesendet zu werden. Nehmen Sie unter Einstellungen zurück, was nicht mehr nötig ist, oder warten Sie, bis der Dienst erreichbar ist.`,
  requestUnknownHere: 'Diese Anfrage ist hier nicht mehr bekannt.',
  requestNotAsSeen:
    'Die Anfrage ist nicht die, die Sie gesehen haben. Sehen Sie sie sich noch einmal an, und entscheiden Sie dann.',
  highRiskInWindow: 'Hier besteht hohes Risiko: Öffnen Sie die Anfrage im Fenster, und bestätigen Sie dort.',
  grantUnknownHere: 'Dieser Zugriff ist hier nicht mehr bekannt.',
  notSignedInYet: 'Dieses Gerät ist nicht angemeldet. Treten Sie zuerst einer Organisation bei.',
  nothingSent: ({ evidencePath }) =>
    `Nichts wurde gesendet: Der Verlauf stimmt nicht, also beantwortet dieses Gerät keine Anfrage, veröffentlicht nichts und lädt niemanden ein. Zugriff beenden und zurückgeben geht weiterhin. Zeigen Sie den Beleg in ${evidencePath} den Verantwortlichen und denen, die den Dienst betreiben.`,
  inviteOfOther:
    'Diese Einladung gilt für eine andere Organisation als die, die unter dieser Adresse antwortet, oder ihr Protokoll hat seither einen anderen Schlüssel bekommen. Nichts wurde gesendet. Fragen Sie dort, woher die Einladung kam, nach der richtigen Adresse oder nach einer neuen Einladung.',
  clocksApartHere: ({ byMs, which }) =>
    `Die Uhr dieses Rechners geht ${f.duration(byMs)} ${which === 'ahead' ? 'vor' : 'nach'}, verglichen mit der des Dienstes. Stellen Sie die falsche richtig, und tun Sie es dann noch einmal: Bis dahin wird von hier nur gesendet, was Zugriff beendet.`,
  logKeyIsNone:
    'Der Dienst nennt einen Protokollschlüssel, der keiner ist. Benutzen Sie diesen Dienst nicht.',
  tookAnotherDevice:
    'Der Dienst hat ein anderes Gerät für dieses genommen. Benutzen Sie diesen Dienst nicht.',
  addressNotItsOwn: ({ address }) =>
    `Der Dienst, der unter ${address} antwortet, kennt diese Adresse nicht als die eigene und konnte sich dort nicht ausweisen. Die Einladung wurde nicht verbraucht. Treten Sie unter einer Adresse bei, die er beim Start nennt, oder lassen Sie ihm diesen Namen mit --public-host geben.`,
  foundingUnfinished:
    'Von hier aus wurde eine Organisation gegründet, und die Antwort kam nie an. Treten Sie noch einmal mit dem Code von damals bei, damit ihr Wiederherstellungsschlüssel nicht verloren geht; war das ein Versehen, so löschen Sie joining.json (oder joining.sealed) im Ordner dieses Latchkey.',
  recoveryUnfinished: ({ person }) =>
    `Von hier aus wurde gerade ein Gerät von ${person} mit einem Wiederherstellungsschlüssel angemeldet, und die Antwort kam nie. Wiederholen Sie das genau so: latchkey recover URL --as ${person}, mit demselben Schlüssel, damit nichts davon verloren geht; oder entfernen Sie, wenn das ein Versehen war, joining.json aus dem Ordner dieses Latchkey.`,
  recoveryElsewhere:
    'Wer unter dieser Adresse antwortet, ist nicht der Dienst, bei dem mit diesem Wiederherstellungsschlüssel ein Gerät angemeldet wurde. Nichts wurde gesendet, und nichts davon ist verloren: Geben Sie dessen Adresse an.',
  linkAltered:
    'Dieser Link nennt eine Organisation, und sein Code gilt für eine andere: Er wurde unterwegs verändert. Nichts wurde gesendet. Lassen Sie sich einen anderen Link geben, auf einem Weg, dem Sie trauen.',
  otherHistoryShown:
    'Was hier antwortet, zeigt nicht den Verlauf, der beim Beitritt dieses Geräts festgehalten wurde, also wurde dafür nichts signiert.',
  notFoundedSo:
    'Der Dienst sagt, seine Organisation sei durch etwas gegründet worden, das niemand so signiert hat. Nichts wurde gesendet: Benutzen Sie diesen Dienst nicht.',
  shownOtherwise:
    'Der Dienst zeigt etwas anderes, als er signieren lässt. Genehmigen Sie nicht; sagen Sie es denen, die den Dienst betreiben.',
  reasonErased:
    'Die Begründung wurde gelöscht, also kann niemand sie abwägen. Es muss noch einmal angefragt werden.',
  notSignedInHere: 'Dieses Gerät ist hier nicht angemeldet. Treten Sie zuerst mit einer Einladung bei.',
  clientTooOld: ({ version, floor }) =>
    `Das Latchkey dieses Rechners (Protokoll ${version}) ist älter, als der Dienst erlaubt (${floor}). Aktualisieren Sie Latchkey hier.`,
  serviceTooOld: ({ own, service }) =>
    `Der Dienst ist älter (Protokoll ${service}), als hierfür nötig ist: Das Latchkey dieses Rechners spricht ${own}. Wer den Dienst betreibt, aktualisiert ihn dort.`,
  callUnknown:
    'Dieser Dienst kennt diesen Aufruf nicht. Aktualisieren Sie das Ältere von beiden, Dienst oder Client.',
  callTooLarge: 'Dieser Aufruf ist zu groß.',
  callNotJson: 'Aufrufe werden als application/json gesendet.',
  tooManySubscriptions: ({ most }) =>
    `Eine Verbindung verfolgt höchstens ${f.count(most)} Dinge zugleich. Beenden Sie einige, oder öffnen Sie eine weitere Verbindung.`,
  deviceThere: 'Ein Gerät mit dieser Nummer gibt es schon.',
  noSuchDevice:
    'Dieses Gerät gibt es nicht, oder es wurde schon entfernt. Sehen Sie nach mit: latchkey devices',
  renameNotTheirs:
    'Jede und jeder benennt die eigenen Geräte, und Verantwortliche benennen die von Dienstkonten.',
  removeNotTheirs:
    'Jede und jeder entfernt die eigenen Geräte, und Verantwortliche entfernen alle. Fragen Sie eine oder einen von ihnen.',
  deviceKeepsName:
    'Dieses Gerät ist mit einem frühen Latchkey beigetreten und behält seinen Namen. Treten Sie neu bei, um einen anderen zu bekommen.',
  lastDeviceOfOwners:
    'Die Verantwortlichen haben kein anderes Gerät: Ohne dieses könnte niemand mehr veröffentlichen, einladen oder sich als verantwortlich anmelden, bis jemand mit dem Wiederherstellungsschlüssel zurückkommt: latchkey recover. Ist das so gemeint, sagen Sie es: latchkey devices remove mit --yes.',
  noWayBack:
    'Niemand der Verantwortlichen hat ein anderes Gerät, und es gibt keinen Wiederherstellungsschlüssel: Er wurde benutzt, und seither wurde keiner gemacht. Ohne dieses Gerät könnte hier nie wieder jemand verantwortlich sein. Machen Sie zuerst einen Wiederherstellungsschlüssel (latchkey recovery-key), oder melden Sie ein anderes Gerät an.',
  tooManyDevices: ({ name, most, kind }) =>
    `${name} hat ${f.plural(most, { one: 'ein Gerät', other: '# Geräte' })}, und mehr sind nicht möglich. ${kind === 'service' ? 'Für weitere Maschinen tragen Verantwortliche ein weiteres Dienstkonto in people.yaml ein oder entfernen Geräte, die nicht mehr gebraucht werden: latchkey devices.' : 'Entfernen Sie zuerst die, die nicht mehr gebraucht werden: latchkey devices.'}`,
  otherWindow: 'Der gemeldete Zeitraum ist nicht der genehmigte. Prüfen Sie die Uhr des Runners.',
  endNotTheirs: 'Nur wer den Zugriff hat, wer ihn genehmigt hat und Verantwortliche können ihn beenden.',
  takenOver: 'Ein anderer Runner hat diesen Zugriff übernommen.',
  confirmGoneNotTheirs:
    'Nur Verantwortliche können sagen, dass ein Zugriff weg ist, und nicht bei ihrem eigenen.',
  notStuck:
    'Latchkey entzieht diesen Zugriff noch selbst. Nur von dem, was festhängt, kann man sagen, dass es weg ist.',
  noProofGone: 'Sagen Sie, woher Sie wissen, dass er weg ist: Das steht dann im Verlauf.',
  grantStands: ({ status }) => `Dieser Zugriff ${GRANT_STATUS[status]}, also geht das jetzt nicht.`,
  grantOver: 'Dieser Zugriff ist vorbei, also darf nichts davon eingerichtet werden.',
  grantNotHeld: 'Dieser Runner hat diesen Zugriff nicht, oder nicht mehr.',
  holdersWord:
    'Ein anderer Runner hat diesen Zugriff für Sie eingerichtet, also muss er oder ein Runner von jemand anderem sagen, was daraus wurde.',
  nobodyToInvite: ({ person }) =>
    `In people.yaml steht niemand mit der ID ${person}. Tragen Sie die Person ein, und veröffentlichen Sie zuerst.`,
  replaceService: ({ name }) =>
    `${name} ist ein Dienstkonto: Laden Sie das nächste Gerät wie immer ein, und entfernen Sie mit latchkey devices remove, was nicht mehr gebraucht wird.`,
  replaceOwn:
    'Das sind Ihre eigenen Geräte: Laden Sie das nächste wie immer ein, und entfernen Sie mit latchkey devices remove, was nicht mehr gebraucht wird.',
  badInvite:
    'Diese Einladung gilt nicht: Sie ist vielleicht vertippt, verbraucht oder älter als ein Tag, oder der Dienst wurde neu gestartet, seit er sie ausgegeben hat. Lassen Sie sich eine neue geben, wo Sie diese bekommen haben.',
  inviteEnded:
    'Diese Einladung gilt nicht mehr: Zuerst wurde eine andere benutzt, oder das Gerät wurde entfernt, das sie gemacht hat. Wer ein Gerät hat, lädt dort das nächste ein (latchkey invite); sonst lassen Sie sich eine neue geben, wo Sie diese bekommen haben.',
  inviteThere: 'Diese Einladung gibt es schon. Machen Sie eine andere.',
  inviteTooLong:
    'Eine Einladung gilt von jetzt an höchstens einen Tag. Geht die Uhr dieses Rechners richtig? Stellen Sie sie, und machen Sie die Einladung noch einmal.',
  inviteNotTheirs:
    'Nur Verantwortliche können andere einladen. Fragen Sie eine oder einen von ihnen, oder laden Sie ein weiteres eigenes Gerät ein.',
  hasDevice: ({ name, id }) =>
    `${name} hat schon ein Gerät, also kann nur diese Person ein weiteres einladen: latchkey invite ${id}, dort ausgeführt. Sind alle ihre Geräte verloren, laden Sie sie neu ein; das meldet jene ab und wird allen Verantwortlichen gesagt: latchkey invite ${id} --replace.`,
  tooNewToReplace:
    'Wer heute eingetragen oder neu eingeladen wurde, lädt niemanden anstelle vorhandener Geräte ein. Das tut jemand anderes, der verantwortlich ist, oder bestätigt Sie zuerst: latchkey confirm.',
  noSuchPerson: ({ person }) => `In people.yaml steht niemand mit der ID ${person}.`,
  organisationThere: 'Hier gibt es schon eine Organisation.',
  onlyOwnersPublish: 'Nur Verantwortliche können veröffentlichen. Fragen Sie eine oder einen von ihnen.',
  onlyOwnersConfirm:
    'Nur Verantwortliche können eine neue Person bestätigen. Fragen Sie eine oder einen von ihnen.',
  tooMuchToErase: ({ most }) =>
    `Das steht in mehr als ${f.count(most)} Einträgen. Löschen Sie weniger auf einmal.`,
  onlyOwnersErase:
    'Nur Verantwortliche können löschen, was gesagt wurde. Fragen Sie eine oder einen von ihnen.',
  onlyOwnersRecover:
    'Nur Verantwortliche können einen Wiederherstellungsschlüssel machen. Fragen Sie eine oder einen von ihnen.',
  onlyOwnersRunners:
    'Nur Verantwortliche kümmern sich um die Runner der Dienste. Fragen Sie eine oder einen von ihnen.',
  noSuchRunner:
    'Kein Dienst hat einen Runner mit diesem Namen und Schlüssel. Sehen Sie nach mit latchkey runners.',
  onlyOwnersRotate:
    'Nur Verantwortliche können den Protokollschlüssel wechseln. Fragen Sie eine oder einen von ihnen.',
  rotatedMeanwhile:
    'Der Protokollschlüssel wurde inzwischen gewechselt. Sehen Sie sich den Verlauf an, und tun Sie es noch einmal, wenn Sie es noch wollen.',
  logKeyUsed:
    'Das Protokoll hat oder hatte diesen Schlüssel. Beginnen Sie noch einmal: Ein neuer wird gemacht.',
  logKeyNotHere:
    'Dieser Dienst hat diesen Schlüssel nicht: Ein anderer an derselben Datenbank hat ihn gemacht, oder seine Datei (log-key.*) wurde gelöscht. Kopieren Sie sie in den Datenordner von diesem, oder beginnen Sie noch einmal.',
  badRecovery:
    'Diese Wörter melden hier niemanden an: Sie gehören vielleicht zu einer anderen Organisation, sind verbraucht oder von Verantwortlichen ersetzt, oder die Person ist nicht verantwortlich. Prüfen Sie jedes Wort und die ID der Person.',
  anotherConfirms:
    'Jemand anderes, der verantwortlich ist, muss die Person bestätigen: nicht wer sie eingetragen oder eingeladen hat, und niemand, der selbst neu ist. Einen Tag nach dem Eintrag ist es nicht mehr nötig.',
  ticketTooLong: ({ most }) => `Das Ticket ist zu lang: höchstens ${f.count(most)} Zeichen.`,
  ticketMissing: ({ pattern }) => `Nennen Sie das Ticket, zu dem das gehört (${pattern}).`,
  ticketPatternOfBefore: ({ rule, pattern }) =>
    `Die Regel „${rule}“ verlangt ein Ticket nach einem Muster, das nicht mehr gelesen wird (${pattern}). Jemand, der verantwortlich ist, muss ein anderes veröffentlichen.`,
  ticketUnlike: ({ ticket, pattern }) =>
    `„${ticket}“ ist kein Ticket, wie es hier verlangt wird (${pattern}).`,
  tooManyApprovers:
    'Für diese Berechtigungen genehmigen zu viele verschiedene Leute. Fragen Sie weniger auf einmal an.',
  nothingChosen: 'Wählen Sie, worauf Sie Zugriff brauchen.',
  namedTwice: 'Dieselbe Berechtigung ist zweimal genannt. Fragen Sie jede einmal an.',
  unknownEntitlement: ({ id }) =>
    `Im Katalog gibt es kein „${id}“. Wählen Sie etwas daraus: latchkey catalog.`,
  nobodyMeant: ({ rule, step, why, help }, tell) =>
    `„${step}“ der Regel „${rule}“ kann jetzt niemand genehmigen. ${why.map(tell).join(' ')} ${tell(help)}`,
  noManager: ({ name }) => `people.yaml nennt keine vorgesetzte Person (manager) von ${name}.`,
  noOwnerTag: ({ title, tag }) =>
    `„${title}“ hat keinen Tag „${tag}“, der die zuständige Gruppe nennen würde.`,
  tooFewForAll: ({ rules, names, more, help }, tell) =>
    `Das kann jetzt nicht genehmigt werden: Niemand zählt in zwei Schritten von ${f.all(rules.map((rule) => `„${rule}“`))}, und für alle zusammen gibt es nur ${f.all(names, 'direct', more)}. ${tell(help)}`,
  countedBefore:
    'Sie haben schon einen früheren Schritt genehmigt, und niemand zählt in zwei. Jemand anderes muss antworten.',
  neededLater:
    'Sie werden für einen späteren Schritt gebraucht, und niemand zählt in zwei. Lassen Sie jemand anderes diesen beantworten.',
  conditionBlocks: ({ rule, title, why, help }, tell) =>
    `Ob die Regel „${rule}“ hier gilt, lässt sich nicht sagen, darum wird „${title}“ nicht gegeben. ${tell(why)} ${tell(help)}`,
  refusedByRule: ({ message, title, rule }) => `${message} („${title}“, nach der Regel „${rule}“)`,
  durationMissing: ({ mostMs }) => `Sagen Sie, für wie lange: höchstens ${f.duration(mostMs)}.`,
  durationOfNothing: ({ mostMs }) =>
    `Eine Dauer muss länger als nichts sein. Fragen Sie für höchstens ${f.duration(mostMs)} an.`,
  durationTooLong: ({ wantedMs, titles, mostMs }) =>
    `${f.all(titles)} gibt es nicht für ${f.duration(wantedMs)}. Fragen Sie für höchstens ${f.duration(mostMs)} an.`,
  commentNotTheirs:
    'Nur wer angefragt hat, wer antworten darf oder durfte und Verantwortliche können eine Anfrage kommentieren.',
  commentTooLate:
    'Diese Anfrage endete vor mehr als 7 Tagen und nimmt keine Kommentare mehr an. Sprechen Sie direkt mit den Beteiligten.',
  commentTooMuch:
    'Diese Anfrage wurde so viel kommentiert, dass sie nichts mehr annimmt. Sprechen Sie direkt mit den Beteiligten.',
  commentEmpty: 'Der Kommentar ist leer. Schreiben Sie, was die anderen wissen sollen.',
  commentThere: 'Ein anderer Kommentar hat diese Nummer schon. Senden Sie ihn unter einer neuen noch einmal.',
  noSuchRequest: 'Diese Anfrage gibt es nicht. Prüfen Sie ihre Nummer mit `latchkey requests`.',
  requestThere: 'Eine andere Anfrage hat diese Nummer schon. Senden Sie sie unter einer neuen noch einmal.',
  stepDone: 'Der Schritt, für den diese Antwort gedacht ist, ist schon erledigt.',
  noSuchGrantYet: 'Diese Anfrage hat keinen solchen Zugriff. Vielleicht ist sie noch nicht genehmigt.',
  withdrawNotTheirs: 'Nur wer angefragt hat, kann eine Anfrage zurückziehen.',
  requestOver: 'Der Zugriff aus dieser Anfrage ist schon vorbei, also gibt es nichts zurückzunehmen.',
  requestStands: ({ status }) =>
    `Diese Anfrage ist bereits ${REQUEST_STATUS[status]}.${status === 'approved' ? ' Geben Sie stattdessen den Zugriff zurück: `latchkey end`.' : ''}`,
  filesUnreadable: ({ version }) =>
    `Das wurde unter Version ${version} der Dateien der Organisation angefragt, die sich nicht mehr lesen lässt. Es muss noch einmal angefragt werden.`,
  ownRequest:
    'Niemand kann die eigene Anfrage genehmigen oder ablehnen. Fragen Sie jemanden, der sie beantworten darf.',
  reviewTooLate: ({ status }) =>
    `Diese Anfrage ist bereits ${REQUEST_STATUS[status]}, also ändert eine Antwort nichts mehr.`,
  requestLapsed:
    'Diese Anfrage ist verfallen: Niemand hat rechtzeitig geantwortet. Es muss noch einmal angefragt werden.',
  notReviewer: 'Auf Ihre Antwort wartet diese Anfrage bei diesem Schritt nicht.',
  reviewedAlready: 'Sie haben diese Anfrage schon beantwortet.',
  deviceRemoved: 'Dieses Gerät wurde entfernt, bevor das ausgeführt wurde.',
  keyUsed: 'Dieser Idempotenzschlüssel wurde für etwas anderes benutzt. Machen Sie einen neuen.',
  serviceBusy: 'Der Dienst hat zu viel zu tun. Versuchen Sie es gleich noch einmal.',
  callTooDeep: 'Dieser Aufruf enthält zu viel oder ist zu tief geschachtelt.',
  callAltered: 'Was ankam, ist nicht, was dieses Gerät signiert hat. Etwas auf dem Weg hat es verändert.',
  tooManyConnections:
    'Sie haben zu viele Verbindungen. Beenden Sie einige Ihrer Programme, und versuchen Sie es noch einmal.',
  tooManyCallsWait:
    'Zu viele Ihrer Aufrufe warten auf Antwort. Warten Sie eine Minute, und versuchen Sie es noch einmal.',
  nothingHere: 'Hier ist nichts.',
  tooManyUnsigned:
    'Zu viele Verbindungen von dieser Adresse haben sich nicht angemeldet. Warten Sie eine Minute.',
  tooManyOfDevice:
    'Dieses Gerät hat zu viele Verbindungen. Beenden Sie einige seiner Programme, und versuchen Sie es noch einmal.',
  tooManyWrong:
    'Von dieser Adresse kamen zu viele falsche Nachweise oder Einladungen. Warten Sie eine Minute, und versuchen Sie es noch einmal.',
  oldNonce: 'Der Nachweis dieses Aufrufs kam zu spät. Versuchen Sie es noch einmal.',
  callRepeated: 'Dieser Aufruf wurde schon einmal gemacht. Er wird nicht noch einmal ausgeführt.',
  tooManyCalls:
    'Dieses Gerät macht zu viele Aufrufe. Beenden Sie einige seiner Programme, und versuchen Sie es in ein paar Minuten noch einmal.',
  addressTooLong: 'Diese Adresse ist zu lang für einen Aufruf.',
  notCalled: 'Das wird über WebSocket verfolgt und nicht aufgerufen.',
  notFromPages:
    'Seiten in einem Browser können diesen Dienst nicht benutzen. Nehmen Sie die App oder die Kommandozeile.',
  methodUnknown: 'Dieser Dienst beantwortet nur GET und POST.',
  otherBegan: 'Ein anderer Dienst hat dieses Protokoll begonnen.',
  ownFilesWait:
    'Dateien von Ihnen warten schon darauf, geprüft zu werden. Versuchen Sie es noch einmal, wenn jene beantwortet sind.',
  otherFilesChecked:
    'Gerade werden andere Dateien geprüft, also war für Ihre keine Zeit, und nichts wurde veröffentlicht. Versuchen Sie es in einer Minute noch einmal.',
  nobodyWaits:
    'Nichts wurde veröffentlicht, da niemand mehr auf die Antwort gewartet hat. Veröffentlichen Sie noch einmal.',
  checkTooSlow: ({ withinSeconds }) =>
    `Diese Dateien zu prüfen hat länger als ${f.count(withinSeconds)} Sekunden gedauert, also wurde nichts veröffentlicht. Schreiben Sie weniger Regeln oder Muster mit weniger Sternen.`,
  keysNotFitting:
    'Die Schlüssel dieses Geräts passen nicht zu dem, was es für diese Organisation signiert hat. Treten Sie noch einmal bei.',
  badSignature:
    'Die Signatur passt nicht zu dem, was gesendet wurde, und zu diesem Gerät. Treten Sie noch einmal bei, wenn das Gerät neu eingerichtet wurde.',
  otherHistory:
    'Dieses Gerät hat einen Verlauf geprüft, den dieser Dienst nicht hat: Der Dienst wurde zurückgesetzt, oder es ist ein anderer. Sagen Sie es denen, die ihn betreiben; nichts wurde getan.',
  clockAhead: ({ byMs }) =>
    `Die Uhr dieses Rechners geht ${f.duration(byMs)} vor, verglichen mit der des Dienstes. Stellen Sie die falsche richtig, und tun Sie es dann noch einmal.`,
  clockBehind: ({ byMs }) =>
    `Das trägt eine Zeit, die ${f.duration(byMs)} vor dem liegt, was dieses Gerät da schon vom Verlauf gesehen hatte: Die Uhr seines Rechners ging falsch. Stellen Sie sie richtig, und tun Sie es dann noch einmal.`,
  tooManyOpen: ({ open }) =>
    `${f.plural(open, { one: 'Eine Ihrer Anfragen ist', other: '# Ihrer Anfragen sind' })} noch nicht abgeschlossen. Ziehen Sie einige zurück, oder geben Sie Zugriff zurück: latchkey requests --open.`,
  askedTooOften: ({ perHour }) =>
    `Sie haben ${f.count(perHour)} Mal innerhalb einer Stunde angefragt. Fragen Sie später wieder an.`,
  noSuchPool: ({ pool }) => `Nichts im Katalog wird von einem Pool ${pool} bedient.`,
  notAskedToCheck: 'Dieser Runner wurde nicht gebeten, das zu prüfen, oder nicht mehr.',
  checkNotTheirs: ({ help }, tell) =>
    `Das können nur Verantwortliche und wer den Pool betreiben darf. ${tell(help)}`,
  poolNotTheirs: ({ pool, help }, tell) =>
    `Sie dürfen keinen Pool „${pool}“ betreiben. Prüfen Sie, wie er in catalog.yaml heißt. ${tell(help)}`,
  clockWentBack:
    'Die Uhr des Dienstes zeigt eine frühere Zeit als zuvor, also wird nichts Neues gegeben, bis sie aufgeholt hat. Geht sie jetzt richtig, sagt es jemand, der verantwortlich ist: latchkey service --accept-clock.',
  notInOrganisation:
    'Sie sind nicht mehr in dieser Organisation. Fragen Sie eine oder einen der Verantwortlichen.',
  noSuchGrant: 'Diesen Zugriff gibt es nicht. Prüfen Sie seine Nummer mit `latchkey grants`.',
  nothingToErase: ({ seq }) =>
    `In Eintrag ${seq} ist nichts gesagt, oder es wurde schon gelöscht. Lassen Sie ihn weg.`,
  eventUnnamed: 'Das letzte Ereignis wird mit seiner Nummer im Protokoll genannt.',
  foundedOtherwise:
    'Was signiert wurde, ist nicht, womit dieser Dienst gestartet wurde: Vielleicht wurde er neu gestartet. Nichts wurde gegründet; treten Sie mit dem Code bei, den er zuletzt ausgegeben hat.',
  noSuchGrantOfYours: 'Einen solchen Zugriff haben Sie nicht. Prüfen Sie seine Nummer mit `latchkey grants`.',
  onlyOwnersSeeDevices:
    'Nur Verantwortliche sehen die Geräte von anderen. Fragen Sie eine oder einen von ihnen.',
  logOtherSize: ({ size }) =>
    `Das Protokoll hat ${f.plural(size, { one: 'einen Eintrag', other: '# Einträge' })}; gefragt wird nach anderen. Holen Sie zuerst einen Prüfpunkt.`,
  providerTooLong: ({ wantedMs, title, mostMs }) =>
    `${title} gibt es nicht für ${f.duration(wantedMs)}: Der Provider gibt Zugriff für höchstens ${f.duration(mostMs)}.`,
  publishedOtherwise:
    'Was gesendet wurde, ist nicht, was signiert wurde: Nichts wurde veröffentlicht. Veröffentlichen Sie noch einmal.',
  publishedMeanwhile: ({ version }) =>
    `Version ${version} wurde veröffentlicht, seit das hier gemacht wurde. Sehen Sie sich an, was sie geändert hat, und veröffentlichen Sie Ihre dann noch einmal.`,
  noOwnerLeft:
    'Von den Verantwortlichen in diesen Dateien hat niemand ein Gerät, also könnte niemand mehr veröffentlichen oder einladen. Behalten Sie jemanden mit Gerät, und entfernen Sie die Person, nachdem jemand anderes beigetreten ist.',
  otherOwners:
    'Die Verantwortlichen in diesen Dateien sind nicht die, die signiert wurden: Dieses Latchkey liest sie anders als der Dienst. Benutzen Sie bei beiden dieselbe Version.',
  noExtendYet:
    'Ein Zugriff kann noch nicht verlängert werden. Fragen Sie denselben Zugriff noch einmal an, bevor dieser endet.',
  nobodyCanApprove: ({ rule, need, names, asker, help }, tell) => {
    const none = `niemand außer ${asker === 'reader' ? 'Ihnen' : 'der anfragenden Person'} könnte`;
    const left =
      names.length === 0 ? none : `nur ${f.all(names)} ${names.length === 1 ? 'könnte' : 'könnten'}`;
    const wants = f.plural(need, { one: 'eine Genehmigung', other: '# Genehmigungen' });
    return `Die Regel „${rule}“ verlangt ${wants}, und ${left} eine geben. ${tell(help)}`;
  },
  newToApprove: ({ names, ids }) =>
    `Neu ${names.length === 1 ? 'ist' : 'sind'} ${f.all(names)}: Eine Genehmigung von dort zählt dafür nach einem Tag, oder sobald jemand anderes, der verantwortlich ist, latchkey confirm ${ids.join(', latchkey confirm ')} ausführt.`,
  needsSecondPerson:
    'Niemand genehmigt für sich selbst, also braucht es eine zweite Person: Tragen Sie eine in people.yaml ein, und laden Sie sie ein.',
  onlyMembersAsk: ({ help }, tell) =>
    `Nur Personen und Dienste dieser Organisation können anfragen. ${tell(help)}`,
  noRule: ({ name, title, help }, tell) => `Keine Regel lässt ${name} „${title}“ anfragen. ${tell(help)}`,
  reasonMissing: ({ least }) => `Sagen Sie, wozu Sie es brauchen, in mindestens ${least} Zeichen.`,
  reasonTooShort: ({ length, least }) =>
    `Die Begründung ist zu kurz: ${length} von mindestens ${least} Zeichen. Sagen Sie ein wenig mehr.`,
  timeChanged: ({ why }, tell) =>
    `Was erlaubt war, als das angefragt wurde, ist es jetzt nicht. ${tell(why)} Es muss noch einmal angefragt werden.`,
  filesChanged: ({ why }, tell) =>
    `Die Dateien der Organisation oder ihre Leute haben sich geändert, seit das angefragt wurde. ${tell(why)} Es muss noch einmal angefragt werden.`,
  tooManyNow: 'Zu viele Leute könnten das jetzt genehmigen.',
  tooFewLeft: 'Von denen, die das genehmigen könnten, sind zu wenige übrig.',
  riskRose: 'Die Richtlinie sagt jetzt, dass hier hohes Risiko besteht.',
  wantsOthers:
    'Die Richtlinie verlangt jetzt für jeden Schritt jemand anderes, und das bekommt diese Anfrage nicht.',
  wantsMore: ({ step, need }) =>
    `Die Richtlinie verlangt jetzt für „${step}“ ${f.plural(need, { one: 'eine Genehmigung', other: '# Genehmigungen' })}, die diese Anfrage nicht mehr bekommt.`,
  leftSince: ({ name }) => `${name} ist nicht mehr in dieser Organisation.`,
  tooManyToAsk: ({ help }, tell) => `Zu viele Leute könnten das genehmigen. ${tell(help)}`,
  askOwners: ({ reader, owners, to }) => {
    const { can, to: infinitive } = OWNERS_TASKS[to];
    if (reader === 'owner') return `Sie gehören zu den Verantwortlichen und können ${can}.`;
    const who = owners.length === 0 ? 'eine verantwortliche Person' : f.any(owners);
    if (reader === 'several')
      return `${owners.length === 0 ? 'Eine verantwortliche Person' : who} kann ${can}.`;
    return `Bitten Sie ${who}, ${infinitive}.`;
  },
  storeAway: 'Der Dienst erreicht seine Datenbank nicht.',
  refusedByNewer:
    'Der Dienst hat das abgewiesen, und warum, kann nur ein neueres Latchkey sagen. Aktualisieren Sie dieses.',
  previewOfNewer:
    'Was die Richtlinie dazu sagt, kann nur ein neueres Latchkey zeigen. Aktualisieren Sie dieses.',
};
