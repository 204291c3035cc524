import type { Words } from '../../shared/words/words.ts';
import type Database from 'libsql';
import type { Timeline, TimelineItem } from '../../shared/contract/snapshot.ts';
import { describeEntry, titleOfGrant } from '../../shared/domain/describe-entry.ts';
import { ownValue } from '../../shared/lib/own-value.ts';
import type { RequestState } from '../../shared/domain/request/request.ts';
import { instant } from '../../shared/lib/time.ts';
import { personName } from './person-names.ts';
import { storedLine } from './read-entries.ts';

/**
 * A request has some dozen entries; a revocation that failed for weeks may have thousands. Then the first tell who asked,
 * approved and got it, and the last how it stands.
 */
const FIRST = 100;
const LAST = 900;

/** One request, told entry by entry. */
export function readTimeline(
  db: Database.Database,
  requestId: string,
  view: {
    readonly names: Readonly<Record<string, string>>;
    readonly believed: number;
    readonly words: Words;
  },
): Timeline {
  const { words } = view;
  const row = db
    .prepare('SELECT state FROM requests JOIN contents USING (id) WHERE request_id = ?')
    .get(requestId) as { state: string } | undefined;
  const state = row ? (JSON.parse(row.state) as RequestState) : null;
  // Who has left since is still called by the name of that day.
  const asker = state ? { [state.facts.requester]: state.facts.requesterName } : {};
  const names = { ...asker, ...view.names };
  const nameOf = (id: string): string => ownValue(names, id) ?? personName(db, id) ?? id;
  const titleOf = titleOfGrant(state?.facts ?? null);
  const tell = ({ seq, text, said }: Stored): TimelineItem[] => {
    if (text === null) return [];
    const { record, at, actor } = storedLine({ text, said });
    if (!record)
      return [
        {
          seq,
          at: at ?? instant(0),
          actor: actor ?? '',
          type: 'unknown',
          text: `${words.history.byNewer}.`,
        },
      ];
    return [
      {
        seq,
        at: record.at,
        actor: record.actor,
        type: record.entry.type,
        text: describeEntry(record, { words, nameOf, titleOf }),
      },
    ];
  };
  const { first, last, leftOut } = readEnds(db, requestId, view.believed);
  const later = last.flatMap(tell);
  const beforeSeq = later[0]?.seq;
  return {
    state,
    items: [...first.flatMap(tell), ...later],
    leftOut: leftOut > 0 && beforeSeq !== undefined ? { count: leftOut, beforeSeq } : null,
  };
}

interface Stored {
  readonly seq: number;
  readonly text: string | null;
  readonly said: string | null;
}

interface Ends {
  readonly first: readonly Stored[];
  readonly last: readonly Stored[];
  readonly leftOut: number;
}

function readEnds(db: Database.Database, requestId: string, believed: number): Ends {
  const of = 'FROM entries WHERE request_id = ? AND seq < ?';
  const { count } = db.prepare(`SELECT count(*) AS count ${of}`).get(requestId, believed) as {
    count: number;
  };
  const read = (direction: 'ASC' | 'DESC', limit: number): Stored[] =>
    db
      .prepare(`SELECT seq, text, said ${of} ORDER BY seq ${direction} LIMIT ?`)
      .all(requestId, believed, Math.max(0, limit)) as Stored[];
  return {
    first: read('ASC', FIRST),
    last: read('DESC', Math.min(LAST, count - FIRST)).reverse(),
    leftOut: Math.max(0, count - FIRST - LAST),
  };
}
