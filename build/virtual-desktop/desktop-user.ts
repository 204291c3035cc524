/** Debian's and Ubuntu's `nobody`, `nogroup`: an account that every system has and that owns nothing. */
const NOBODY = 65534;

/** Who the processes of a virtual desktop run as. */
export interface DesktopUser {
  readonly uid: number;
  readonly gid: number;
  /** Turns a command into one that runs as this user. */
  readonly as: (command: string, args: readonly string[]) => readonly [string, ...string[]];
}

/** The one who asks, or nobody when that is root: Chromium refuses to sandbox root. */
export function desktopUser(): DesktopUser {
  const uid = process.getuid?.() ?? NOBODY;
  const gid = process.getgid?.() ?? NOBODY;
  if (uid !== 0) return { uid, gid, as: (command, args) => [command, ...args] };
  const drop = ['--reuid', String(NOBODY), '--regid', String(NOBODY), '--clear-groups', '--'];
  return { uid: NOBODY, gid: NOBODY, as: (command, args) => ['setpriv', ...drop, command, ...args] };
}
