import { FakeBridge } from './fake-bridge.ts';
import { isLanguage, type Language } from '../../shared/words/language.ts';
import { SCENARIOS, type Scenario } from './sample-snapshot.ts';

/** Runs in a page before its scripts: puts the fake where the preload puts the bridge. `?scenario=` in the address says which. */
const page = globalThis as unknown as { location: { search: string }; latchkey: FakeBridge };
const search = new URLSearchParams(page.location.search);
const asked = search.get('scenario');
const scenario: Scenario = SCENARIOS.find((each) => each === asked) ?? 'full';
const language = isLanguage(search.get('language') ?? '') ? (search.get('language') as Language) : 'en';
page.latchkey = new FakeBridge(scenario, Date.now(), language);
