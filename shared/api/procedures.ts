import type { StatementType } from '../domain/statements/statement.ts';
import { appRouter, type ProcedureMeta } from './app-router.ts';

interface Procedure {
  readonly type: 'query' | 'mutation' | 'subscription';
  readonly meta?: ProcedureMeta | undefined;
}

/** Every procedure by its path. tRPC types them as a tree, and keeps them flat. */
export const PROCEDURES: ReadonlyMap<string, Procedure> = new Map(
  Object.entries(appRouter._def.procedures as unknown as Record<string, { _def: Procedure }>).map(
    ([path, { _def }]) => [path, _def],
  ),
);

const pathsOf = (isMeant: (procedure: Procedure) => boolean): ReadonlySet<string> =>
  new Set([...PROCEDURES].filter(([, procedure]) => isMeant(procedure)).map(([path]) => path));

/** What ends access, and what runners do to end it. */
export const ENDS_ACCESS = pathsOf(({ meta }) => meta?.endsAccess === true);
/** Followed over a socket. */
export const SUBSCRIPTIONS = pathsOf(({ type }) => type === 'subscription');
/** What the caller of a procedure signs; undefined where that is nothing. */
export const signedBy = (path: string): StatementType | undefined => PROCEDURES.get(path)?.meta?.signs;
