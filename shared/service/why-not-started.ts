/** What the system says of a folder, in the words of a person. */
const WHY: Readonly<Record<string, string>> = {
  EROFS: 'its file system is read-only',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  ENOTDIR: 'a file is in its way',
  EEXIST: 'a file is in its way',
  // Node's recursive mkdir says this of a file system that is read-only.
  ENOENT: 'no folder can be made there, perhaps since its file system is read-only',
};

const NOT_THEIR_KEY = 'ERR_OSSL_X509_KEY_VALUES_MISMATCH';

/**
 * Why the service could not start, with what to do next: for an address that it cannot have, a certificate that is none of its
 * key and a data folder that it cannot have. Of all else, what was said.
 */
export function whyNotStarted(fault: unknown, { dataDir }: { readonly dataDir: string | null }): string {
  const { message, code, path, port, address, syscall } = asSystemError(fault);
  if (code === NOT_THEIR_KEY)
    return 'the key (--tls-key) is not that of the certificate (--tls-cert). Give the key that it was made for, and where the file has a whole chain, the certificate of this service first.';
  if (code.startsWith('ERR_OSSL_'))
    return `the certificate (--tls-cert) or its key (--tls-key) cannot be used: ${message}. Give a PEM file of each.`;
  if (syscall === 'listen' && port !== undefined) {
    const where = address?.includes(':') ? `[${address}]:${port}` : `${address ?? ''}:${port}`;
    if (code === 'EADDRINUSE')
      return `another program listens on ${where}. End it, if it is another service, or choose another port with --listen HOST:PORT.`;
    if (code === 'EADDRNOTAVAIL')
      return `${where} is no address of this computer. Say one that it has with --listen HOST:PORT.`;
    if (code === 'EACCES')
      return `this user may not listen on ${where}. Choose a port from 1024 on with --listen HOST:PORT.`;
  }
  const why = WHY[code];
  if (why !== undefined && dataDir !== null && path !== undefined && isOf(path, dataDir))
    return `the data folder ${dataDir} cannot be used: ${why} (${path}). Let this user write there, or name another folder with --data DIR.`;
  return message;
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
