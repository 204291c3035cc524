import type { devices as en } from '../../en/window/devices.ts';
import type { WordsOf } from '../../words-of.ts';

export const devices: WordsOf<typeof en> = {
  this: 'Dieses Gerät',
  name: 'Name',
  latchkey: 'Latchkey',
  data: 'Daten',
  secrets: 'Geheimnisse',
  runner: 'Runner',
  kept: {
    encrypted: 'Verschlüsselt mit dem Schlüsselbund des Systems',
    passphrase: 'Verschlüsselt mit Ihrer Passphrase',
    file: 'In einer Datei',
  },
  noRunner: 'keiner auf diesem Gerät',
  noPool: 'bedient keinen Pool',
  active: ({ count }) => `${count} aktiv`,
  stuck: ({ count }) => (count === 1 ? '1 hängt fest' : `${count} hängen fest`),
  pool: ({ pool }) => `Zugriff für den Pool ${pool} einrichten`,
  poolHint:
    'Ihre Organisation möchte, dass dieser Computer ihre Provider-Skripte ausführt, mit den Geheimnissen, die Sie ihnen gegeben haben.',
  noKeyring:
    'Dieses System hat keinen Schlüsselbund, den Latchkey verwenden kann. Darum liegen die Schlüssel des Geräts in einer Datei, die nur Ihr Benutzer lesen kann. Wer Ihren Datenträger oder ein Backup davon liest, hat sie.',
  protect: 'Mit einer Passphrase schützen…',
  changePassphrase: 'Passphrase ändern…',
  removePassphrase: 'Passphrase entfernen…',
  openData: 'Datenordner öffnen',
  passphrase: {
    set: {
      title: 'Die Schlüssel mit einer Passphrase schützen',
      button: 'Schützen',
      done: 'Ab jetzt durch Ihre Passphrase geschützt.',
    },
    change: { title: 'Die Passphrase ändern', button: 'Ändern', done: 'Die Passphrase ist geändert.' },
    remove: {
      title: 'Die Passphrase entfernen',
      button: 'Entfernen',
      done: 'Die Schlüssel sind nicht mehr durch eine Passphrase geschützt.',
    },
    removeText:
      'Die Schlüssel kommen dorthin, wo dieser Computer sie von selbst aufbewahrt: in seinen Schlüsselbund, wenn er einen hat, sonst in eine Datei, die nur Ihr Benutzer lesen kann. Wer Ihren Datenträger oder ein Backup davon liest, hat, was in dieser Datei steht.',
    setText:
      'Sie geben sie bei jedem Start von Latchkey ein. Niemand kann sie wiederherstellen: Wer sie vergisst, tritt mit einer Einladung neu bei. Frühere Kopien der Schlüssel, etwa in einem Backup, öffnen sich weiter wie bisher.',
    ofNow: 'Jetzige Passphrase',
    enterOfNow: 'Geben Sie die jetzige Passphrase ein.',
    new: 'Neue Passphrase',
    hint: 'Mindestens 12 Zeichen: Mehrere Wörter sind schwer zu erraten und leicht zu merken.',
    again: 'Noch einmal',
    notTheSame: 'Das stimmt nicht überein.',
  },
  yours: 'Ihre Geräte',
  asOf: ({ at }) =>
    `Der Dienst ist nicht erreichbar: Das ist der Stand von ${at}. Umbenennen, Entfernen und Einladen geht, wenn er wieder antwortet.`,
  newer: ({ count }) =>
    count === 1
      ? 'Ein weiteres zeigt erst ein neueres Latchkey: Aktualisieren Sie dieses.'
      : `${count} weitere zeigt erst ein neueres Latchkey: Aktualisieren Sie dieses.`,
  further: {
    invite: 'Weiteres Gerät einladen',
    until: ({ at }) => `Einladung für ein weiteres Ihrer Geräte; sie gilt einmal, bis ${at}:`,
    how: 'Fügen Sie diese Zeile auf dem anderen Gerät in das erste Fenster von Latchkey ein oder in latchkey join. Wer sie hat, tritt als Sie bei.',
    second: 'Mit einem zweiten Gerät sind Sie nicht ausgesperrt, wenn dieses verloren geht.',
    onlyHere:
      'Diese Organisation gibt es nur auf diesem Computer: Beitreten kann ihr nur ein anderes Latchkey auf demselben Computer. Geht der Computer verloren, hilft das nicht, sondern nur ein Backup.',
  },
  onceReached: 'Ihre Geräte stehen hier, sobald der Dienst erreichbar ist.',
  asking: 'Der Dienst wird gefragt…',
  isRunner: 'Runner',
  joined: ({ at }) => `Beigetreten ${at}`,
  setUp: ({ count }) =>
    count === 1
      ? 'hat einen Zugriff eingerichtet, der noch nicht weg ist'
      : `hat ${count} Zugriffe eingerichtet, die noch nicht weg sind`,
  removedOne: 'einem entfernten Gerät',
  invitedFrom: ({ who }) => `von ${who} aus eingeladen`,
  invitedBy: ({ who }) => `eingeladen von ${who}`,
  rename: 'Umbenennen',
  renameOf: ({ name }) => `${name} umbenennen`,
  remove: 'Entfernen…',
  removeOf: ({ name }) => `${name} entfernen`,
  save: 'Speichern',
  renamed: 'Umbenannt.',
  writeName: 'Schreiben Sie einen Namen.',
  removal: {
    thisTitle: 'Dieses Gerät entfernen?',
    title: 'Eines Ihrer Geräte entfernen?',
    thisText: ({ device }) =>
      `${device} ist das Gerät, das Sie gerade benutzen. Es wird sofort und für immer abgemeldet: Zugangsdaten verschwinden von ihm, und was noch nicht gesendet ist, wird nicht gesendet. Um Latchkey hier wieder zu benutzen, brauchen Sie eine neue Einladung. Offene Einladungen, die Sie erstellt haben, gelten nicht mehr.`,
    thisOnlyText: ({ device }) =>
      `${device} ist das Gerät, das Sie gerade benutzen. Es wird sofort und für immer abgemeldet: Zugangsdaten verschwinden von ihm, und was noch nicht gesendet ist, wird nicht gesendet. Um Latchkey hier wieder zu benutzen, brauchen Sie eine neue Einladung, und die kann dann nur eine verantwortliche Person erstellen. Offene Einladungen, die Sie erstellt haben, gelten nicht mehr.`,
    otherText: ({ device }) =>
      `${device} wird sofort und für immer abgemeldet, wo immer es ist: Es bekommt keine Zugangsdaten mehr, und nichts, was es unterschreibt, zählt. Was es vorher unterschrieben hat, bleibt. Soll es wieder benutzt werden, tritt es mit einer neuen Einladung bei. Offene Einladungen, die Sie erstellt haben, gelten nicht mehr.`,
    grants: ({ count }) =>
      `Sein Runner hat ${count === 1 ? 'einen Zugriff eingerichtet, der noch nicht weg ist' : `${count} Zugriffe eingerichtet, die noch nicht weg sind`}. Ein anderer Runner des Pools entzieht das rechtzeitig: Sorgen Sie dafür, dass einer läuft.`,
    invitedText: ({ which, count }) =>
      `Von ihm aus eingeladen, und angemeldet wie zuvor: ${which}. Wurde es gestohlen, so kann, wer es hat, ${count === 1 ? 'dieses' : 'diese'} gemacht haben.`,
    thisInvited:
      'Auch das Gerät, das Sie gerade benutzen, wurde von ihm aus eingeladen. Es bleibt: Trauen Sie ihm auch nicht, so entfernen Sie es für sich.',
    invitedToo: ({ count }) => (count === 1 ? 'Auch dieses entfernen' : 'Auch diese entfernen'),
    lastOfOwners:
      'Keine verantwortliche Person hat ein anderes Gerät. Ohne dieses kann niemand mehr veröffentlichen, einladen oder sich als verantwortlich anmelden, bis jemand mit dem Wiederherstellungsschlüssel zurückkommt. Halten Sie seine zwölf Wörter bereit.',
    why: 'Warum',
    optional: 'optional',
    isSent: 'Es wird gerade gesendet: Schließen nimmt es nicht zurück.',
    remove: 'Entfernen',
    allTheSame: 'Trotzdem entfernen',
  },
};
