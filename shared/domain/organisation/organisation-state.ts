/** The fold of the stream `organisation`. What is in its documents is not in the log, only what they hash to. */
export interface OrganisationState {
  readonly name: string;
  /** Of the documents in force; 0 while nothing was published. */
  readonly version: number;
  /** Hex SHA-256 of what the documents in force were parsed to. Null: none, or an earlier Latchkey published them. */
  readonly document: string | null;
  /** The services' own that sign what they report, by the name that they have in entries: their keys. */
  readonly runners: Readonly<Record<string, string>>;
  /** C2SP verifier keys of the log, the latest first. */
  readonly logKeys: readonly string[];
  /** What may sign in one device of an owner; null: nothing does. */
  readonly recoveryKey: string | null;
}
