import type { Stream } from '../stream.ts';
import { decideDevice } from './decide-device.ts';
import type { DeviceCommand } from './device-command.ts';
import type { DeviceEntry } from './device-entry.ts';
import type { DeviceState } from './device.ts';
import { evolveDevice } from './evolve-device.ts';

export const deviceStream: Stream<DeviceState, DeviceCommand, DeviceEntry> = {
  kind: 'device',
  nameOf: (deviceId) => `device/${deviceId}`,
  // Everybody checks reviews with the keys.
  entries: { deviceRegistered: 'everybody', deviceRenamed: 'everybody', deviceRemoved: 'everybody' },
  decide: decideDevice,
  evolve: evolveDevice,
};
