import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, readFileSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileSink } from '../../../shared/system/log-sinks.ts';
import { logWriter } from '../../../shared/system/log-writer.ts';

/** So much fits into a pipe before somebody reads it: room that ends in the middle of a line, and can be had again. */
const ROOM = 65_536;
const COUNT = 1_000;

// Where a pipe can be open for both at once.
describe.runIf(process.platform === 'linux')('a file that takes only a part of what is written', () => {
  let folder: string;
  let descriptor: number;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'latchkey-sink-'));
    const path = join(folder, 'log');
    execFileSync('mkfifo', [path]);
    descriptor = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
  });
  afterEach(() => {
    closeSync(descriptor);
    rmSync(folder, { recursive: true });
  });

  /** All that was written since. */
  const taken = (): string => {
    const bytes = Buffer.alloc(ROOM);
    return bytes.toString('utf8', 0, readSync(descriptor, bytes));
  };
  const line = (n: number): string => `${JSON.stringify({ n, pad: 'é'.repeat(50) })}\n`;
  const isWhole = (each: string): boolean => each.startsWith('{') && each.endsWith('}');

  it('loses the line that was cut and what came after it, no other one, and counts just these', async () => {
    const log = logWriter(fileSink(() => descriptor));
    for (let n = 0; n < COUNT; n += 1) log.write(line(n));
    await log.settled();
    const before = taken();
    expect(before.endsWith('}\n')).toBe(false);
    log.write(line(COUNT));
    await log.settled();
    const lines = (before + taken()).trimEnd().split('\n');
    const cut = lines.filter((each) => !isWhole(each));
    expect(cut).toHaveLength(1);
    const whole = lines.filter(isWhole).map((each) => JSON.parse(each) as { n?: number; lost?: number });
    const read = whole.filter(({ n }) => n !== undefined);
    expect(read.at(-1)).toMatchObject({ n: COUNT });
    expect(read.slice(0, -1).map(({ n }) => n)).toEqual(read.slice(0, -1).map((_each, at) => at));
    expect(whole.at(-1)).toMatchObject({ lost: COUNT + 1 - read.length });
  });

  it('ends with a line of its own what is written when the process ends', async () => {
    const log = fileSink(() => descriptor);
    await expect(log.append(line(0).repeat(COUNT))).rejects.toThrow(`only ${ROOM} bytes were written`);
    const before = taken();
    log.appendNow(line(1));
    expect((before + taken()).endsWith(`\n${line(1)}`)).toBe(true);
  });

  it('has no empty line where it was cut between two lines, or where another file has taken its place', async () => {
    const between = `${'.'.repeat(1_023)}\n`;
    const log = fileSink(() => descriptor);
    await expect(log.append(between.repeat(65))).rejects.toThrow();
    expect(taken().endsWith('\n')).toBe(true);
    await log.append('next\n');
    expect(taken()).toBe('next\n');
    await expect(log.append('.'.repeat(2 * ROOM))).rejects.toThrow();
    const pipe = descriptor;
    descriptor = openSync(join(folder, 'other'), 'w');
    await log.append('first\n');
    closeSync(descriptor);
    descriptor = pipe;
    expect(readFileSync(join(folder, 'other'), 'utf8')).toBe('first\n');
  });
});
