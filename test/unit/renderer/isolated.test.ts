import { describe, expect, it } from 'vitest';
import { isolated, sentenceParts } from '../../../renderer/words/isolated.ts';
import { whatIsConfirmed } from '../../../shared/domain/request/what-is-confirmed.ts';
import { sampleRequest } from '../../fakes/sample-requests.ts';

describe('what people wrote, in a sentence of ours', () => {
  it('is kept apart from it', () => {
    const { facts } = sampleRequest({
      id: 'req',
      submittedAt: 0,
      titles: [
        ['a', 'قراءة'],
        ['b', 'Root for 5m'],
      ],
    });
    const sentence = whatIsConfirmed({ ...facts, requesterName: 'محمد' }, isolated);
    expect(sentenceParts(sentence)).toEqual(['', 'محمد', ' gets ', 'قراءة', ', ', 'Root for 5m', ' for 30m']);
  });

  it('cannot get out of it', () => {
    expect(sentenceParts(`${isolated('a\u2069 gets nothing \u2068b')} gets all`)).toEqual([
      '',
      'a⟨U+2069⟩ gets nothing ⟨U+2068⟩b',
      ' gets all',
    ]);
  });
});
