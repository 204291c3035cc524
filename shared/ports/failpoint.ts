/** Called at named places (shared/runner/failpoint.ts) so that a test can end the process exactly there. Otherwise does nothing. */
export type Failpoint = (name: string) => void;
