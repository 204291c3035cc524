import type { EntryRow } from '../store/rows.ts';

/**
 * Devices that were removed since this service started. A statement is looked at before its turn comes, and its device may be
 * removed between: what is decided then would stand in the log for ever, signed by nobody.
 */
export class RemovedDevices {
  readonly #ids = new Set<string>();

  /** Takes note of entries, by whichever service. */
  note(entries: readonly Pick<EntryRow, 'type' | 'text'>[]): void {
    for (const { type, text } of entries) {
      if (type !== 'deviceRemoved') continue;
      this.#ids.add((JSON.parse(text) as { entry: { deviceId: string } }).entry.deviceId);
    }
  }

  has(deviceId: string): boolean {
    return this.#ids.has(deviceId);
  }
}
