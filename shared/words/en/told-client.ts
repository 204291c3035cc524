import type { CLIENT } from '../codes/client.ts';
import { formatsOf } from '../formats.ts';
import type { BookOf } from '../told-book.ts';
import { ended } from '../../lib/ended.ts';

const f = formatsOf('en');

/** Where one's own authorities are read from that were not named. */
const fileOr = (file: string): string => file || 'authorities.pem in LATCHKEY_HOME';

/** More names of a certificate help nobody who reads one sentence. */
const MOST_NAMES = 5;

function certificateNames(names: readonly string[]): string {
  if (names.length === 0) return 'another name';
  return names.length > MOST_NAMES ? `${names.slice(0, MOST_NAMES).join(', ')} and others` : names.join(', ');
}

/** Of limits, which are round numbers. */
const sizeText = (bytes: number): string =>
  bytes >= 1_000_000 ? `${bytes / 1_000_000} MB` : `${bytes / 1_024} KiB`;

const REMOVE_JOINING =
  'If that one is lost, remove joining.json from the folder of this Latchkey: the invite that it was for may be used then.';

export const client: BookOf<keyof typeof CLIENT> = {
  inTurn: ({ said }, tell) => said.map(tell).join(' '),
  serviceAway: 'The service cannot be reached.',
  nextAddress: ({ count }) =>
    `The connection to the service is lost; the next of its ${count} addresses is being tried.`,
  noneOfAddresses: ({ count }) => `None of the ${count} addresses of the service answers.`,
  noServiceThere: ({ status }) =>
    `What answers at the address of the service (${status}) is no Latchkey service, or a proxy that lets nothing through. Check the address, its port and the proxy.`,
  proxyWithoutService: ({ status }) =>
    `A proxy answers at the address of the service (${status}), and the service behind it does not. Check that it runs.`,
  clocksDiffer: ({ byMs, which }) =>
    `This computer’s clock is ${f.duration(byMs)} ${which === 'ahead' ? 'ahead of' : 'behind'} the service’s.`,
  certificateOfItself: ({ origin, file }) =>
    `The certificate of ${origin} signs itself, so that this computer does not trust it. If you know that it is that of your service, put a copy of it (PEM) into ${fileOr(file)} and try again.`,
  certificateOfUnknown: ({ origin, file }) =>
    `The certificate of ${origin} is of an authority that this computer does not know. Put the certificate of that authority (PEM) into ${fileOr(file)} and try again.`,
  certificateWithoutChain: ({ origin, file }) =>
    `The certificate of ${origin} is of an authority that this computer does not know. Put the certificate of that authority (PEM) into ${fileOr(file)} and try again; where it is a public one, the service has to be given the whole chain with --tls-cert.`,
  certificateExpired: ({ origin }) =>
    `The certificate of ${origin} has expired, or that of who signed it has. Check the clock of this computer; if it is right, the service has to be given a new one with --tls-cert.`,
  certificateTooEarly: ({ origin }) =>
    `The certificate of ${origin} is not valid yet. Check the clock of this computer, and that of the one where the certificate was made.`,
  certificateOfOther: ({ origin, hostname, names }) =>
    `The certificate of ${origin} is for ${certificateNames(names)}, and not for ${hostname}. Use an address with a name that it is for, or give the service one that is for ${hostname}.`,
  authoritiesUnusable: ({ path, why }, tell) =>
    `${path} cannot be used: ${ended(tell(why))} It is to hold certificates as PEM: correct it or delete it, and try again.`,
  noCertificateIn: 'there is no certificate in it.',
  noTlsThere: ({ origin }) =>
    `What listens at ${origin} does not speak TLS. Check the port; where a proxy speaks TLS for the service, use the address of the proxy, and on the computer of the service itself http:// instead of https://.`,
  endedUnanswered: ({ origin }) =>
    `What listens at ${origin} ended the connection without an answer. If it speaks TLS, as a service with a certificate does, write https:// instead of http://; else try again.`,
  endedBeforeTls: ({ origin }) =>
    `What listens at ${origin} ended the connection before TLS was set up. Check the port, and whether a proxy or a firewall on the way lets TLS through.`,
  noTlsConnection: ({ origin, why }) =>
    `No TLS connection to ${origin} came about (${why}). Check the port, and the certificate of the service.`,
  socketOfOther: ({ address }) =>
    `The service at ${address} is for the user of this computer who started it, and for nobody else. Join a service that listens on a port, or on the network.`,
  strangerThere: ({ address, place }) => {
    const stranger = `Who answers at ${address} does not prove to be the service that was joined. Nothing was sent to them.`;
    if (place === 'here') return stranger;
    return `${stranger} If it is that service, it does not know this name as its own: whoever runs it gives the name with --public-host.`;
  },
  addressForm:
    'The address of a service reads like https://latchkey.example.com or http://127.0.0.1:4460, and on this computer alone like unix:/run/latchkey/latchkey.sock.',
  addressOnlyHost: 'The address of a service is only a host and a port, without a path or a password.',
  addressUnencrypted: ({ hostname }) => `All that is said would go to ${hostname} unencrypted. Use https.`,
  socketAddressTooLong: ({ how }, tell) => `This address is too long to be that of a socket. ${tell(how)}`,
  socketNotHere: ({ how }, tell) => `This computer has no such address. ${tell(how)}`,
  socketForm: ({ system }) =>
    system === 'windows'
      ? 'A service on this computer alone has an address like pipe:latchkey, with letters, digits, dots and hyphens.'
      : 'A service on this computer alone has an address like unix:/run/latchkey/latchkey.sock, with the whole path.',
  socketPathEncoded:
    'The path of a socket is written as in a URL: a percent sign in it is %25, and nothing is half of a character.',
  socketPathTooLong: ({ bytes, most }) =>
    `The path of this socket has ${bytes} bytes, and this computer takes ${most}. Choose a shorter one.`,
  notJoined:
    'This device has not joined a service yet. With an invite, run: latchkey join URL. Owners make them (latchkey invite); the service prints the first owner’s as it starts.',
  keysProtected: 'The keys of this device are protected by a passphrase.',
  keysExposed: ({ why }, tell) =>
    `The keys of this device are not used: ${tell(why)} Whoever has read them can be this device: where that may be so, join anew afterwards and remove it (latchkey devices remove).`,
  keysReplaced:
    'Another command has put another identity in the place of this one meanwhile. Nothing was changed: try again.',
  joiningElsewhere:
    'Another latchkey command has been joining a service with this LATCHKEY_HOME for a while. Wait until it is done.',
  wrongPassphrase:
    'This passphrase does not open the keys of this device. Try again; there is no limit. If it is surely the right one, the file was damaged.',
  unreadableInside:
    'The passphrase fits, and what it opens cannot be read: a newer Latchkey wrote it. Use that one, or a later one.',
  sealedByNewer: 'The keys of this device were sealed by a newer Latchkey. Use that one, or a later one.',
  sealedDamaged:
    'The sealed keys of this device are damaged. Join again with a new invite: an owner makes it, or another device of yours (latchkey invite).',
  identityByNewer: 'The stored identity was written by a newer Latchkey. Use that one, or a later one.',
  identityDamaged:
    'The stored identity is damaged. Join again with a new invite: an owner makes it, or another device of yours (latchkey invite).',
  identityAt: ({ why, path }, tell) => `${tell(why)} (${path})`,
  joiningNeedsPassphrase: `Joining was begun here with a passphrase, and did not come to its end. Give the same passphrase once more, so that nothing of it is lost. ${REMOVE_JOINING}`,
  joiningOtherPassphrase: `Joining was begun here with another passphrase than this one, and did not come to its end. Give that one, so that nothing of it is lost. ${REMOVE_JOINING}`,
  foundingUnderPassphrase:
    'Latchkey ended while it made your organisation, and its keys are under the passphrase that you chose. Make it once more with the same passphrase: it goes on where it was, and nothing is lost.',
  joiningOfNewer:
    'A newer Latchkey began to join from here, and did not come to its end. Go on with that one, so that nothing of it is lost; or, if that was a mistake, remove joining.json (or joining.sealed) from the folder of this Latchkey.',
  joiningExposed: ({ why }, tell) =>
    `The keys with which this device was about to join are not used: ${tell(why)} Whoever has read them can be this device: where that may be so, remove the file instead, and ask for another invite.`,
  joiningKeyringLocked:
    'Latchkey ended while it joined, and the keys of that are locked: the keyring that encrypted them cannot be opened. Unlock it and start Latchkey again, so that nothing of it is lost. To begin anew instead, move joining.sealed out of its folder.',
  pinnedKeyDamaged: 'The pinned key of the log is damaged. Join the service again.',
  othersMayRead: ({ path }) => `others may read ${path}: run chmod 600 on it.`,
  belongsToOther: ({ path }) => `${path} belongs to another user.`,
  isFolder: ({ path }) => `${path} is a folder, not a file.`,
  isNoFile: ({ path }) => `${path} is not a file like others.`,
  fileTooLarge: ({ path, mostBytes }) => `${path} is larger than ${sizeText(mostBytes)}.`,
  fileMissing: ({ path }) => `there is no file ${path}.`,
  fileNotOpened: ({ path, code }) => `${path} cannot be opened (${code}).`,
  passphraseUnread: ({ why }, tell) => `The passphrase cannot be read: ${tell(why)}`,
  passphraseEmpty: ({ path }) => `There is no passphrase in ${path}: it is empty.`,
  passphraseLines: ({ path }) => `${path} has more than one line: a passphrase is the only one.`,
  passphraseFileLong: ({ path, most }) =>
    `The passphrase in ${path} is longer than ${f.count(most)} characters.`,
  sealedNone: 'This is not a sealed text.',
  sealedTextByNewer: 'This text was sealed by a newer version of Latchkey.',
  sealedForOther: 'This text was not sealed for this device, or was changed on the way.',
  logNotVerified: 'The log did not verify.',
  evidenceUnreadable: ({ why }) => `Its evidence cannot be read (${why}).`,
  entriesDamaged: 'The entries kept here are damaged.',
  entriesChanged: 'The entries kept here changed while they were read. Run this command again.',
  fetchedAgain: ({ why }, tell) =>
    `${tell(why)} The history is fetched again when the service can be reached.`,
  historyInUse:
    'Another latchkey command has been fetching the history for ten minutes. Wait until it is done, or end it, and run this one again.',
  noRoomForHistory: ({ size, neededBytes, freeBytes, reserveBytes }) =>
    `This disk has no room for the history. By what the service signed it has ${f.count(size)} entries, and what is missing here needs about ${f.bytes(neededBytes)}; ${f.bytes(freeBytes)} are free, of which ${f.bytes(reserveBytes)} are left alone. What had been fetched of it was deleted again. Make room, or ask who runs the service whether the history is really that long.`,
  noRoomUnknown: ({ size, neededBytes, mostBytes }) =>
    `This disk has no room for the history. By what the service signed it has ${f.count(size)} entries, and what is missing here needs about ${f.bytes(neededBytes)}; this disk does not say what is free, and takes at most ${f.bytes(mostBytes)} at once. What had been fetched of it was deleted again. Make room, or ask who runs the service whether the history is really that long.`,
  entriesOutOfOrder: 'The service sent entries of the log out of order.',
  entryWithNul: 'The service sent an entry of the log with a NUL in it, which is no canonical JSON.',
  textNotSaid: 'The service sent a text with an entry of the log that is not the one that was said.',
  listWithoutEnd:
    'The service gives a list of requests that does not end, so nothing of it is shown. Tell whoever runs it.',
  ownersRead: ({ owners }) => `Its owners, as this computer reads it: ${f.all(owners)}`,
  ownersUnread: 'This computer finds mistakes in it',
  textsMissing: ({ count, which }) =>
    `What people said in ${count === 1 ? 'one entry' : `${count} entries`} (${which}) is missing, and no entry says that it was erased. The service keeps it back, or somebody changed files on this device: the log itself is whole. Tell the owners.`,
  keysInLockedKeyring:
    'The keys of this device are locked: the keyring that encrypted them cannot be opened. Unlock it and start Latchkey again. To begin anew instead, move identity.sealed out of its folder.',
  newsRuleBlocks: ({ rule, title, why }, tell) =>
    `The rule “${rule}” grants nothing: its condition could not be evaluated for “${title}”. ${tell(why)} Mend it in policy.yaml.`,
  newsNotMeant: ({ news }, tell) =>
    `${tell(news)}. If they did not mean that, somebody else has their place: tell an owner, who removes that device.`,
  newsNotAskedFor: ({ news }, tell) =>
    `${tell(news)}. If you did not ask for that, tell another owner at once.`,
};
