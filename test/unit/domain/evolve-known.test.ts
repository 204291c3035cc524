import { expect, test } from 'vitest';
import { evolveKnown } from '../../../shared/domain/request/evolve-known.ts';
import { activated, approved, at, ended, request, review } from '../main/request-example.ts';

const active = request({}, review('approve'), approved, ...activated());
const [ending, revoked] = ended();
const unknownAt = (version: number) => ({ version, at: at(9), entry: null });

test('what is not known only counts, and what comes after it is known again', () => {
  const after = evolveKnown(active, unknownAt(active.version + 1));
  expect(after).toEqual({ ...active, version: active.version + 1 });
  const last = evolveKnown(after, { version: active.version + 2, at: at(10), entry: ending ?? null });
  expect(last?.phase).toMatchObject({ grants: { grant000001: { kind: 'revoking' } } });
});

test('what does not fit after what is not known only counts, too', () => {
  const after = evolveKnown(active, { version: active.version + 1, at: at(9), entry: revoked ?? null });
  expect(after).toEqual({ ...active, version: active.version + 1 });
});

test('nothing changes by what was taken in, comes too early, or begins a request that is not known', () => {
  expect(evolveKnown(active, unknownAt(active.version))).toBeUndefined();
  expect(evolveKnown(active, unknownAt(active.version + 2))).toBeUndefined();
  expect(evolveKnown(undefined, unknownAt(1))).toBeUndefined();
});
