import type { service as en } from '../../en/cli/service.ts';
import type { WordsOf } from '../../words-of.ts';

export const service: WordsOf<typeof en> = {
  what: 'den Dienst betreiben. Erste Zeile auf stdout: {"listening":URL,"join":[URL],"ownerInvite":CODE}; kein "join" auf Loopback',
  data: 'wo alles aufbewahrt wird (ein Ordner in LATCHKEY_HOME)',
  database:
    'ein PostgreSQL, das Dienste sich teilen: postgres://USER@HOST/NAME. Sein Passwort gehört nicht dazu',
  passwordFile: 'wo das Passwort steht, nur für Sie lesbar; sonst PGPASSFILE',
  listen:
    'wo gelauscht wird: HOST:PORT, wobei Port 0 irgendeinen nimmt (127.0.0.1:4460), oder unix:/PATH, nur für Ihren Benutzer',
  formerListen:
    'mit unix:/PATH: wo auf Loopback ihm zuvor beigetreten wurde, solange es Geräte gibt, die vielleicht nichts anderes kennen',
  org: 'die Dateien der Organisation aus diesem Ordner beim Start veröffentlichen, wenn sie sich geändert haben',
  name: 'Name der Organisation, den der erste Start wissen will',
  owner: 'für wen die erste Einladung ist, solange nichts veröffentlicht ist',
  pools: 'Namen der Pools, die der eigene Runner des Dienstes bedient (sonst: default), oder das Wort none',
  tlsCert: 'Zertifikatskette, PEM',
  tlsKey: 'ihr privater Schlüssel, PEM',
  behindProxy: 'ein Proxy vor dem Dienst spricht TLS',
  publicHost: 'Namen, unter denen nach ihm gefragt wird, wenn er andere hat als sein Zertifikat',
  advertise:
    'eine Adresse, unter der dieser Dienst oder ein anderer an derselben Datenbank zu finden ist; einmal für jede davon angeben',
  acceptClock: 'die Uhr geht jetzt richtig, obwohl der Dienst eine spätere Zeit gesehen hat',
};
