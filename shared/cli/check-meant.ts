import { readCatalog } from '../formats/wire/read-catalog.ts';
import { nearestWord } from '../organisation-files/nearest-word.ts';
import { ofNewer, wrongUsage } from './cli-failure.ts';
import type { Listed, Meant } from './list-meant.ts';
import type { MemberSession } from './member-session.ts';

/**
 * Throws where nobody is called so, or nothing: a slip of the keyboard must not look as if all were gone. Who left and what was
 * taken out of the catalog is known by what still runs, which is why the catalog is asked only about other names.
 */
export async function checkMeant(
  api: MemberSession['api'],
  { person, provider }: Meant,
  { people, providers, unknown }: Listed,
): Promise<void> {
  const isPersonOpen = person !== undefined && !people.has(person);
  const isProviderOpen = provider !== undefined && !providers.has(provider);
  if (!isPersonOpen && !isProviderOpen) return;
  const read = readCatalog(await api.catalog.list.query());
  if (read.kind === 'unknown') throw ofNewer(({ cli }) => cli.newer.catalog);
  const { names, items, newer } = read.value;
  // What only a newer Latchkey can read may name them, unless it was so clearly a slip.
  const slip = (id: string, known: ReadonlySet<string>, hidden: number): string | null => {
    if (known.has(id)) return null;
    const near = nearestWord(id, known);
    return near === '' && hidden > 0 ? null : near;
  };
  if (isPersonOpen) {
    const near = slip(person, new Set([...Object.keys(names), ...people]), unknown);
    if (near !== null) throw wrongUsage(({ cli }) => cli.end.nobodyCalled({ id: person, near }));
  }
  if (isProviderOpen) {
    const known = new Set([...items.map(({ providerId }) => providerId), ...providers]);
    const near = slip(provider, known, unknown + newer);
    if (near !== null) throw wrongUsage(({ cli }) => cli.end.nothingCalled({ id: provider, near }));
  }
}
