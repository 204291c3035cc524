import { describe, expect, it } from 'vitest';
import { logWriter, type LogSink } from '../../../shared/system/log-writer.ts';
import { until } from '../../fakes/until.ts';

/** A place that takes what is written when the test says so. */
class SlowPlace implements LogSink {
  text = '';
  #open: { text: string; done: () => void; fail: (fault: Error) => void }[] = [];
  get underWay(): number {
    return this.#open.length;
  }
  append(text: string): Promise<void> {
    return new Promise((done, fail) => this.#open.push({ text, done, fail }));
  }
  appendNow(text: string): void {
    this.text += text;
  }
  async take(): Promise<void> {
    await until(() => this.#open.length > 0);
    const [write] = this.#open.splice(0, 1);
    this.text += write?.text;
    write?.done();
  }
  async refuse(): Promise<void> {
    await until(() => this.#open.length > 0);
    this.#open.splice(0, 1)[0]?.fail(new Error('ENOSPC'));
  }
  lines(): string[] {
    return this.text.trimEnd().split('\n');
  }
}

const line = (n: number): string => `${n}${'.'.repeat(9_999)}\n`;
const numbers = (lines: readonly string[]): number[] => lines.map((each) => parseInt(each, 10));

describe('a log that is not read', () => {
  it('has one write under way and a bounded number of lines that wait; it says how many were lost, where they are missing', async () => {
    const place = new SlowPlace();
    const log = logWriter(place);
    for (let n = 0; n < 1_000; n += 1) log.write(line(n));
    expect(place.underWay).toBe(1);
    await place.take();
    await place.take();
    log.write(line(1_000));
    await place.take();
    await log.settled();
    const lines = place.lines();
    const at = lines.findIndex((each) => each.startsWith('{'));
    expect(JSON.parse(lines[at] ?? '')).toMatchObject({ level: 'warn', lost: 1_000 - at });
    expect(numbers(lines.slice(0, at))).toEqual(Array.from({ length: at }, (_, n) => n));
    expect(numbers(lines.slice(at + 1))).toEqual([1_000]);
    expect(at).toBeLessThan(110);
  });

  it('keeps nobody who ends for longer than a moment, and then writes what can be written at once', async () => {
    const place = new SlowPlace();
    const log = logWriter(place);
    log.write('first\n');
    log.write('second\n');
    await log.settled();
    expect(place.text).toBe('');
    log.flush();
    expect(place.text).toBe('second\n');
  });
});

it('a log that could not be written goes on with the next line, and says what is missing', async () => {
  const place = new SlowPlace();
  const log = logWriter(place);
  log.write('first\n');
  await place.refuse();
  await log.settled();
  log.write('second\n');
  await place.take();
  await log.settled();
  expect(place.lines()).toEqual(['second', expect.stringContaining('"lost":1')]);
});

it('every line that could not be written is counted, also of many that were written at once', async () => {
  const place = new SlowPlace();
  const log = logWriter(place);
  for (const name of ['first', 'second', 'third', 'fourth']) log.write(`${name}\n`);
  await place.refuse();
  await place.refuse();
  await log.settled();
  log.write('fifth\n');
  await place.take();
  await log.settled();
  expect(place.lines()).toEqual(['fifth', expect.stringContaining('"lost":4')]);
});
