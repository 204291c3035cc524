/** Ordered; a step is done when `need` of its reviewers approved. `reviewers` are people, never groups or devices, and never the requester. */
export interface ApprovalStep {
  readonly name: string;
  readonly reviewers: readonly string[];
  readonly need: number;
}
