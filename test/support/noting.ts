import { organisationStream } from '../../shared/domain/organisation/organisation-stream.ts';
import type { OrganisationEntry } from '../../shared/domain/organisation/organisation-entry.ts';
import type { Stream } from '../../shared/domain/stream.ts';
import { ok } from '../../shared/lib/result.ts';

/** The organisation's stream, to which any name can be written any number of times: for tests of what writes. */
export const noting: Stream<unknown, string, OrganisationEntry> = {
  ...organisationStream,
  decide: (_state, name) => ok([noted(name)]),
  evolve: (state) => state,
};

/** Something that nobody has to sign, with a name. */
const noted = (name: string): OrganisationEntry & { readonly name: string } => ({
  ...{ type: 'organisationChanged', organisationVersion: 1, changes: [], more: 0 },
  name,
});
