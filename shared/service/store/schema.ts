/** The tables as Kysely types them. Instants are epoch milliseconds, flags are 0 and 1, JSON is text. */
export interface Schema {
  entry: {
    seq: number;
    stream: string;
    version: number;
    at: number;
    actor: string;
    type: string;
    requestId: string | null;
    person: string | null;
    text: string;
    /** A JSON list of `SaidText`. Null: nothing was said in it, or it was erased. */
    said: string | null;
    leafHash: Uint8Array;
  };
  node: { level: number; idx: number; hash: Uint8Array };
  /** By the place of the request's first entry. */
  request: { seq: number; status: string; isOpen: number; state: string };
  requestAudience: { memberId: string; seq: number; isRequester: number };
  grant: {
    grantId: string;
    requestId: string;
    pool: string;
    requester: string;
    kind: string;
    overdue: number;
    expiresAt: number | null;
    leaseRunner: string | null;
    leaseUntil: number | null;
    fence: number;
    grantedBy: string | null;
    owedTo: string | null;
    attempts: number;
    providerState: string;
  };
  /** By the place of the stream's first entry. */
  timer: { seq: number; nextAt: number };
  /** What commits left to be done. `body` is JSON. */
  effect: {
    key: string;
    kind: string;
    stream: string;
    dueAt: number;
    attempts: number;
    body: string;
    lastError: string | null;
  };
  sealedCredential: { grantId: string; deviceId: string; box: string };
  command: { id: string; answer: string; at: number };
  device: {
    deviceId: string;
    person: string;
    name: string;
    signingKey: string;
    sealingKey: string;
    joinedAt: number;
  };
  invite: { inviteId: string; person: string; invitedBy: string; expiresAt: number; state: string };
  /** Texts that entries name by their hashes. */
  blob: { hash: string; text: string };
  /** The texts are hashes: of blobs. */
  document: {
    version: number;
    people: string;
    catalog: string;
    policy: string;
    providerDigests: string;
    publishedAt: number;
    parsed: string | null;
  };
  meta: { name: string; value: string };
}
