import type { App, NativeTheme } from 'electron';
import type { Settings } from '../../shared/contract/snapshot.ts';
import { languageOf } from '../system/language-of.ts';
import { setStartAtLogin } from '../system/start-at-login.ts';
import type { StateKeeper } from './state-keeper.ts';

/** Takes up what the person chose, at once. */
export function useSettings(parts: {
  readonly app: App;
  readonly nativeTheme: Pick<NativeTheme, 'themeSource'>;
  readonly keeper: Pick<StateKeeper, 'state' | 'update'>;
}): (settings: Settings) => Promise<void> {
  const { app, nativeTheme, keeper } = parts;
  nativeTheme.themeSource = keeper.state().settings.theme;
  return async (settings) => {
    nativeTheme.themeSource = settings.theme;
    const before = keeper.state().settings;
    const language = languageOf(app, settings.language);
    keeper.update((state) => ({ ...state, settings, language }));
    if (before.startAtLogin !== settings.startAtLogin) await setStartAtLogin(app, settings.startAtLogin);
  };
}
