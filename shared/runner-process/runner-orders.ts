import type { ScriptRunnerOptions } from './script-runner.ts';

/** What a runner process is told, as data: nothing of it, secrets above all, is in its argv or its environment. */
export interface RunnerSettings extends Pick<
  ScriptRunnerOptions,
  'pools' | 'dataFolder' | 'home' | 'providerFolders' | 'environment' | 'acceptClock'
> {
  /** What the turn file must say, for as long as this process may be the runner of the folder (see `TURN_FILE`). */
  readonly turn: string;
  readonly withFailpoints: boolean;
}

/** To a runner process, beside what `runner-channel.ts` sends. */
export type RunnerOrder =
  | { readonly kind: 'begin'; readonly settings: RunnerSettings }
  | { readonly kind: 'rescan' }
  | { readonly kind: 'stop'; readonly reason: string };

/** From a runner process. `begun`: its journal is open, and it goes on whatever becomes of whoever started it. */
export type RunnerNews =
  | { readonly kind: 'begun' }
  | {
      readonly kind: 'held';
      readonly active: number;
      readonly stuck: number;
      /** What is in the journal that only a newer Latchkey knows, in sentences. */
      readonly newer: readonly string[];
    };

/**
 * In the runner's folder: whose turn it is. Whoever starts a runner process writes a new word first. A runner that has
 * lost who started it reads it, and makes room for the next one: the journal's lock lets nobody in before it is gone.
 */
export const TURN_FILE = 'turn';
