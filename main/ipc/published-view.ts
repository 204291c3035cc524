import { told } from '../../shared/words/told.ts';
import type { PublishedView } from '../../shared/contract/ipc.ts';
import { readPublished } from '../../shared/formats/wire/read-published.ts';

/** What came of publishing, as a window shows it. */
export function publishedView(answer: unknown): PublishedView {
  const { version, published, mistakes } = readPublished(answer);
  const isRefused = mistakes.some(({ severity }) => severity === 'error');
  return {
    version,
    outcome: published ? 'published' : isRefused ? 'refused' : 'unchanged',
    mistakes: mistakes.map(({ file, line, told: what }) => told('mistakeAt', { file, line, what })),
  };
}
