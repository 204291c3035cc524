import type { DeviceView } from '../../shared/contract/snapshot.ts';
import type { Language } from '../../shared/words/language.ts';
import type { DataOf, LocalData, catalogSections } from '../store/local-data.ts';
import type { DesktopState } from './desktop-state.ts';

/** What is known before anything was asked of the service: everything that was kept. */
export function firstState(
  kept: LocalData,
  catalog: DataOf<typeof catalogSections>,
  device: DeviceView & { readonly organisationFolder: string; readonly language: Language },
): DesktopState {
  const { organisationFolder, language, ...view } = device;
  const { session } = kept;
  return {
    setup: { kind: 'starting' },
    recoveryWaits: false,
    connection: { kind: 'none' },
    me: session && { id: session.me.id, name: session.me.name, isOwner: session.me.isOwner },
    organisation: session && {
      ...session.organisation,
      url: '',
      fingerprint: null,
      folder: session.mode === 'solo' ? organisationFolder : null,
    },
    names: catalog.names,
    requests: kept.requests,
    // The service says it anew.
    newer: [],
    catalog: { version: catalog.version, items: catalog.items },
    // What was being sent when the app ended is sent again: the key makes that harmless.
    outbox: kept.outbox.map((each) => (each.state === 'sending' ? { ...each, state: 'waiting' } : each)),
    log: kept.log,
    notices: [],
    settings: kept.settings,
    language,
    device: view,
  };
}
