import type { Snapshot } from '../../shared/contract/snapshot.ts';
import type { Handlers } from './handlers.ts';

/** What a window asks of the app itself. */
export function appHandlers(parts: {
  readonly snapshot: () => Snapshot;
  readonly home: string;
  readonly openFolder: (path: string) => Promise<void>;
  readonly showFile: (path: string) => void;
  readonly tryNow: () => Promise<void>;
}): Pick<Handlers, 'app.snapshot' | 'app.open' | 'app.tryNow'> {
  return {
    'app.snapshot': async () => parts.snapshot(),
    'app.tryNow': () => parts.tryNow(),
    // Only places that main knows: a page never names a path.
    'app.open': async ({ what }) => {
      const { organisation, log } = parts.snapshot();
      if (what === 'home') return parts.openFolder(parts.home);
      if (what === 'organisationFolder' && organisation?.folder) return parts.openFolder(organisation.folder);
      if (what === 'evidence' && log.alarm) parts.showFile(log.alarm.evidenceFile);
    },
  };
}
