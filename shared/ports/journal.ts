/** What was found when a journal was opened. `messages` are sentences for the log: what was damaged and where it is now. */
export interface OpenedJournal<R> {
  readonly records: readonly R[];
  readonly messages: readonly string[];
}

/**
 * An append-only, durable list of records, used by one process at a time.
 *
 * 1. When `append` has resolved, the record survives the end of the process and of the power. Records appended at the
 *    same time share one write to the disk, and stand in the order in which they were appended.
 * 2. When `append` rejects, the record is not there, and the next `append` is not hurt by it.
 * 3. What is damaged is left out and said; everything else is still read, whoever wrote it.
 */
export interface Journal<R> {
  /** Once, before anything else. Throws, with a sentence, when another process has this journal open. */
  open(): Promise<OpenedJournal<R>>;
  append(record: R): Promise<void>;
  /** Replaces everything by `records`, at once or not at all. What was appended before this call must be among them. */
  replaceAll(records: readonly R[]): Promise<void>;
  /** Waits for what is being written, then lets go of the journal. */
  close(): Promise<void>;
}
