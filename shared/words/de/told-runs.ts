import type { RUNS } from '../codes/runs.ts';
import { formatsOf } from '../formats.ts';
import type { BookOf } from '../told-book.ts';

const f = formatsOf('de');

export const runs: BookOf<keyof typeof RUNS> = {
  scriptTookLong: ({ seconds }) => `Das Skript brauchte länger als ${f.count(seconds)} s und wurde beendet.`,
  scriptStopped: 'Das Skript wurde angehalten, bevor es fertig war.',
  scriptSaidMuch: ({ mebibytes }) =>
    `Das Skript gab mehr als ${f.count(mebibytes)} MiB aus und wurde beendet.`,
  scriptGone: ({ file }) => `Das Skript ${file}, oder was seine erste Zeile nennt, gibt es nicht.`,
  scriptMayNotRun: ({ file }) =>
    `Das Skript ${file} darf nicht ausgeführt werden: Rufen Sie chmod +x dafür auf.`,
  scriptNoProgram: ({ file }) =>
    `Das Skript ${file} ist kein Programm: Seine erste Zeile muss wie #!/bin/sh sein.`,
  scriptNotStarted: ({ file, code }) => `Das Skript ${file} ließ sich nicht starten (${code}).`,
  endedWith: ({ status }) => `endete mit Status ${status}`,
  endedBy: ({ signal }) => `wurde durch ${signal} beendet`,
  scriptWithoutAnswer: ({ how }, tell) => `Das Skript ${tell(how)} und gab keine Antwort.`,
  scriptUnreadable: ({ how }, tell) => `Das Skript ${tell(how)} und gab keine lesbare Antwort.`,
  scriptSaidNothing: 'Das Skript endete ohne Fehler, gab aber keine Antwort.',
  scriptNotJson: 'Das Skript gab etwas aus, das nicht ein einziges JSON-Dokument ist.',
  answerUnfit: ({ why }) => `Die Antwort des Skripts passt nicht zum Protokoll: ${why}.`,
  scriptOkButFailed: ({ how }, tell) => `Das Skript meldete ok, aber es ${tell(how)}.`,
  verifyWithoutExists: 'Das Skript beantwortete verify, ohne zu sagen, ob es den Zugriff gibt.',
  listWithoutItems: 'Das Skript beantwortete list ohne „items“.',
  executableNoFile: ({ path }) => `Das Programm ${path} ist keine Datei.`,
  executableGone: ({ path }) => `Das Programm ${path}, das provider.yaml nennt, gibt es nicht.`,
  executableMayNotRun: ({ path }) =>
    `Das Programm ${path} darf nicht ausgeführt werden: Rufen Sie chmod +x dafür auf.`,
  providerFolderUnfit: ({ path, is }, tell) =>
    `Der Ordner des Providers ${path} ist nicht geeignet: Er ${tell(is)}.`,
  providerFolderLinked: ({ path }) =>
    `Der Ordner des Providers ${path} wird über eine Verknüpfung erreicht. Legen Sie den Ordner selbst dorthin.`,
  isLinkItself:
    'ist eine Verknüpfung, sodass sich ohne Spur ändern ließe, was läuft. Legen Sie den Ordner selbst dorthin',
  isLargerThan: ({ mebibytes }) => `ist größer als ${f.count(mebibytes)} MiB`,
  holdsOther: ({ path }) => `enthält etwas, das weder Datei noch Ordner ist: ${path}`,
  hasManyFiles: ({ most }) => `hat mehr als ${f.count(most)} Dateien`,
  manifestNotYaml: ({ path, why }) => `${path} ist kein gültiges YAML: ${why}`,
  manifestMissing: ({ path }) =>
    `${path} lässt sich nicht lesen: Ein Provider ist ein Ordner, in dem ein provider.yaml liegt.`,
  manifestWrong: ({ path, why }) => `Das Manifest ${path} ist falsch: ${why}.`,
  manifestWrongAndMore: ({ path, why, more }) =>
    `Das Manifest ${path} ist falsch: ${why} (und ${f.count(more)} mehr).`,
  providerWithoutDigest: ({ id }) =>
    `Der Provider ${id} wurde ohne die Prüfsumme seiner Dateien veröffentlicht. Veröffentlichen Sie den Katalog neu.`,
  providerFilesOther: ({ id, folder }) =>
    `Der Provider ${id} hat nicht die Dateien, die veröffentlicht wurden. Veröffentlichen Sie neu, oder stellen Sie ${folder} wieder her.`,
  noShippedProvider: ({ name }) =>
    `Latchkey liefert keinen Provider ${name} mit. Ein eigener Provider ist ein Pfad, der mit ./ beginnt`,
  providerUseForm: ({ use }) =>
    `Ein Provider ist ein mitgelieferter Name oder ein Pfad, der mit ./ beginnt, nicht ${use}.`,
  providerPathOutside: ({ use }) => `Der Pfad ${use} des Providers führt aus seinem Ordner hinaus.`,
  providerNotHere: ({ use, places }) =>
    `Der Provider ${use} ist nicht auf diesem Runner. Er wurde gesucht in ${places}.`,
  providerNowhere: ({ use }) =>
    `Der Provider ${use} ist nicht auf diesem Runner, der keinen Ordner für eigene Provider hat.`,
  nodeMissing: ({ provider }) =>
    `Der Provider ${provider} braucht Node.js auf diesem Rechner: Installieren Sie Node.js 20 oder neuer, oder benutzen Sie einen Pool, dessen Runner es hat.`,
  verbNotDone: ({ provider, verb }) => `Der Provider ${provider} kann ${verb} nicht.`,
  callNotMade: ({ why }) => `Dieser Aufruf ist nicht möglich: ${why}.`,
  providerValueWrong: ({ part, provider, at, why }) =>
    `„${part}“ für den Provider ${provider} ist falsch: ${at}: ${why}.`,
  secretNameForm: 'Der Name eines Geheimnisses besteht aus Großbuchstaben, Ziffern und Unterstrichen.',
  secretMisplaced: ({ name }) =>
    `Das Geheimnis ${name} steht in „config“, wo der Provider kein Geheimnis erwartet.`,
  secretUnread: ({ name, why }, tell) => `Das Geheimnis ${name} lässt sich nicht lesen: ${tell(why)}`,
  secretNotMeant: ({ name, path, provider }) =>
    `Das Geheimnis ${name} ist nicht für diesen Provider mit dieser „config“. Wer diesen Runner betreibt und es will, schreibt in ${path} (Modus 0600), unter ${name} und "for": provider: ${provider} (der Wert von "use" im Katalog), und dieselbe "config" wie dort.`,
  secretMissing: ({ name, path }) =>
    `Das Geheimnis ${name} fehlt. Legen Sie es in LATCHKEY_SECRET_${name} ab, oder als "value" in ${path}.`,
  secretsNotYaml: ({ path }) => `${path} ist kein gültiges YAML.`,
  secretsForm: ({ path }) =>
    `${path} muss zu jedem Namen "value" und "for" enthalten, eine Liste von Zielen mit "provider" und "config".`,
  fileUtf16: ({ path }) =>
    `${path} ist UTF-16, das manche Editoren „Unicode“ nennen. Speichern Sie die Datei als UTF-8.`,
  fileWithNul: ({ path }) =>
    `${path} enthält ein NUL-Zeichen, ist also kein Text. Speichern Sie die Datei als UTF-8.`,
  fileNotUtf8: ({ path }) => `${path} ist kein Text in UTF-8. Speichern Sie die Datei als UTF-8.`,
  saidGrantedNotThere: 'Der Provider meldete, dass der Zugriff gegeben sei, aber es gibt ihn nicht.',
  saidRevokedStillThere: 'Der Provider meldete, dass der Zugriff entzogen sei, aber es gibt ihn noch.',
  endedBeforeBegun: 'Das Ziel beendete diesen Zugriff, bevor er begonnen hatte.',
  providerGivesLess: ({ mostMs }) =>
    `Der Provider gibt diesen Zugriff für höchstens ${f.duration(mostMs)}. Fragen Sie für weniger neu an.`,
  runnerClockBack:
    'Die Uhr des Runners ging zurück, deshalb wird kein neuer Zugriff gegeben. Stellen Sie sie richtig.',
  grantingTooLong: 'Das Geben des Zugriffs wurde unterbrochen oder dauerte zu lange.',
  grantingFailed: 'Der Zugriff ließ sich nicht geben.',
  endedAsUnclear:
    'Hier lief ein neueres Latchkey, und das ältere, das jetzt hier ist, versteht nicht, was jenes über diesen Zugriff aufschrieb. Deshalb wurde er beendet.',
};
