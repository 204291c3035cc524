import { z } from 'zod';
import type { ProviderCall } from '../../provider-protocol/provider-protocol.ts';

const roleName = z.string().min(1).max(63);

/** `config` of provider.yaml, with its defaults filled in by the runner. */
const configSchema = z.object({
  host: z.string().min(1).max(255),
  port: z.number().int().min(1).max(65_535),
  database: roleName,
  user: roleName,
  password: z.string().min(1).max(1_000),
  tls: z.enum(['auto', 'off', 'require', 'verify']),
  auth: z.enum(['scram', 'any']),
  caFile: z.string().max(500).optional(),
  clientHost: z.string().max(255).optional(),
  clientPort: z.number().int().optional(),
  connectionLimit: z.number().int().min(1).max(1_000).default(10),
  ownedObjects: z.enum(['reassign', 'drop']),
  reassignTo: roleName.optional(),
});

/** What an entitlement may ask for although it makes the end harder to keep: see provider.yaml. */
const allowance = z.enum(['set-role', 'login-roles', 'pass-on', 'signal-backends']);
export type Allowance = z.output<typeof allowance>;

const inputSchema = z.object({
  roles: z.array(roleName).min(1).max(20),
  database: roleName.optional(),
  allow: z.array(allowance).max(4).default([]),
});

/** Gets what holders make unless the config names another: a role that has nothing but CREATE where they may create. */
export const DEFAULT_HEIR = 'heir_of_latchkey';

const stateSchema = z.object({
  roleOid: z.number().int().positive().optional().catch(undefined),
  server: z.string().max(40).optional().catch(undefined),
});

export type PostgresConfig = z.output<typeof configSchema>;

/** Everything that a verb needs to know, parsed. */
export interface Settings {
  readonly config: PostgresConfig;
  /** The grant's role. */
  readonly role: string;
  readonly roles: readonly string[];
  readonly allow: readonly Allowance[];
  /** The database that the requester connects to. */
  readonly database: string;
  /** Who gets what the role owns; null: it is dropped. */
  readonly heir: string | null;
  /** From `state`: sessions are found by it even after the role was dropped. */
  readonly roleOid: number | undefined;
  /** From `state`: the server on which the role was made, by its system identifier. */
  readonly server: string | undefined;
}

export function readSettings(call: ProviderCall): Settings {
  const config = configSchema.parse(call.config);
  const input = inputSchema.parse(call.entitlement.input);
  const state = stateSchema.parse(call.state);
  return {
    config,
    role: `latchkey_${call.grantId}`,
    roles: input.roles,
    allow: input.allow,
    database: input.database ?? config.database,
    heir: config.ownedObjects === 'drop' ? null : (config.reassignTo ?? DEFAULT_HEIR),
    roleOid: state.roleOid,
    server: state.server,
  };
}
