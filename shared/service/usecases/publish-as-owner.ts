import type { z } from 'zod';
import type { Caller } from '../../api/api.ts';
import type { publishInput } from '../../contract/api-schemas.ts';
import { refuse } from '../../domain/refusal.ts';
import { isDeepStrictEqual } from 'node:util';
import { err } from '../../lib/result.ts';
import { acceptStatement } from './accept-statement.ts';
import { orThrow } from './or-throw.ts';
import type { Parts } from './parts.ts';
import { publishOrganisation, type Published } from './publish-organisation.ts';

/** Publishes what an owner signed, by the hashes of what came with it; or only looks for mistakes, which nobody signs. */
export async function publishAsOwner(
  parts: Parts,
  caller: Caller,
  {
    input: { signed, ...input },
    signal,
  }: { readonly input: z.output<typeof publishInput>; readonly signal?: AbortSignal | undefined },
): Promise<Published> {
  const by = { actor: caller.memberId, signal };
  if (input.dryRun) return publishOrganisation(parts, by, input);
  if (!signed) return orThrow(err(NOT_SIGNED));
  const accepted = await acceptStatement(parts, caller, 'publishOrganisation', { signed });
  const { hashHex } = parts.crypto;
  const { people, catalog, policy } = input.files;
  const sent = {
    files: { people: hashHex(people), catalog: hashHex(catalog), policy: hashHex(policy) },
    providerDigests: input.providerDigests,
  };
  const { files, providerDigests } = accepted.body;
  if (!isDeepStrictEqual(sent, { files, providerDigests })) return orThrow(err(NOT_SIGNED));
  return publishOrganisation(parts, { ...by, accepted }, input);
}

const NOT_SIGNED = refuse('badSignature', 'publishedOtherwise');
