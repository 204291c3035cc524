import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lateTexts } from '../../../shared/client/late-texts.ts';
import { commitmentOf } from '../../../shared/lib/said.ts';
import { leafHash } from '../../../shared/log/hashes.ts';
import { sha256 } from '../../../shared/system/node-crypto.ts';
import { said } from '../../fakes/said.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'latchkey-late-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const reason = said('because');
const text = JSON.stringify({ reason: { sha256: commitmentOf(sha256, reason) } });
const hash = Buffer.from(leafHash(sha256, Buffer.from(text))).toString('hex');
const item = { seq: 7, leafHash: hash, text, said: [reason] };
const hidden = { leafHash: hash, text: null, said: [] };

it('gives the text that has the hash, whatever came before and after it', async () => {
  const texts = lateTexts(join(folder, 'late'), { sha256 });
  for (const each of [
    { ...item, text: '{}' },
    item,
    { ...item, text: '{"another":1}' },
    { ...item, said: [said('x')] },
  ])
    await texts.keep([each]);
  const late = await texts.read();
  expect(late.of(hidden, 7)).toEqual({ leafHash: hash, text, said: [reason] });
  expect(late.of(hidden, 8)).toEqual(hidden);
});
