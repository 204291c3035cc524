import type { DeviceView } from '../../shared/contract/api-types.ts';
import { instant } from '../../shared/lib/time.ts';
import type { Scenario } from './sample-snapshot.ts';

const DAY = 86_400_000;

/** What the service says of Ana’s devices. */
export function sampleDevices(scenario: Scenario, now: number): DeviceView[] {
  const about = {
    person: 'ana@example.com',
    isThis: false,
    isRunner: false,
    grants: 0,
    isLastOfOwners: false,
  };
  const own: DeviceView = {
    ...{ ...about, deviceId: 'k3v9w2m7q1x8z5c4', name: 'ana-laptop', joinedAt: instant(now - 40 * DAY) },
    isThis: true,
  };
  if (scenario === 'empty') return [{ ...own, isLastOfOwners: true }];
  const long = scenario === 'hostile';
  return [
    {
      ...{ ...about, deviceId: 'p8d2f6h4j0l9n3b1', joinedAt: instant(now - 2 * DAY) },
      name: long ? `${'phone-without-a-space'.repeat(4)}\u202eevil` : 'Phone',
    },
    own,
    {
      ...{ ...about, deviceId: 'a1s2d3f4g5h6j7k8', name: 'build-host-3', joinedAt: instant(now - 400 * DAY) },
      ...{ isRunner: true, grants: 2 },
    },
  ];
}
