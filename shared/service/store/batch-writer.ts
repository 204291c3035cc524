import type Database from 'libsql';
import { requestStream } from '../../domain/entry.ts';
import type { Batch } from './batch.ts';
import { MultiInsert, type Value } from '../../system/multi-insert.ts';
import { requestColumns } from './request-columns.ts';

/** `ON CONFLICT` clause that replaces everything but the key. */
const replacing = (key: string, columns: readonly string[]): string =>
  `ON CONFLICT ("${key}") DO UPDATE SET ${columns
    .filter((name) => name !== key)
    .map((name) => `"${name}" = excluded."${name}"`)
    .join(', ')}`;

const ENTRY = ['seq', 'stream', 'version', 'at', 'actor', 'type', 'requestId', 'person', 'text', 'leafHash'];
const REQUEST = ['seq', 'status', 'isOpen', 'lapsesAt', 'state'];
const GRANT = [
  'grantId',
  'requestId',
  'pool',
  'requester',
  'kind',
  'overdue',
  'nextAt',
  'expiresAt',
  'leaseRunner',
  'leaseUntil',
  'fence',
  'grantedBy',
  'owedTo',
  'attempts',
  'providerState',
];
const DOCUMENT = ['version', 'people', 'catalog', 'policy', 'providerDigests', 'publishedAt', 'parsed'];
const DEVICE = ['deviceId', 'person', 'name', 'signingKey', 'sealingKey', 'joinedAt'];

/** So many rows wait in `recentAudience`: few enough to be looked through, enough to share pages when they are moved. */
const MOST_RECENT = 4_000;

/** Writes a batch in one transaction. Plain prepared statements: this is the path that the service's speed hangs on. */
export class BatchWriter {
  readonly #db: Database.Database;
  readonly #begin;
  readonly #commit;
  readonly #into;
  readonly #updateRequest;
  readonly #findRequest;
  readonly #remove;
  readonly #removeLeavers;
  readonly #removeOrphans;
  readonly #settleAudience;
  /** Rows in `recentAudience`, at least. */
  #recent: number;

  constructor(db: Database.Database) {
    this.#db = db;
    const into = (table: string, columns: readonly string[], tail = '') =>
      new MultiInsert(db, { into: table, columns, tail });
    this.#begin = db.prepare('BEGIN IMMEDIATE');
    this.#commit = db.prepare('COMMIT');
    this.#into = {
      entry: into('entry', ENTRY),
      node: into('node', ['level', 'idx', 'hash']),
      request: into('request', REQUEST),
      audience: into('recentAudience', ['seq', 'memberId', 'isRequester'], 'ON CONFLICT DO NOTHING'),
      grant: into('grant', GRANT, replacing('grantId', GRANT)),
      command: into('command', ['id', 'answer', 'at']),
      sealed: into(
        'sealedCredential',
        ['grantId', 'deviceId', 'box'],
        'ON CONFLICT DO UPDATE SET "box" = excluded."box"',
      ),
      device: into('device', DEVICE),
      session: into('session', ['tokenHash', 'deviceId', 'person']),
      invite: into(
        'invite',
        ['codeHash', 'person', 'invitedBy', 'expiresAt', 'usedAt'],
        replacing('codeHash', ['codeHash', 'usedAt']),
      ),
      document: into('document', DOCUMENT),
      outbox: into('outbox', ['toSeq', 'fromSeq']),
      meta: into('meta', ['name', 'value'], replacing('name', ['name', 'value'])),
    };
    this.#updateRequest = db.prepare(
      `UPDATE "request" SET "status" = ?, "isOpen" = ?, "lapsesAt" = ?, "state" = ?
        WHERE "seq" = (SELECT "seq" FROM "entry" WHERE "stream" = ? AND "version" = 1)`,
    );
    this.#findRequest = db.prepare('SELECT "seq" FROM "entry" WHERE "stream" = ? AND "version" = 1');
    this.#remove = {
      sealed: db.prepare('DELETE FROM "sealedCredential" WHERE "grantId" = ?'),
      outbox: db.prepare('DELETE FROM "outbox" WHERE "toSeq" <= ?'),
      commands: db.prepare('DELETE FROM "command" WHERE "at" < ?'),
    };
    // What devices signed stays verifiable: their keys are in the log.
    this.#removeLeavers = ['session', 'invite', 'device'].map((table) =>
      db.prepare(`DELETE FROM "${table}" WHERE "person" NOT IN (SELECT "value" FROM json_each(?))`),
    );
    this.#removeOrphans = db.prepare(
      'DELETE FROM "sealedCredential" WHERE "deviceId" NOT IN (SELECT "deviceId" FROM "device")',
    );
    this.#settleAudience = [
      db.prepare(
        `INSERT INTO "requestAudience" ("memberId", "seq", "isRequester")
          SELECT "memberId", "seq", "isRequester" FROM "recentAudience" ORDER BY "memberId", "seq"`,
      ),
      db.prepare('DELETE FROM "recentAudience"'),
    ];
    const { count } = db.prepare('SELECT count(*) AS "count" FROM "recentAudience"').get() as {
      count: number;
    };
    this.#recent = count;
  }

  /** All or nothing: throws, and has written nothing, when any of it fails. */
  write(batch: Batch): void {
    this.#begin.run();
    try {
      this.#writeLog(batch);
      this.#writeRequests(batch);
      this.#writePeople(batch);
      this.#commit.run();
    } catch (fault) {
      if (this.#db.inTransaction) this.#db.exec('ROLLBACK');
      throw fault;
    }
  }

  #writeLog({ entries, nodes, meta, markAt, effectsDoneTo }: Batch): void {
    this.#into.entry.run(
      entries.map((each) => [
        each.seq,
        each.stream,
        each.version,
        each.at,
        each.actor,
        each.type,
        each.requestId,
        each.person,
        each.text,
        each.leafHash,
      ]),
    );
    this.#into.node.run(nodes.map(({ level, index, hash }) => [level, index, hash]));
    this.#remove.outbox.run(effectsDoneTo);
    const [first, last] = [entries[0], entries.at(-1)];
    if (first && last) this.#into.outbox.run([[last.seq, first.seq]]);
    this.#into.meta.run([['markAt', String(markAt)], ...meta.map(({ name, value }) => [name, value])]);
  }

  #writeRequests(batch: Batch): void {
    const firstSeq = new Map<string, number>();
    for (const { requestId, seq, version } of batch.entries)
      if (requestId !== null && version === 1) firstSeq.set(requestId, seq);
    const added: Value[][] = [];
    for (const state of batch.requests) {
      const { requestId } = state.facts;
      const seq = firstSeq.get(requestId);
      if (seq === undefined) this.#updateRequest.run(...requestColumns(state), requestStream(requestId));
      else added.push([seq, ...requestColumns(state)]);
    }
    this.#into.request.run(added);
    this.#writeAudience(
      batch.audience.flatMap(({ memberId, requestId, isRequester }) => {
        const seq = firstSeq.get(requestId) ?? this.#seqOf(requestId);
        return [[seq, memberId, isRequester ? 1 : 0]];
      }),
    );
    this.#into.grant.run(
      batch.grants.map((each) => [
        each.grantId,
        each.requestId,
        each.pool,
        each.requester,
        each.kind,
        each.overdue ? 1 : 0,
        each.nextAt,
        each.expiresAt,
        each.leaseRunner,
        each.leaseUntil,
        each.fence,
        each.grantedBy,
        each.owedTo,
        each.attempts,
        JSON.stringify(each.providerState),
      ]),
    );
    this.#into.command.run(batch.commands.map(({ id, answer, at }) => [id, answer, at]));
    if (batch.forgetCommandsBefore !== null) this.#remove.commands.run(batch.forgetCommandsBefore);
    this.#into.sealed.run(batch.sealed.map(({ grantId, deviceId, box }) => [grantId, deviceId, box]));
    for (const grantId of batch.unsealed) this.#remove.sealed.run(grantId);
  }

  /** The place of the first entry of a request of an earlier batch. */
  #seqOf(requestId: string): number {
    const row = this.#findRequest.get(requestStream(requestId)) as { seq: number } | undefined;
    if (!row) throw new Error(`request ${requestId} has no entry`);
    return row.seq;
  }

  #writeAudience(rows: readonly (readonly Value[])[]): void {
    this.#into.audience.run(rows);
    this.#recent += rows.length;
    if (this.#recent < MOST_RECENT) return;
    for (const statement of this.#settleAudience) statement.run();
    this.#recent = 0;
  }

  #writePeople({ devices, sessions, invites, documents, members }: Batch): void {
    if (members !== null) {
      for (const statement of this.#removeLeavers) statement.run(JSON.stringify(members));
      this.#removeOrphans.run();
    }
    this.#into.device.run(
      devices.map((each) => [
        each.deviceId,
        each.person,
        each.name,
        each.signingKey,
        each.sealingKey,
        each.joinedAt,
      ]),
    );
    this.#into.session.run(sessions.map(({ tokenHash, deviceId, person }) => [tokenHash, deviceId, person]));
    this.#into.invite.run(
      invites.map((each) => [each.codeHash, each.person, each.invitedBy, each.expiresAt, each.usedAt]),
    );
    this.#into.document.run(
      documents.map((each) => [
        each.version,
        each.people,
        each.catalog,
        each.policy,
        JSON.stringify(each.providerDigests),
        each.publishedAt,
        each.parsed,
      ]),
    );
  }
}
