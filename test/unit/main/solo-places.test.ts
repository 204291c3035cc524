import { describe, expect, it } from 'vitest';
import { soloPlaces, type SoloGround } from '../../../main/solo/solo-places.ts';
import { socketPathOf } from '../../../shared/lib/service-place.ts';

const GROUND: SoloGround = {
  home: '/home/robin/.local/share/latchkey',
  platform: 'linux',
  user: '1000',
  runtimeDir: '/run/user/1000',
  temporaryDir: '/tmp',
};
const LONG = `/home/${'ü'.repeat(100)}`;
const pathsOf = (ground: Partial<SoloGround> = {}) =>
  soloPlaces({ ...GROUND, ...ground }).map((address) => socketPathOf(address) ?? address);

describe('the places for the service of this computer', () => {
  it('are the home first, then folders of this user alone', () =>
    expect(pathsOf()).toEqual([
      '/home/robin/.local/share/latchkey/run/latchkey.sock',
      expect.stringMatching(/^\/run\/user\/1000\/latchkey\/[0-9a-f]{16}\.sock$/),
      expect.stringMatching(/^\/tmp\/latchkey-1000\/[0-9a-f]{16}\.sock$/),
    ]));

  it('are elsewhere where the home is too long for a socket, in bytes', () => {
    expect(LONG.length).toBeLessThan(107);
    expect(pathsOf({ home: LONG })).toEqual([
      expect.stringMatching(/^\/run\/user\/1000\/latchkey\//),
      expect.stringMatching(/^\/tmp\/latchkey-1000\//),
    ]);
    expect(pathsOf({ home: LONG, runtimeDir: undefined, temporaryDir: LONG })).toEqual([
      expect.stringMatching(/^\/tmp\/latchkey-1000\//),
    ]);
    expect(pathsOf({ home: LONG, runtimeDir: 'relative' })[0]).toMatch(/^\/tmp\//);
  });

  it('are the same at each start, and others for another home or user', () => {
    const found = [{ home: LONG }, { home: `${LONG}x` }, { home: LONG, user: '1001' }].map((each) =>
      pathsOf({ runtimeDir: undefined, ...each }).at(-1),
    );
    expect(new Set(found).size).toBe(3);
    expect(pathsOf({ home: LONG, runtimeDir: undefined }).at(-1)).toBe(found[0]);
  });

  it('fit into the path of a socket of macOS, too', () => {
    for (const path of pathsOf({ platform: 'darwin', home: LONG }))
      expect(Buffer.byteLength(path)).toBeLessThanOrEqual(103);
  });

  it('are one named pipe on Windows, of this home and user', () => {
    const [name, ...others] = soloPlaces({
      ...GROUND,
      platform: 'win32',
      user: 'Robin',
      home: 'C:\\Users\\Robin',
    });
    expect(name).toMatch(/^pipe:latchkey-[0-9a-f]{16}$/);
    expect(others).toEqual([]);
    expect(soloPlaces({ ...GROUND, platform: 'win32', user: 'Kim', home: 'C:\\Users\\Robin' })).not.toEqual([
      name,
    ]);
  });
});
