import { join } from 'node:path';
import { whyDatabaseDamaged } from './store/migrate.ts';
import { asWritten, told, type ParamsOf, type Told } from '../words/told.ts';
import { toldIn } from '../words/told-error.ts';

/** What the system says of a folder. */
const WHY: Readonly<Record<string, ParamsOf<'dataFolderUnusable'>['why']>> = {
  EROFS: 'readOnly',
  EACCES: 'forbidden',
  EPERM: 'forbidden',
  ENOTDIR: 'fileInWay',
  EEXIST: 'fileInWay',
  // Node's recursive mkdir says this of a file system that is read-only.
  ENOENT: 'notMade',
};

const NOT_THEIR_KEY = 'ERR_OSSL_X509_KEY_VALUES_MISMATCH';

/**
 * Why the service could not start, with what to do next: for an address that it cannot have, a certificate that is none of its
 * key, a data folder that it cannot have and a database that is damaged. Of all else, what was said.
 */
export function whyNotStarted(fault: unknown, { dataDir }: { readonly dataDir: string | null }): Told {
  const said = toldIn(fault);
  if (said !== null) return said;
  const damaged = dataDir === null ? null : whyDatabaseDamaged(fault, join(dataDir, 'service.db'));
  if (damaged !== null) return damaged;
  const { message, code, path, port, address, syscall } = asSystemError(fault);
  if (code === NOT_THEIR_KEY) return told('keyNotOfCertificate');
  if (code.startsWith('ERR_OSSL_')) return told('certificateUnusable', { why: message });
  if (syscall === 'listen' && port !== undefined) {
    const where = address?.includes(':') ? `[${address}]:${port}` : `${address ?? ''}:${port}`;
    if (code === 'EADDRINUSE') return told('portTaken', { where });
    if (code === 'EADDRNOTAVAIL') return told('noSuchAddress', { where });
    if (code === 'EACCES') return told('portForbidden', { where });
  }
  const why = WHY[code];
  if (why !== undefined && dataDir !== null && path !== undefined && isOf(path, dataDir))
    return told('dataFolderUnusable', { folder: dataDir, why, path });
  return asWritten(message);
}

/** What is in the folder, it itself, or a folder that had to be made for it. */
const isOf = (path: string, dataDir: string): boolean => path.startsWith(dataDir) || dataDir.startsWith(path);

interface SystemError {
  readonly message: string;
  readonly code: string;
  readonly path?: string;
  readonly port?: number;
  readonly address?: string;
  readonly syscall?: string;
}

function asSystemError(fault: unknown): SystemError {
  const { code, ...rest } = fault as Partial<SystemError>;
  const message = fault instanceof Error ? fault.message : String(fault);
  return { ...rest, message, code: typeof code === 'string' ? code : '' };
}
