/** One row of `npm run bench`: what Latchkey does, beside the bare thing that limits it, measured in the same run. */
export interface Figure {
  /** Name for `--only`. */
  readonly name: string;
  /** What is measured, for people. */
  readonly title: string;
  /** What it is measured against. */
  readonly against: string;
  readonly unit: 'per second' | 'ms' | 'µs' | 'KiB' | 'MiB';
  /** `atLeast`: value / limit must reach `target`. `atMost`: it must not exceed it. */
  readonly bound: 'atLeast' | 'atMost';
  readonly target: number;
  measure(tools: BenchTools): Promise<Measured>;
}

export type Measured =
  | {
      readonly kind: 'measured';
      readonly value: number;
      readonly limit: number;
      /** A condition that is more than a ratio, such as "nothing was revoked before its deadline". */
      readonly broken?: string | undefined;
      /** What else was seen, in a few words. */
      readonly note?: string | undefined;
    }
  /** The figure could not be taken on this machine, and why. */
  | { readonly kind: 'cannot'; readonly why: string };

export interface BenchTools {
  /** A folder of this figure's own, removed afterwards. */
  readonly folder: string;
  /** Says what is going on, on stderr. */
  say(line: string): void;
}

/** One element of the file that `--json FILE` writes. `value`, `limit` and `ratio` are null when the figure could not be taken. */
export interface Row {
  readonly figure: string;
  readonly value: number | null;
  readonly limit: number | null;
  readonly unit: string;
  readonly ratio: number | null;
  readonly target: string;
  readonly ok: boolean | null;
  readonly note: string;
}

/** Turns what was measured into a row. */
export function toRow(figure: Figure, measured: Measured): Row {
  const target = `${figure.bound === 'atLeast' ? '>=' : '<='} ${figure.target}`;
  const common = { figure: figure.name, unit: figure.unit, target };
  if (measured.kind === 'cannot') {
    return { ...common, value: null, limit: null, ratio: null, ok: null, note: measured.why };
  }
  const { value, limit, broken, note } = measured;
  const ratio = value / limit;
  const inBound = figure.bound === 'atLeast' ? ratio >= figure.target : ratio <= figure.target;
  return { ...common, value, limit, ratio, ok: inBound && broken === undefined, note: broken ?? note ?? '' };
}
