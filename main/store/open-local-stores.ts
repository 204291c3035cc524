import { join } from 'node:path';
import { catalogSections, localSections } from './local-data.ts';
import { openLocalStore } from './local-store.ts';

/** The desktop's own files: what is on this desk, and the catalog, which is large and changes seldom. */
export async function openLocalStores(
  home: string,
  opening: Pick<Parameters<typeof openLocalStore>[0], 'clock'>,
) {
  const local = await openLocalStore({
    ...opening,
    path: join(home, 'desktop.json'),
    sections: localSections,
  });
  const catalog = await openLocalStore({
    ...opening,
    path: join(home, 'catalog.json'),
    sections: catalogSections,
  });
  return { local, catalog };
}

export type LocalStores = Awaited<ReturnType<typeof openLocalStores>>;
