import { randomBytes } from 'node:crypto';
import { durationMs } from '../../../shared/lib/time.ts';
import type { Figure } from '../figure.ts';
import { interleave } from '../interleave.ts';
import { startChild } from '../support/child.ts';
import { DESKTOPS, startServiceWithDesktops } from '../support/desktops.ts';
import { Listeners } from '../support/listeners.ts';
import { BENCH } from '../support/programs.ts';
import { said } from '../../fakes/said.ts';

const ROUNDS = 7;

/** A request is submitted over HTTP; the clock stops when the last of a thousand desktops has heard of it. */
export const fanOut: Figure = {
  name: 'fan-out',
  title: `one entry to ${DESKTOPS} connected desktops that it concerns, last one served`,
  against: 'bare ws broadcast of the same bytes',
  unit: 'ms',
  bound: 'atMost',
  target: 4,
  async measure({ folder, say }) {
    say(`registering ${DESKTOPS} desktops`);
    const { service, lead, connect } = await startServiceWithDesktops(folder);
    const bare = await startChild<{ listening: string }>([BENCH, '--host', 'bare-broadcast']);
    const desktops = new Listeners();
    const bareClients = new Listeners();
    await connect(desktops);
    const bareUrl = bare.ready.listening.replace(/^http/, 'ws');
    for (let index = 0; index < DESKTOPS; index += 1) await bareClients.add(bareUrl, [], () => true);
    const submit = () =>
      lead.api.requests.submit.mutate({
        requestId: randomBytes(10).toString('hex'),
        entitlementIds: ['bench/shared'],
        durationMs: durationMs(60_000),
        reason: said('The benchmark asks for this'),
        ticket: null,
      });
    await desktops.timeUntilAllHeard(submit);
    const medians = await interleave(ROUNDS, {
      limit: () => bareClients.timeUntilAllHeard(() => bare.send(desktops.text)),
      value: () => desktops.timeUntilAllHeard(submit),
    });
    desktops.close();
    bareClients.close();
    await lead.close();
    await Promise.all([service.stop(), bare.stop()]);
    return { kind: 'measured', ...medians, note: `${desktops.text.length} bytes an event` };
  },
};
