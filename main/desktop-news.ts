import type { EventEmitter } from 'node:events';
import type { Identity } from '../shared/client/identity.ts';
import type { Me } from '../shared/contract/api-types.ts';
import type { RequestState } from '../shared/domain/request/request.ts';

/** What a piece of the desktop has to tell that pieces made after it act on (compose.ts). Heard in the same turn. */
export type DesktopNews = EventEmitter<{
  /** The history can be read again. */
  historyReadable: [];
  /** The log was found to have had these keys, the latest first. */
  keysOfLog: [keys: readonly string[]];
  /** The service answered a command with how the request stands. */
  answered: [state: RequestState];
  /** Who this device is to the service, and where. */
  me: [me: Me];
  /** The pinned service says that this device is none of its own any more. */
  signedOut: [ended: Identity];
  /** Somebody looks at the window again. */
  windowShown: [];
}>;
