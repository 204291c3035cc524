/** A disk or a folder that takes nothing more; `EFBIG` is a limit of the user's. */
const UNWRITABLE = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'EROFS', 'EACCES', 'EPERM', 'EIO']);

/** What the system said when something could not be written; null for every other fault. */
export function unwritableReason(fault: unknown): string | null {
  const { code, message = '' } = (fault ?? {}) as { code?: unknown; message?: string };
  return typeof code === 'string' && UNWRITABLE.has(code) ? message : null;
}
