import type { rotateLogKey as en } from '../../en/cli/rotate-log-key.ts';
import type { WordsOf } from '../../words-of.ts';

export const rotateLogKey: WordsOf<typeof en> = {
  what: 'dem Protokoll einen anderen Schlüssel geben, als Verantwortliche: etwa wenn jemand den alten kennen könnte. Alle erfahren es',
  yes: 'ohne Rückfrage',
  nobodyToAsk: 'Hier kann niemand gefragt werden: Fügen Sie --yes hinzu.',
  made: ({ keyId }) =>
    `Der Dienst hat den Schlüssel ${keyId} gemacht. Sehen Sie in seinem Datenordner nach, auf seiner eigenen Maschine, ob log-key.${keyId} da ist: Wer den alten Schlüssel hat, könnte stattdessen einen anderen gemacht haben. Wo mehrere Dienste eine Datenbank benutzen, kopieren Sie diese Datei zuerst in die Datenordner der anderen: Ohne sie unterschreiben die nichts.`,
  ask: 'Schreiben Sie ja, um das Protokoll von jetzt an damit zu unterschreiben: ',
  givenUp: 'Aufgegeben: Das Protokoll behält seinen Schlüssel.',
  done: 'Das Protokoll hat einen anderen Schlüssel. Geräte übernehmen ihn von selbst, sobald sie das im Verlauf gelesen haben, und glauben nichts mehr, was nur der alte unterschrieben hat; laufende latchkey runner und latchkey watch heben ihn für ihren nächsten Start auf und glauben bis dahin dem alten: Starten Sie sie neu. Machen Sie jetzt ein Backup: Ein früheres hat diesen Schlüssel nicht. Machen Sie Einladungen neu, die noch nicht benutzt sind.',
  notHere: ({ why }) =>
    `Hier konnte er nicht übernommen werden; mit dem nächsten Befehl wird es noch einmal versucht: ${why}`,
};
