import type { Told } from '../words/told.ts';
import { TRPCClientError, type TRPCLink } from '@trpc/client';
import { observable } from '@trpc/server/observable';
import type { AppRouter } from '../api/app-router.ts';
import {
  FLOOR_HEADER,
  PROTOCOL_HEADER,
  serviceTooOld,
  versionSaid,
  whyClientTooOld,
} from '../contract/protocol-version.ts';
import { RefusalError } from '../contract/refusal-error.ts';
import { refusalOf } from './refusal-of.ts';

/** What the service speaks, as its last answer says. An answer that says nothing of it is of somebody before the service. */
export class ServiceProtocol {
  readonly #own: number;
  readonly #listeners = new Set<(told: Told) => void>();
  #version: number | null = null;
  #isTooOld = false;

  /** `own`: the version that this client speaks. */
  constructor(own: number) {
    this.#own = own;
  }

  /** Null before the first answer. */
  get version(): number | null {
    return this.#version;
  }

  /** Told when it turns out that this client is below the service's floor: once, until it is not any more. */
  onTooOld(listener: (told: Told) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Takes note of an answer. */
  heard(header: (name: string) => string | undefined): void {
    const version = header(PROTOCOL_HEADER);
    if (version === undefined) return;
    this.#version = versionSaid(version);
    const tooOld = whyClientTooOld(this.#own, versionSaid(header(FLOOR_HEADER)));
    const isNews = tooOld !== null && !this.#isTooOld;
    this.#isTooOld = tooOld !== null;
    if (isNews) for (const listener of this.#listeners) listener(tooOld.told);
  }

  /** Says of a call that the service does not know that it is older, where it is. What it knows goes on as ever. */
  link(): TRPCLink<AppRouter> {
    return () =>
      ({ op, next }) =>
        observable((observer) =>
          next(op).subscribe({
            next: (value) => observer.next(value),
            complete: () => observer.complete(),
            error: (error) => observer.error(this.#explain(error)),
          }),
        );
  }

  #explain(error: TRPCClientError<AppRouter>): TRPCClientError<AppRouter> {
    const version = this.#version;
    if (version === null || version >= this.#own || refusalOf(error)?.code !== 'notSupported') return error;
    return TRPCClientError.from(new RefusalError(serviceTooOld(this.#own, version)));
  }
}
