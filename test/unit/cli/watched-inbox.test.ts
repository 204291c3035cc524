import { describe, expect, test } from 'vitest';
import type { MemberSession } from '../../../shared/cli/member-session.ts';
import type { Terminal } from '../../../shared/cli/terminal.ts';
import { WatchedInbox } from '../../../shared/cli/watched-inbox.ts';
import type { RequestState } from '../../../shared/domain/request/request.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';
import { until } from '../../fakes/until.ts';
import { wordsIn } from '../../../shared/words/words.ts';
import { request } from '../main/request-example.ts';

const reminded = (count: number) => ({ type: 'reviewReminded', step: 0, count }) as const;

/** `latchkey watch` without its keys: what it says of an inbox that changes. */
function watching() {
  const said = { text: '' };
  const write = (text: string): void => void (said.text += text);
  const held = { inbox: [] as RequestState[], reads: 0 };
  const terminal = {
    ...{ environment: {}, clock: new ManualClock(), keyboard: null },
    ...{ out: write, note: write, words: wordsIn('en') },
  } as unknown as Terminal;
  const list = { query: () => Promise.resolve(((held.reads += 1), held.inbox)) };
  const session = { api: { requests: { list } } } as unknown as MemberSession;
  const inbox = new WatchedInbox(terminal, session, false);
  return {
    /** What is said once the inbox is this. */
    async becomes(...states: RequestState[]): Promise<string> {
      said.text = '';
      held.inbox = states;
      const before = held.reads;
      inbox.readAgain();
      await until(() => held.reads > before);
      await new Promise((resolve) => setImmediate(resolve));
      return said.text;
    },
  };
}

describe('watch', () => {
  test('says of each reminder that a request still waits, once, and whose', async () => {
    const { becomes } = watching();
    expect(await becomes(request())).toContain('Write to the payments database');
    expect(await becomes(request())).toBe('');
    const again =
      'Reminder: request0 still waits for your answer: Write to the payments database, asked by Dev Example.\n';
    expect(await becomes(request({}, reminded(1)))).toBe(again);
    expect(await becomes(request({}, reminded(1)))).toBe('');
    expect(await becomes(request({}, reminded(1), reminded(2)))).toBe(again);
  });

  test('shows what it sees for the first time, however often others were reminded of it', async () => {
    const { becomes } = watching();
    const first = await becomes(request({}, reminded(1), reminded(2)));
    expect(first).toContain('Write to the payments database');
    expect(first).not.toContain('Reminder');
  });

  test('reminds nobody of what they have answered meanwhile', async () => {
    const { becomes } = watching();
    await becomes(request());
    expect(await becomes()).toBe('request0 does not wait for you any more.\n');
  });
});
