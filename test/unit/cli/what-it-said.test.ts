import { expect, it } from 'vitest';
import { whatItSaid } from '../../../shared/cli/what-it-said.ts';

it.each([
  [
    'Command failed: notify-send a b\nCannot autolaunch D-Bus without X11\n',
    'Cannot autolaunch D-Bus without X11',
  ],
  ['Command failed: notify-send a b', ''],
  ['spawn notify-send ENOENT', 'spawn notify-send ENOENT'],
])('of %j a person is told “%s”, and never the command line that was run', (message, said) =>
  expect(whatItSaid(message)).toBe(said),
);
