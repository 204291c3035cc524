import { createInterface } from 'node:readline';
import type { Caller } from '../../../shared/api/api.ts';
import { benchOrganisation, developerId } from './bench-organisation.ts';
import { startChild, type ReadyChild } from './child.ts';
import { joinAs } from './join-as.ts';
import { BENCH } from './programs.ts';
import { startService } from './start-service.ts';
import { perSecond, signBefore, submit } from './submit.ts';

export interface Submitting {
  readonly dataDir: string;
  readonly url: string;
  /** How many developers the organisation has. */
  readonly developers: number;
  /** Who asks; empty: all of them join here, and ask. */
  readonly callers: readonly Caller[];
}

/** A service in a process of its own, with those who ask it. */
export interface Submitter {
  readonly callers: readonly Caller[];
  /** One round, in which so many ask, below zero: of the last ones. What it took on in a second. */
  round(callers: number): Promise<number>;
  stop(): Promise<void>;
}

export async function startSubmitter(submitting: Submitting): Promise<Submitter> {
  const child: ReadyChild<readonly Caller[]> = await startChild([BENCH, '--host', 'submitter'], {
    LATCHKEY_BENCH_SUBMIT: JSON.stringify(submitting),
  });
  return {
    callers: child.ready,
    async round(callers) {
      const said = child.nextLine();
      child.send(String(callers));
      return Number(await said);
    },
    stop: () => child.stop(),
  };
}

/** The program of it: a round for each line that it reads. */
export async function submitter(): Promise<void> {
  const submitting = JSON.parse(process.env['LATCHKEY_BENCH_SUBMIT'] ?? '') as Submitting;
  const { dataDir, url, developers } = submitting;
  const service = await startService(dataDir, benchOrganisation(developers), { url });
  const callers = [...submitting.callers];
  if (callers.length === 0)
    for (let index = 0; index < developers; index += 1)
      callers.push(await joinAs(service, developerId(index)));
  process.stdout.write(`${JSON.stringify(callers)}\n`);
  // A line says how many of them ask, from the first or from the last on.
  for await (const line of createInterface({ input: process.stdin })) {
    const asking = Number(line) < 0 ? callers.slice(Number(line)) : callers.slice(0, Number(line));
    await signBefore(service, asking);
    const done = await perSecond((n) => submit(service, asking[n] as Caller), asking.length);
    process.stdout.write(`${done}\n`);
  }
}
