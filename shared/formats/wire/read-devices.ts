import { z } from 'zod';
import type { DeviceView } from '../../contract/api-types.ts';
import { deviceSchema } from '../../contract/api-schemas.ts';
import { readEach } from '../format.ts';
import { readBy } from './read-by.ts';

const readDevice = readBy<DeviceView>(deviceSchema);

export interface Devices {
  readonly devices: readonly DeviceView[];
  /** So many are of a newer Latchkey, and left out. */
  readonly newer: number;
}

/** Device by device. Throws when it is no list. */
export function readDevices(raw: unknown): Devices {
  const { known, unknown } = readEach(z.array(z.unknown()).max(1_000).parse(raw), readDevice);
  return { devices: known, newer: unknown.length };
}
