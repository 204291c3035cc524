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
    leafHash: Uint8Array;
  };
  node: { level: number; idx: number; hash: Uint8Array };
  /** By the place of the request's first entry. */
  request: { seq: number; status: string; isOpen: number; lapsesAt: number | null; state: string };
  requestAudience: { memberId: string; seq: number; isRequester: number };
  grant: {
    grantId: string;
    requestId: string;
    pool: string;
    requester: string;
    kind: string;
    overdue: number;
    nextAt: number | null;
    expiresAt: number | null;
    leaseRunner: string | null;
    leaseUntil: number | null;
    fence: number;
    grantedBy: string | null;
    owedTo: string | null;
    attempts: number;
    providerState: string;
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
  session: { tokenHash: string; deviceId: string; person: string };
  invite: { codeHash: string; person: string; invitedBy: string; expiresAt: number; usedAt: number | null };
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
