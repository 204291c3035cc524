import { posix } from 'node:path';
import { err, ok, type Result } from '../lib/result.ts';
import { socketAddress } from '../lib/service-place.ts';
import { told, type Told } from '../words/told.ts';

/** Whether this text is meant as the address of a socket, rightly written or not. */
export const looksLikeSocket = (text: string): boolean => /^(unix|pipe):/i.test(text);

/**
 * What the path of a socket may have, in bytes: `sun_path` less its closing zero (unix(7); sys/un.h of macOS, which has the
 * fewest). What is longer Node cuts off in silence, so that somebody else's path is opened.
 */
const MOST_BYTES: Partial<Record<NodeJS.Platform, number>> = { linux: 107 };
const FEWEST_BYTES = 103;
/** As many as the path of a socket, and more than any name of a pipe that is made here; in characters. */
const PIPE_NAME = /^[A-Za-z0-9._-]{1,100}$/;
/** No path that fits is longer, however it is written; in characters. */
const LONGEST_TEXT = 500;

/** Whether a socket can have this path, on this platform. */
export const fitsSocket = (path: string, platform: NodeJS.Platform): boolean =>
  Buffer.byteLength(path) <= mostBytes(platform);

/**
 * The address of a service at a socket in its one form: `unix:/PATH`, with what is special in a URL percent-encoded, or
 * `pipe:NAME` on Windows. How it is written, for all else.
 */
export function parseSocketAddress(
  text: string,
  platform: NodeJS.Platform = process.platform,
): Result<string, Told> {
  if (text.length > LONGEST_TEXT) return err(told('socketAddressTooLong', { how: how(platform) }));
  const [, kind = '', place = ''] = /^(unix|pipe):(.*)$/is.exec(text) ?? [];
  const isPipe = kind.toLowerCase() === 'pipe';
  if (isPipe !== (platform === 'win32')) return err(told('socketNotHere', { how: how(platform) }));
  if (isPipe) return PIPE_NAME.test(place) ? ok(socketAddress('pipe', place)) : err(how(platform));
  return parsePath(place, platform);
}

function parsePath(place: string, platform: NodeJS.Platform): Result<string, Told> {
  const written = decoded(place);
  if (written === null) return err(told('socketPathEncoded'));
  if (!/^\/(?!\/[^/])/.test(written) || written.endsWith('/') || hasControls(written))
    return err(how(platform));
  const path = posix.normalize(written);
  if (!fitsSocket(path, platform))
    return err(told('socketPathTooLong', { bytes: Buffer.byteLength(path), most: mostBytes(platform) }));
  return ok(socketAddress('unix', path));
}

/** Null where it is no text, or not written as in a URL. */
function decoded(place: string): string | null {
  try {
    const path = decodeURIComponent(place);
    encodeURIComponent(path);
    return path;
  } catch {
    return null;
  }
}

// Nothing else is unwanted in a path: what is no letter is percent-encoded wherever it is shown.
const hasControls = (path: string): boolean => [...path].some((each) => each < ' ' || each === '\u007f');

const mostBytes = (platform: NodeJS.Platform): number => MOST_BYTES[platform] ?? FEWEST_BYTES;

const how = (platform: NodeJS.Platform): Told =>
  told('socketForm', { system: platform === 'win32' ? 'windows' : 'other' });
