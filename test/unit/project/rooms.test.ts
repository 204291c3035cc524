import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import rooms from '../../../build/rooms.cjs';
import { root } from '../../../build/setup/root.js';

/** What a room’s README says that it may import, by the last part of each path. */
function said(readme: string): string[] {
  const sentence = /(?:May import|Imports)\b:?((?:[^`.;]|`[^`]*`)*)[.;]/.exec(readme)?.[1] ?? '';
  const names = [...sentence.matchAll(/`([^`]+)`/g)].flatMap(([, name = '']) => {
    const [, within] = /\{(.*)\}/.exec(name) ?? [];
    return within === undefined ? [name] : within.split(',');
  });
  return [...new Set(names.map((name) => basename(name)))].sort();
}

/** These say it in other words than by a list. */
const IN_WORDS = new Set(['shared/cli', 'build/demo', 'build/virtual-desktop']);
const readmeOf = (room: string): string => join(root, room, 'README.md');

describe('a room’s README names what it may import, as the rule has it', () => {
  const all = Object.entries(rooms.ROOMS).filter(([room]) => existsSync(join(root, room)));

  it.each(all.filter(([room]) => !IN_WORDS.has(room)))('%s', (room, others) => {
    const expected = [...new Set(others.map((other) => basename(other)))].sort();
    expect(said(readFileSync(readmeOf(room), 'utf8'))).toEqual(expected);
  });

  it('a room without Node and DOM is checked without their types', () => {
    const pure = readFileSync(join(root, 'shared', 'tsconfig.json'), 'utf8');
    const checked = (room: string): boolean => pure.includes(`"${basename(room)}",`);
    expect(Object.keys(rooms.PURE).filter((room) => !checked(room))).toEqual([]);
  });

  it('each room has a README', () => {
    expect(all.map(([room]) => room).filter((room) => !existsSync(readmeOf(room)))).toEqual([]);
  });
});
