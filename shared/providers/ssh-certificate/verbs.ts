import type { ProviderCall } from '../../provider-protocol/provider-protocol.ts';
import type { Answer } from '../kit/serve-provider.ts';
import { credentialFor } from './credential-for.ts';
import { freshKey } from './fresh-key.ts';
import { forgetOld, isRunning, issuedTo, listIssued, type Issued } from './issued.ts';
import { mustBeKnown, notTaken, rememberIssued } from './remember-issued.ts';
import { addToList, ensureList, standingsOf } from './revocation-list.ts';
import { serialOf } from './serial-of.ts';
import { readSettings, type Settings } from './settings.ts';
import { signKey } from './sign-key.ts';
import { sayUnreadable } from './standing.ts';

/** Signs; after a crash it signs once more, under the same key id, so that one revocation ends both. */
export async function grant(call: ProviderCall): Promise<Answer> {
  const settings = readSettings(call);
  await ensureList(settings);
  const fresh = settings.publicKey === null ? freshKey(settings.keyId) : null;
  const certificate = await signKey(settings, settings.publicKey ?? fresh?.publicKey ?? '', call.deadlineAt);
  const privateKey = fresh?.privateKey ?? null;
  return {
    state: { certificate, deadlineAt: call.deadlineAt },
    expiresAt: Math.floor(call.deadlineAt / 1_000) * 1_000,
    evidence: {
      keyId: settings.keyId,
      serial: serialOf(settings.keyId),
      principals: settings.principals.join(', '),
    },
    credential: credentialFor(settings, { certificate, privateKey }),
    ...(privateKey !== null && {
      instructions: `Save the private key as ~/.ssh/${settings.keyId} with mode 600, then use the command.`,
    }),
  };
}

/** A certificate that still lives goes on the list; one that has ended by itself needs nothing. */
export async function revoke(call: ProviderCall): Promise<Answer> {
  const settings = readSettings(call);
  const remembered = await rememberIssued(settings, call);
  const running = (await issuedTo(settings, call.grantId)).filter(isRunning);
  // Also what is on the list already: the list may be lost, what was taken away is not.
  const unreadable = running.length > 0 ? await addToList(settings, running) : [];
  await forgetOld(settings);
  mustBeKnown(settings, remembered);
  const { keyId } = settings;
  return {
    evidence: { keyId, listed: running.length > 0, ...notTaken(remembered), ...sayUnreadable(unreadable) },
  };
}

/** What cannot be read may be access, until it has ended by itself. */
export async function verify(call: ProviderCall): Promise<Answer> {
  const settings = readSettings(call);
  const remembered = await rememberIssued(settings, call);
  const { live, unreadable } = await stillValid(settings, await issuedTo(settings, call.grantId));
  mustBeKnown(settings, remembered);
  return {
    exists: live.length > 0,
    evidence: { keyId: settings.keyId, ...notTaken(remembered), ...sayUnreadable(unreadable) },
  };
}

export async function list(call: ProviderCall): Promise<Answer> {
  const settings = readSettings(call);
  const { live } = await stillValid(settings, await listIssued(settings));
  const latest = new Map<string, number>();
  for (const each of live) latest.set(each.grantId, Math.max(each.expiresAt, latest.get(each.grantId) ?? 0));
  const items = [...latest].map(([grantId, expiresAt]) => ({
    grantId,
    name: `latchkey_${grantId}`,
    expiresAt,
  }));
  return { items };
}

/** Those that sshd would accept: neither ended nor on the list, as far as they can be read. */
async function stillValid(
  settings: Settings,
  issued: readonly Issued[],
): Promise<{ readonly live: readonly Issued[]; readonly unreadable: readonly Issued[] }> {
  const running = issued.filter(isRunning);
  const standings = await standingsOf(settings, running);
  return {
    live: running.filter((each) => standings.get(each.path) !== 'listed'),
    unreadable: running.filter((each) => standings.get(each.path) === 'unreadable'),
  };
}
