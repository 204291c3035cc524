import { inEnglish } from '../../../shared/words/words.ts';
import { systemClock } from '../../../shared/system/system-clock.ts';
import { makeInvite } from '../../../shared/client/make-invite.ts';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from '../../../shared/client/create-client.ts';
import { clientFor } from '../../support/client-for.ts';
import type { Identity } from '../../../shared/client/identity.ts';
import { joinService } from '../../../shared/client/join-service.ts';
import { createProver } from '../../../shared/client/prove-call.ts';
import { helloWith, nonceAt } from '../../support/proven.ts';
import { benchOrganisation, developerId } from './bench-organisation.ts';
import { startChild, type ReadyChild } from './child.ts';
import type { Listeners } from './listeners.ts';
import { SERVICE } from './programs.ts';

/** Each of these people has so many desktops; all of them review what the lead asks for. */
const PEOPLE = 200;
const DESKTOPS_EACH = 5;
export const DESKTOPS = PEOPLE * DESKTOPS_EACH;

type ServiceChild = ReadyChild<{ listening: string; ownerInvite: string }>;

export interface BenchOrganisation {
  readonly service: ServiceChild;
  readonly owner: Client;
  /** Registers one more device of this person, with an invite by `inviter` (or the owner), and answers what it keeps. */
  joinAs(person: string, inviter?: Identity): Promise<Identity>;
  /** The code of an invite by the owner. */
  invite(person: string): Promise<string>;
}

/** A real service in a process of its own, with so many developers. Its runner serves nothing. */
export async function startOrganisation(folder: string, developers: number): Promise<BenchOrganisation> {
  const organisationDir = join(folder, 'org');
  await mkdir(organisationDir, { recursive: true });
  for (const [name, text] of Object.entries(benchOrganisation(developers).files)) {
    await writeFile(join(organisationDir, `${name}.yaml`), text);
  }
  const service = await startServiceAgain(folder);
  const url = service.ready.listening;
  const ownerIdentity = await joined(url, service.ready.ownerInvite);
  const owner = clientFor(ownerIdentity);
  const joinAs = async (person: string, inviter?: Identity) => {
    const by = inviter === undefined ? owner : clientFor(inviter);
    const code = await inviteBy(by, inviter ?? ownerIdentity, person);
    if (by !== owner) await by.close();
    return joined(url, code);
  };
  return { service, owner, joinAs, invite: (person) => inviteBy(owner, ownerIdentity, person) };
}

/** The service on the data that it left there. */
export function startServiceAgain(folder: string): Promise<ServiceChild> {
  const place = ['--data', join(folder, 'data'), '--org', join(folder, 'org')];
  return startChild([SERVICE, ...place, '--name', 'Example', '--listen', '127.0.0.1:0', '--pools', 'none']);
}

export interface ServiceWithDesktops {
  readonly service: ServiceChild;
  /** The lead's client: what it asks for concerns every desktop. */
  readonly lead: Client;
  /** Connects all desktops to the service. */
  connect(listeners: Listeners): Promise<void>;
}

/** A service that was just started, on data in which a thousand desktops are registered. */
export async function startServiceWithDesktops(folder: string): Promise<ServiceWithDesktops> {
  const { service: first, owner, joinAs } = await startOrganisation(folder, PEOPLE);
  const identities: Identity[] = [];
  for (let person = 0; person < PEOPLE; person += 1) {
    const first = await joinAs(developerId(person));
    identities.push(first);
    // People invite their further desktops themselves.
    for (let each = 1; each < DESKTOPS_EACH; each += 1)
      identities.push(await joinAs(developerId(person), first));
  }
  const leadIdentity = await joinAs('lead@example.com');
  await owner.close();
  // Registering leaves memory that the service would use again for connections, and so hide them.
  await first.stop();
  const service = await startServiceAgain(folder);
  const url = service.ready.listening;
  const lead = clientFor({ ...leadIdentity, url });
  return { service, lead, connect: (listeners) => connectAll(url, identities, listeners) };
}

const SUBSCRIBE = JSON.stringify({
  id: 1,
  jsonrpc: '2.0',
  method: 'subscription',
  params: { path: 'changes', input: {} },
});

async function connectAll(url: string, identities: readonly Identity[], listeners: Listeners): Promise<void> {
  const address = `${url.replace(/^http/, 'ws')}/?connectionParams=1`;
  let nonce = '';
  for (const [index, identity] of identities.entries()) {
    // It is good for minutes.
    if (index % 100 === 0) nonce = await nonceAt(url);
    const hello = [helloWith(createProver(identity).socket(nonce)), SUBSCRIBE];
    await listeners.add(address, hello, (text) => text.includes('requestSubmitted'));
  }
}

async function joined(url: string, code: string): Promise<Identity> {
  const answer = await joinService({ url, code, deviceName: 'bench' });
  if (!answer.ok) throw new Error(inEnglish(answer.error.told));
  return answer.value;
}

const inviteBy = async ({ api }: Pick<Client, 'api'>, identity: Identity, person: string): Promise<string> =>
  (await makeInvite(api, identity, { person, now: systemClock.now() })).code;
