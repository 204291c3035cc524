import type { JournalLine } from '../../shared/formats/journal/journal-line.ts';
import { createRunner, type Runner, type RunnerOptions } from '../../shared/runner/create-runner.ts';
import { ManualClock } from '../fakes/manual-clock.ts';
import { MemoryJournal } from '../fakes/memory-journal.ts';
import { RunnerService } from '../fakes/runner-service.ts';
import { Target } from '../fakes/target.ts';

/** A runner with everything around it made by hand, and one log of all that happens, each line with its time. */
export class RunnerStory {
  readonly clock = new ManualClock();
  readonly startedAt = this.clock.now();
  readonly lines: string[] = [];
  readonly said: string[] = [];
  readonly journal = new MemoryJournal<JournalLine>();
  readonly service = new RunnerService((line) => this.note(line));
  readonly target = new Target((line) => this.note(line));
  runner: Runner;
  private running: Promise<void> = Promise.resolve();

  constructor(changes: Partial<RunnerOptions> = {}) {
    this.runner = this.made(changes);
  }

  /** Starts the runner, and again after `stop` or `crash`. */
  async start(): Promise<void> {
    this.running = this.runner.run();
    await this.clock.advance(0);
  }

  async stop(): Promise<void> {
    const stopped = this.runner.stop('the story ends');
    await this.clock.advance(60_000);
    await stopped;
    await this.running;
  }

  /** What a new process finds after the old one was killed: the same disk, and nothing in memory. */
  async crash(changes: Partial<RunnerOptions> = {}): Promise<void> {
    const disk = [...this.journal.disk];
    await this.stop();
    this.journal.disk = disk;
    this.runner = this.made(changes);
  }

  /** What was logged since the last time, as `<seconds since the start> <what>`. */
  told(): string[] {
    return this.lines.splice(0);
  }

  private note(line: string): void {
    const seconds = (this.clock.now() - this.startedAt) / 1_000;
    this.lines.push(`${Math.round(seconds * 10) / 10}s ${line}`);
  }

  private made(changes: Partial<RunnerOptions>): Runner {
    const keep =
      (level: string) =>
      (_: object, message: string): void =>
        void this.said.push(`${level}: ${message}`);
    return createRunner({
      pools: ['default'],
      api: this.service,
      journal: this.journal,
      clock: this.clock,
      providers: this.target,
      sealer: ({ recipientPublicKey, plaintext }) =>
        Promise.resolve(`sealed-for-${recipientPublicKey.slice(0, 4)}-${plaintext.length}-characters`),
      logger: { debug: () => undefined, info: () => undefined, warn: keep('warn'), error: keep('error') },
      random: () => 1,
      ...changes,
    });
  }
}
