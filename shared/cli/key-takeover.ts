import type { Client } from '../client/create-client.ts';
import { keepLogOf } from '../client/identity-file.ts';
import type { Identity } from '../client/identity.ts';
import { logKeysIn, withLatestKey } from '../client/latest-log-key.ts';
import { logFollower } from '../client/log-follower.ts';
import { visibleText } from '../lib/visible-text.ts';
import { raisedAlarm } from './raised-alarm.ts';
import type { OpenIdentity } from './unlock-identity.ts';

/** Takes over the key that the log has now, where an owner gave it another one than was pinned. */
export interface KeyTakeover {
  /** The service signs first by another key: the history is looked through for why, beside what was asked for. */
  begin(): void;
  /** This device, with the key that the log has by now. Throws where that cannot be found out, or not be kept. */
  now(): Promise<Identity>;
  /** The same, where the service is asked first whether there may be another key. */
  latest(): Promise<Identity>;
  /** What was begun is done, or has failed: then it is tried again with the next command. */
  settled(): Promise<void>;
}

/**
 * The history is followed by the key that was pinned, to its end, and each entry checked for who signed it: nothing less replaces
 * a key. What does not verify raises the alarm.
 */
export function keyTakeover(
  { home, identity, key }: OpenIdentity & { readonly home: string },
  { client, note }: { readonly client: () => Client; readonly note: (text: string) => void },
): KeyTakeover {
  let running: Promise<unknown> | null = null;
  const now = async (): Promise<Identity> => {
    if ((await raisedAlarm(home, identity)) !== null) return identity;
    const followed = await logFollower(home, identity).follow(client().api.log);
    if (!followed.ok) throw new Error(followed.error.sentence);
    const next = withLatestKey(identity, await logKeysIn(followed.value));
    if (next && (await keepLogOf(home, next, key))) note(TAKEN_OVER);
    return next ?? identity;
  };
  return {
    now,
    async latest() {
      await client().api.session.me.query();
      return running ? now() : identity;
    },
    begin: () => {
      running ??= now().catch((fault: unknown) =>
        note(`${NOT_TAKEN} ${visibleText((fault as Error).message)}\n`),
      );
    },
    settled: async () => void (await running),
  };
}

const TAKEN_OVER =
  'The log of the organisation got another key, which this device has taken over: latchkey history says who did that. What runs already (latchkey runner, latchkey watch) believes the old one until it is started again.\n';
const NOT_TAKEN = 'The service signs by another key than this device knows, which was not taken over.';
