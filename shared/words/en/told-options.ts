import type { OPTIONS } from '../codes/options.ts';
import { ended } from '../../lib/ended.ts';
import type { BookOf } from '../told-book.ts';

const WHY_NO_FOLDER = {
  readOnly: 'its file system is read-only',
  forbidden: 'this user may not write there',
  fileInWay: 'a file is in its way',
  notMade: 'no folder can be made there, perhaps since its file system is read-only',
};

export const options: BookOf<keyof typeof OPTIONS> = {
  listenForm:
    'Write where to listen as HOST:PORT, for example 127.0.0.1:4460 or [::1]:4460, or as unix:/PATH for the user of the service alone.',
  listenInClear: ({ host }) =>
    `Listening on ${host} would send everything unencrypted. Give --tls-cert FILE and --tls-key FILE, or --behind-proxy when a proxy in front of the service speaks TLS.`,
  tlsOrProxy: 'Give either --tls-cert and --tls-key, or --behind-proxy, not both.',
  tlsNeedsBoth: '--tls-cert and --tls-key belong together: give both.',
  tlsUnreadable: ({ why }, tell) => `The certificate or its key cannot be read: ${ended(tell(why))}`,
  socketAlone:
    'A socket is for the user of the service on this computer alone, so that --tls-cert, --tls-key and --behind-proxy mean nothing there. For others listen on HOST:PORT.',
  formerNeedsSocket: '--former-listen is for a service that listens on a socket now (--listen unix:/PATH).',
  formerForm:
    '--former-listen is where the service listened before, on loopback: for example 127.0.0.1:4460.',
  poolForm: ({ pool }) =>
    `“${pool}” is no name of a pool. Write names of lower-case letters, digits and hyphens with commas between, or none.`,
  hostForm: ({ host }) =>
    `“${host}” is no name of a host. Write names such as latchkey.example.com, without a port, with commas between.`,
  advertiseForm: ({ text, why }, tell) => `--advertise ${text}: ${tell(why)}`,
  tooManyAdvertised: ({ most, count }) => `At most ${most} addresses can be advertised; these are ${count}.`,
  ownerIs: ({ is }, tell) => `The owner ${tell(is)}.`,
  organisationNameLength: 'The name of the organisation has 1 to 100 characters.',
  databaseMissing: '--database-password-file needs --database.',
  databaseForm: '--database is a URL such as postgres://latchkey@db.example.com/latchkey.',
  databasePasswordInUrl:
    'The password does not belong in --database, which everybody sees who lists processes. Put it in a file: --database-password-file FILE, or PGPASSFILE.',
  databaseParameter: ({ name, known }) =>
    `--database has the parameter “${name}”, which means nothing here. There are: ${known.join(', ')}.`,
  databasePasswordUnreadable: ({ why }) => `The password of the database cannot be read: ${why}`,
  noOrganisationFolder: ({ folder }) =>
    `${folder} is no folder. Name the folder with people.yaml, catalog.yaml and policy.yaml in it.`,
  noOrganisationFile: ({ path }) => `There is no ${path}. An example of all three files: latchkey init DIR`,
  serviceNotStarted: ({ why }, tell) => `The service could not start: ${tell(why)}`,
  keyNotOfCertificate:
    'the key (--tls-key) is not that of the certificate (--tls-cert). Give the key that it was made for, and where the file has a whole chain, the certificate of this service first.',
  certificateUnusable: ({ why }) =>
    `the certificate (--tls-cert) or its key (--tls-key) cannot be used: ${why}. Give a PEM file of each.`,
  portTaken: ({ where }) =>
    `another program listens on ${where}. End it, if it is another service, or choose another port with --listen HOST:PORT.`,
  noSuchAddress: ({ where }) =>
    `${where} is no address of this computer. Say one that it has with --listen HOST:PORT.`,
  portForbidden: ({ where }) =>
    `this user may not listen on ${where}. Choose a port from 1024 on with --listen HOST:PORT.`,
  dataFolderUnusable: ({ folder, why, path }) =>
    `the data folder ${folder} cannot be used: ${WHY_NO_FOLDER[why]} (${path}). Let this user write there, or name another folder with --data DIR.`,
};
