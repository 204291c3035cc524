import type { Organisation } from '../../domain/organisation/organisation.ts';
import { defineFormat, type Format } from '../format.ts';
import { organisationSchema } from './organisation-schema.ts';

const document = defineFormat('organisation', [], organisationSchema);

/**
 * One published version of the organisation's files as it is kept: what they said when they were published, whatever a later
 * Latchkey makes of such files. Nothing in it is checked again but its shape.
 */
export const organisationFormat: Format<Organisation> = {
  name: document.name,
  version: document.version,
  read(raw) {
    const read = document.read(raw);
    if (read.kind === 'unknown') return read;
    const { v: _v, members, providers, entitlements, ...rest } = read.value;
    const value: Organisation = {
      ...rest,
      members: byId(members),
      providers: byId(providers),
      entitlements: byId(entitlements),
    };
    return { kind: 'known', value };
  },
  write: ({ members, providers, entitlements, ...rest }) => ({
    v: document.version,
    ...rest,
    members: Object.values(members),
    providers: Object.values(providers),
    entitlements: Object.values(entitlements),
  }),
};

const byId = <T extends { readonly id: string }>(items: readonly T[]): Record<string, T> =>
  Object.fromEntries(items.map((each) => [each.id, each]));
