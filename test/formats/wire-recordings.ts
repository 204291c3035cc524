import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** One call as it was made, and what came of it. `order`: its place in the story of all calls. `who`: null for nobody. */
export interface Recorded {
  readonly order: number;
  readonly who: string | null;
  readonly input: unknown;
  readonly status: number;
  /** Of a subscription: its first events. Of a refused call: the refusal. */
  readonly output: unknown;
}
export interface RecordedCall extends Recorded {
  readonly path: string;
}

const WIRE = join(import.meta.dirname, 'wire');
const folderOf = (version: number): string => join(WIRE, `v${version}`);

export const isRecorded = (version: number): boolean => existsSync(folderOf(version));

/** Which procedures have a recording, and the size of all in bytes. */
export function recordingsOf(version: number): { readonly paths: readonly string[]; readonly bytes: number } {
  const files = readdirSync(folderOf(version));
  const bytes = files.reduce((sum, file) => sum + readFileSync(join(folderOf(version), file)).length, 0);
  return { paths: files.map((file) => file.replace(/\.json$/, '')), bytes };
}

/** All calls of the story, in order. */
export function storyOf(version: number): readonly RecordedCall[] {
  const calls = recordingsOf(version).paths.flatMap((path) => {
    const text = readFileSync(join(folderOf(version), `${path}.json`), 'utf8');
    return (JSON.parse(text) as Recorded[]).map((each) => ({ path, ...each }));
  });
  return calls.sort((a, b) => a.order - b.order);
}

/** Written once for each version: what is there is what that version said, for ever. */
export function writeStory(version: number, story: readonly RecordedCall[]): void {
  mkdirSync(folderOf(version), { recursive: true });
  for (const path of new Set(story.map((call) => call.path))) {
    const calls = story.filter((call) => call.path === path).map(({ path: _path, ...each }) => each);
    writeFileSync(join(folderOf(version), `${path}.json`), `${JSON.stringify(calls, null, 1)}\n`, {
      flag: 'wx',
    });
  }
}

/** Later than any count and any length of time that is recorded. */
const FIRST_INSTANT = 1_500_000_000_000;

/** What was said in a recording, as it is said now: ids, codes and hashes that a service makes, its numbers, and the time. */
export class Translation {
  readonly #said = new Map<string, unknown>();
  readonly #shiftMs: number;

  /** `shiftMs`: how much later it is now. */
  constructor(shiftMs: number) {
    this.#shiftMs = shiftMs;
  }

  of(recorded: unknown, key = ''): unknown {
    if (Array.isArray(recorded)) return recorded.map((each) => this.of(each, key));
    if (isObject(recorded))
      return Object.fromEntries(
        Object.entries(recorded).map(([name, value]) => [this.of(name), this.of(value, name)]),
      );
    const known = this.#said.get(idOf(recorded, key));
    if (known !== undefined) return known;
    return typeof recorded === 'number' && recorded > FIRST_INSTANT ? recorded + this.#shiftMs : recorded;
  }

  /** Learns from an answer what is called otherwise now; gives where something is missing or of another kind. */
  learn(recorded: unknown, now: unknown, at = ''): readonly string[] {
    if (Array.isArray(recorded)) {
      if (!Array.isArray(now) || now.length !== recorded.length)
        return [`${at}: not a list of ${recorded.length}`];
      return recorded.flatMap((each, index) => this.learn(each, now[index], `${at}[]`));
    }
    if (isObject(recorded)) {
      if (!isObject(now)) return [`${at}: no object`];
      return Object.entries(recorded).flatMap(([name, value]) => {
        const called = String(this.of(name));
        // Until protocol 3 a refusal had a sentence; since then it says which, and with what in it.
        if (name === 'message' && 'code' in recorded && 'told' in now) return [];
        if (!Object.hasOwn(now, called)) return [`${at}.${name}: missing`];
        return this.learn(value, now[called], `${at}.${name}`);
      });
    }
    if (kindOf(recorded) !== kindOf(now)) return [`${at}: ${kindOf(now)}, was ${kindOf(recorded)}`];
    const isInstant = typeof recorded === 'number' && recorded > FIRST_INSTANT;
    if (recorded !== now && !isInstant) this.#said.set(idOf(recorded, at.split('.').at(-1) ?? ''), now);
    return [];
  }
}

/** Numbers mean something only where they stand. */
const idOf = (value: unknown, key: string): string =>
  typeof value === 'number' ? `${key} ${value}` : `“${String(value)}`;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const kindOf = (value: unknown): string => (value === null ? 'null' : typeof value);
