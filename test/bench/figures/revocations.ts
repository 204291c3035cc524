import { GRANTS, thousandGrants, type Lateness } from '../../support/thousand-grants.ts';
import type { Figure } from '../figure.ts';
import { interleave } from '../interleave.ts';

const ROUNDS = 3;

/** Both sides run two scripts a grant (revoke, verify), by the same deadlines and with as many side by side. */
export const revocations: Figure = {
  name: 'revocations',
  title: `deadline to verified revocation, ${GRANTS} grants ending within ten seconds, script that does nothing`,
  against: 'bare spawn of the same script as often',
  unit: 'ms',
  bound: 'atMost',
  target: 1.5,
  async measure({ folder }) {
    const grants = await thousandGrants(folder);
    let [last, lastBare]: Lateness[] = [];
    let early = 0;
    const medians = await interleave(ROUNDS, {
      limit: async () => (lastBare = await grants.bare()).tookMs,
      value: async () => {
        last = await grants.withRunner();
        early += last.late.filter((each) => each < 0).length;
        return last.tookMs;
      },
    });
    return {
      kind: 'measured',
      ...medians,
      note: `lateness of the last round: ${describe(last)}; bare: ${describe(lastBare)}`,
      broken: early > 0 ? `${early} grants were ended before their deadline` : undefined,
    };
  },
};

const describe = (lateness: Lateness | undefined): string =>
  `p50 ${at(lateness, 0.5)} ms, p99 ${at(lateness, 0.99)} ms`;

const at = (lateness: Lateness | undefined, part: number): number =>
  Math.round(lateness?.late[Math.floor(part * (lateness.late.length - 1))] ?? NaN);
