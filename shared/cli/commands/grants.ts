import type { Command } from 'commander';
import { loadNames } from '../../client/known-names.ts';
import { listEvery } from '../../client/list-every.ts';
import { grantsOf, type RequestedGrant } from '../../domain/request/grants-of.ts';
import { becomesOverdue } from '../../domain/grant/becomes-overdue.ts';
import { isInTrouble } from '../../domain/request/is-in-trouble.ts';
import { isStuck } from '../../domain/grant/is-stuck.ts';
import type { RequestState } from '../../domain/request/request.ts';
import type { Instant } from '../../lib/time.ts';
import { asMember } from '../member-session.ts';
import { printJson } from '../print-json.ts';
import { requestersApart } from '../names-apart.ts';
import { serviceTime } from '../service-time.ts';
import { sayNewer } from '../say-newer.ts';
import { shortId } from '../short-id.ts';
import { table } from '../table.ts';
import type { Terminal } from '../terminal.ts';
import type { Words } from '../../words/words.ts';

interface Row extends RequestedGrant {
  readonly state: RequestState;
}

export function addGrants(program: Command, terminal: Terminal): void {
  const { words } = terminal;
  const { grants, common, about } = words.cli;
  program
    .command('grants')
    .description(grants.what)
    .option('--all', grants.all)
    .option('--json', common.json)
    .action(async ({ json, all }: { json?: boolean; all?: boolean }) => {
      const scope = all ? 'running' : 'mine';
      const [listed, time, names] = await asMember(terminal, ({ api, home }) =>
        Promise.all([
          listEvery(api, { scope, open: true }),
          serviceTime(api, terminal.clock),
          loadNames(home),
        ]),
      );
      sayNewer(terminal, listed.unknown.length, 'request');
      const rows = listed.known
        .flatMap((state): Row[] => grantsOf(state).map((each) => ({ state, ...each })))
        .filter(({ grant }) => grant.kind !== 'revoked' && grant.kind !== 'failed');
      if (json) return printJson(terminal, rows.map(toDocument));
      if (rows.length === 0) return terminal.note(`${all ? grants.nobodyHas : grants.youHaveNone}\n`);
      const now = time.now();
      const nameOf = requestersApart(listed.known, names);
      terminal.out(
        table(
          [about.id, about.who, about.what, about.state, grants.left],
          rows.map((row) => toRow(words, row, { now, who: nameOf(row.state) })),
        ),
      );
    });
}

const toDocument = ({ state, entitlement, grant }: Row) => ({
  ...entitlement,
  requestId: state.facts.requestId,
  requester: state.facts.requester,
  state: grant,
});

function toRow(
  { cli, formats }: Words,
  { entitlement, grant }: Row,
  { now, who }: { readonly now: Instant; readonly who: string },
): string[] {
  const isOverdue = isInTrouble(grant) || becomesOverdue(grant, now);
  const stuck = isStuck(grant);
  const left = grant.kind === 'active' ? formats.duration(Math.max(0, grant.expiresAt - now)) : '';
  const { grantId, title } = entitlement;
  return [
    shortId(grantId),
    who,
    title,
    cli.state[stuck ? 'stuck' : isOverdue ? 'overdue' : grant.kind],
    left,
  ];
}
