import type { SERVICE } from '../codes/service.ts';
import { formatsOf } from '../formats.ts';
import type { BookOf } from '../told-book.ts';

const f = formatsOf('de');

const haveMistakes = (count: number, version: number): string =>
  `Die Dateien der Organisation auf dem Computer des Dienstes haben ${count === 1 ? 'einen Fehler' : `${f.count(count)} Fehler`}. ${version === 0 ? 'Noch gilt nichts davon' : `Weiter gilt Version ${version}`}.`;

export const service: BookOf<keyof typeof SERVICE> = {
  policyRefuses: ({ why }, tell) => `Abgewiesen: ${tell(why)}`,
  policyGrants: ({ mostMs }) => `Wird sofort gegeben, für höchstens ${f.duration(mostMs)}.`,
  policyDepends: ({ mostMs }) =>
    `Kommt darauf an, wann, für wie lange und wozu Sie anfragen. Nie mehr als ${f.duration(mostMs)}.`,
  policyAsksApart: ({ steps, mostMs }, tell) =>
    `Zu genehmigen von ${steps.map(tell).join(', danach von ')}; niemand zählt zweimal. Höchstens ${f.duration(mostMs)}.`,
  policyAsks: ({ steps, mostMs }, tell) =>
    `Zu genehmigen von ${steps.map(tell).join(', danach von ')}. Höchstens ${f.duration(mostMs)}.`,
  answeredBy: ({ need, names, more }) => {
    // After `von`.
    if (need <= 1) return f.any(names, 'dative', more);
    const each = f.all(names, 'dative', more);
    return need >= names.length + more ? each : `${f.count(need)} aus ${each}`;
  },
  folderDiffers: ({ version }) =>
    `Der Ordner auf dem Computer des Dienstes sagt etwas anderes als das, was gilt (${version === 0 ? 'noch nichts' : `Version ${version}`}). Verantwortliche sehen sich an, was sich ändern würde, und veröffentlichen es: in den Einstellungen oder mit latchkey publish --proposed. Ist es nicht gemeint, berichtigen Sie dort den Ordner.`,
  folderMistakes: ({ count, version, help }, tell) => `${haveMistakes(count, version)} ${tell(help)}`,
  folderMistakeAt: ({ count, version, file, line, mistake }, tell) => {
    const more =
      count === 1 ? '' : ` Und ${f.count(count - 1)} weitere: latchkey publish DIR --check nennt sie.`;
    return `${haveMistakes(count, version)} ${file}, Zeile ${line}: ${tell(mistake)}${more} Beheben Sie es dort und veröffentlichen Sie es dann: mit latchkey publish DIR oder, wo die App den Dienst selbst betreibt, in den Einstellungen.`;
  },
  filesNotRead: ({ version, why, mend }, tell) =>
    `Version ${version} der Dateien der Organisation, die gilt, ${tell(why)}. Deshalb wird kein Zugriff gegeben und niemand aufgenommen; Zugriff endet weiterhin.${mend === 'byOwner' ? ' Verantwortliche berichtigen die Dateien und veröffentlichen sie.' : ''}`,
  notAcceptedNow: 'wurde von einem früheren Latchkey veröffentlicht, und dieses nimmt sie nicht an',
  notAcceptedAt: ({ file, line, mistake }, tell) =>
    `wurde von einem früheren Latchkey veröffentlicht, und dieses nimmt sie nicht an (${file}, Zeile ${line}: ${tell(mistake)})`,
  publishedByNewer: 'wurde von einem neueren Latchkey veröffentlicht. Starten Sie jenes oder ein späteres',
  keptOtherwise:
    'ist nicht so, wie sie abgelegt wurde: Sie ist beschädigt oder von einem anderen Latchkey. Stellen Sie ein Backup wieder her',
  notInStore: 'ist nicht abgelegt. Stellen Sie ein Backup wieder her',
  deviceSignedOut: ({ name, whose, grants }) => {
    const out = `${name}, ${whose === '' ? 'dieses Gerät' : `ein Gerät von ${whose}`}, ist für immer abgemeldet. Um es wieder zu benutzen, treten Sie damit mit einer Einladung neu bei.`;
    if (grants === 0) return out;
    const access =
      grants === 1
        ? 'den Zugriff, den er eingerichtet hat,'
        : `die ${f.count(grants)} Zugriffe, die er eingerichtet hat,`;
    return `${out} Sein Runner bekommt keine Arbeit mehr: Ein anderer Runner des Pools entzieht ${access} rechtzeitig. Prüfen Sie, ob einer läuft: latchkey pools check.`;
  },
  hostUnknown: ({ host }) =>
    `Dieser Dienst ist unter ${host === '' ? 'diesem Namen' : `dem Namen ${host}`} nicht bekannt. Soll er es sein, startet ihn sein Betrieb mit --public-host und dem Namen.`,
};
