import { deviceStream } from '../../domain/device/device-stream.ts';
import type { EntryRow } from '../store/rows.ts';

type Listener = (deviceIds: ReadonlySet<string>) => void;

/**
 * The devices that were removed since this service started, by whichever service. What was removed before is not in the store any
 * more, where every call looks first: this is for those that had been let in by then, and for what they signed that waits for its
 * turn.
 */
export class RemovedDevices {
  readonly #ids = new Set<string>();
  readonly #listeners: Listener[] = [];

  has(deviceId: string): boolean {
    return this.#ids.has(deviceId);
  }

  onRemove(listener: Listener): void {
    this.#listeners.push(listener);
  }

  /** To be told of all that is committed. */
  note(entries: readonly Pick<EntryRow, 'type' | 'stream'>[]): void {
    const removed = entries.filter(({ type }) => type === 'deviceRemoved');
    if (removed.length === 0) return;
    const ids = new Set(removed.map(({ stream }) => stream.slice(deviceStream.nameOf('').length)));
    for (const id of ids) this.#ids.add(id);
    for (const listener of this.#listeners) listener(ids);
  }
}
