declare const instantBrand: unique symbol;
declare const durationBrand: unique symbol;

/** A UTC instant in milliseconds since 1970-01-01T00:00:00Z. Fields that hold one end in `At`. */
export type Instant = number & { readonly [instantBrand]: true };

/** A length of time in milliseconds. Fields that hold one end in `Ms`. */
export type DurationMs = number & { readonly [durationBrand]: true };

export const instant = (epochMs: number): Instant => epochMs as Instant;
export const durationMs = (ms: number): DurationMs => ms as DurationMs;

export const SECOND_MS = durationMs(1_000);
export const MINUTE_MS = durationMs(60_000);
export const HOUR_MS = durationMs(3_600_000);
export const DAY_MS = durationMs(86_400_000);

export const addMs = (at: Instant, ms: DurationMs): Instant => (at + ms) as Instant;
