import type { Client } from '../client/create-client.ts';
import { keepLogOf } from '../client/identity-file.ts';
import type { Identity } from '../client/identity.ts';
import { logKeysIn, withLatestKey } from '../client/latest-log-key.ts';
import { logFollower } from '../client/log-follower.ts';
import { visibleText } from '../lib/visible-text.ts';
import { raisedAlarm } from './raised-alarm.ts';
import { sayFault } from './say-fault.ts';
import type { Terminal } from './terminal.ts';
import type { OpenIdentity } from './unlock-identity.ts';
import { toldOf } from '../words/told.ts';
import { ToldError } from '../words/told-error.ts';

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
  {
    client,
    terminal,
  }: { readonly client: () => Client; readonly terminal: Pick<Terminal, 'note' | 'words'> },
): KeyTakeover {
  const { note, words } = terminal;
  const { takenOver, notTakenOver } = words.cli.session;
  let running: Promise<unknown> | null = null;
  const now = async (): Promise<Identity> => {
    if ((await raisedAlarm(home, identity)) !== null) return identity;
    const followed = await logFollower(home, identity).follow(client().api.log);
    if (!followed.ok) throw new ToldError(toldOf(followed.error.sentence));
    const next = withLatestKey(identity, await logKeysIn(followed.value));
    if (next && (await keepLogOf(home, next, key))) note(`${takenOver}\n`);
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
        note(`${notTakenOver({ why: visibleText(sayFault(words, fault)) })}\n`),
      );
    },
    settled: async () => void (await running),
  };
}
