import type { Journal, OpenedJournal } from '../../shared/ports/journal.ts';

/** A journal whose "disk" is an array, so that a test can look at it, open it again, or make it fail. */
export class MemoryJournal<R> implements Journal<R> {
  disk: R[] = [];
  /** Set to make every write reject with it. */
  fault: Error | null = null;
  private isOpen = false;

  open(): Promise<OpenedJournal<R>> {
    if (this.isOpen) return Promise.reject(new Error('Another Latchkey process is using this journal.'));
    this.isOpen = true;
    return Promise.resolve({ records: [...this.disk], messages: [] });
  }

  append(record: R): Promise<void> {
    if (this.fault) return Promise.reject(this.fault);
    this.disk.push(structuredClone(record));
    return Promise.resolve();
  }

  replaceAll(records: readonly R[]): Promise<void> {
    if (this.fault) return Promise.reject(this.fault);
    this.disk = structuredClone([...records]);
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.isOpen = false;
    return Promise.resolve();
  }
}
