import { sql, type Kysely, type Selectable } from 'kysely';
import type { InviteState } from '../../domain/invite/invite.ts';
import { instant } from '../../lib/time.ts';
import { saidOf } from './entry-columns.ts';
import type { InviteRow } from './rows.ts';
import type { Schema } from './schema.ts';
import type { ServiceStore } from './service-store.ts';

type StreamReads = Pick<ServiceStore, 'textsOfKind' | 'invite' | 'openInvitesOf' | 'openInvitesBy' | 'notOf'>;

/** Streams outside of requests, and what is known of devices and invites. */
export function readsOfStreams(db: Kysely<Schema>): StreamReads {
  return {
    async textsOfKind(kind) {
      const rows = await db
        .selectFrom('entry')
        .select(['seq', 'text', 'said'])
        .where('stream', '>=', `${kind}/`)
        // What follows the slash in ASCII.
        .where('stream', '<', `${kind}0`)
        .orderBy('seq')
        .execute();
      return rows.map(({ said, ...row }) => ({ ...row, said: saidOf(said) }));
    },
    async invite(inviteId) {
      const query = db.selectFrom('invite').selectAll().where('inviteId', '=', inviteId);
      const row = await query.executeTakeFirst();
      return row ? toInvite(row) : null;
    },
    async openInvitesOf(personId) {
      const query = db
        .selectFrom('invite')
        .selectAll()
        .where('person', '=', personId)
        .where('state', '=', sql.lit('open'));
      return (await query.execute()).map(toInvite);
    },
    async openInvitesBy(personId) {
      // Those that are open are few: they have an index of their own.
      const query = db.selectFrom('invite').selectAll().where('state', '=', sql.lit('open'));
      return (await query.where('invitedBy', '=', personId).execute()).map(toInvite);
    },
    async notOf(memberIds) {
      const members = new Set(memberIds);
      const isOther = ({ person }: { readonly person: string }) => !members.has(person);
      const devices = await db.selectFrom('device').select(['deviceId', 'person']).execute();
      const open = db.selectFrom('invite').selectAll().where('state', '=', sql.lit('open'));
      return {
        devices: devices.filter(isOther),
        invites: (await open.execute()).filter(isOther).map(toInvite),
      };
    },
  };
}

const toInvite = (row: Selectable<Schema['invite']>): InviteRow => ({
  ...row,
  expiresAt: instant(row.expiresAt),
  state: row.state as InviteState['kind'],
});
