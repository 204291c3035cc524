import { afterEach, beforeEach, expect, test } from 'vitest';
import { createClient } from '../../shared/client/create-client.ts';
import type { CallIdentity } from '../../shared/client/prove-call.ts';
import type { Me } from '../../shared/contract/api-types.ts';
import { PROCEDURES } from '../../shared/api/procedures.ts';
import { PROTOCOL_FLOOR, PROTOCOL_VERSION } from '../../shared/contract/protocol-version.ts';
import { refusalIn } from '../../shared/formats/wire/refusal-in.ts';
import {
  isRecorded,
  storyOf,
  Translation,
  writeStory,
  type RecordedCall,
} from '../formats/wire-recordings.ts';
import { FILES } from './service-fixture.ts';
import { inviteKeyText } from '../support/join-by-code.ts';
import { keysOf, saidAgain, tellStory } from '../support/wire-story.ts';
import { startWireService } from '../support/wire-service.ts';

let service: Awaited<ReturnType<typeof startWireService>>;
beforeEach(async () => {
  service = await startWireService();
});
afterEach(() => service.stop());

interface Said extends Pick<RecordedCall, 'who' | 'path'> {
  readonly input?: unknown;
}
interface Answered {
  readonly status: number;
  readonly output: unknown;
}

/** Speaks as whoever has joined, with a real client. */
function speaker() {
  const identities = new Map<string, CallIdentity>();
  return async ({ who, path, input }: Said): Promise<Answered> => {
    const identity = JOINING.has(path) ? null : (identities.get(who ?? '') ?? null);
    const client = createClient({ url: service.url, identity });
    try {
      const output = await ask(client.api, path, input);
      if (JOINING.has(path)) identities.set(who ?? '', identityIn(who ?? '', output as Me));
      return { status: 200, output: output ?? null };
    } catch (error) {
      const { data } = error as { data?: { httpStatus?: number } };
      return { status: data?.httpStatus ?? 0, output: refusalIn(error) };
    } finally {
      await client.close();
    }
  };
}

const JOINING: ReadonlySet<string> = new Set(['session.join', 'session.found', 'session.recover']);

const identityIn = (who: string, { deviceId, organisation: { origin, logKey } }: Me): CallIdentity => ({
  ...{ deviceId, signing: keysOf(who), log: { origin, key: logKey } },
});

type Caller = (input: unknown, options?: object) => unknown;

function ask(api: object, path: string, input: unknown): Promise<unknown> {
  const [room = '', name] = path.split('.');
  const procedure = ((api as Record<string, Record<string, unknown>>)[room] ?? {}) as Record<string, unknown>;
  const ways = (name === undefined ? procedure : procedure[name]) as Record<string, Caller>;
  const { type } = PROCEDURES.get(path) ?? { type: 'query' };
  if (type !== 'subscription')
    return (type === 'query' ? ways['query'] : ways['mutate'])?.(input) as Promise<unknown>;
  return new Promise((resolve, reject) => {
    const events: unknown[] = [];
    const following = ways['subscribe']?.(input, {
      onData(event: unknown) {
        events.push(event);
        if (events.length < (path === 'changes' ? 5 : 1)) return;
        (following as { unsubscribe(): void }).unsubscribe();
        resolve(events);
      },
      onError: reject,
    });
  });
}

/** For a protocol that is new: `LATCHKEY_RECORD=1` and this test write its recordings. */
test.runIf(process.env['LATCHKEY_RECORD'] && !isRecorded(PROTOCOL_VERSION))(
  'the story is recorded',
  async () => {
    const say = speaker();
    const story: RecordedCall[] = [];
    await tellStory({ files: FILES, ownerInvite: service.ownerInvite }, async (said) => {
      const answered = await say(said);
      story.push({ order: story.length, ...said, input: said.input ?? null, ...answered });
      return answered.output as never;
    });
    writeStory(PROTOCOL_VERSION, story);
  },
);

/** Those that a service still serves. */
const VERSIONS = Array.from(
  { length: PROTOCOL_VERSION - PROTOCOL_FLOOR + 1 },
  (_, index) => PROTOCOL_FLOOR + index,
);

test.each(VERSIONS)(
  'what protocol %i said is carried out today, and answered as it was then',
  async (version) => {
    const story = storyOf(version);
    const say = speaker();
    const then = (story.find(({ path }) => path === 'session.me')?.output as { serverTime: number })
      .serverTime;
    const translation = new Translation(Date.now() - then);
    translation.learn(story[0]?.input, { inviteKey: inviteKeyText(service.ownerInvite) });
    for (const { order, who, path, input, status, output } of story) {
      const now = saidAgain((translation.of(input) ?? {}) as object, who ?? '', service.ownerInvite);
      const answered = await say({ who, path, input: input === null ? undefined : now });
      expect([order, path, answered.status]).toEqual([order, path, status]);
      expect([order, path, translation.learn(output, answered.output)]).toEqual([order, path, []]);
    }
  },
);
