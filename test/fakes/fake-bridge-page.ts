import { FakeBridge } from './fake-bridge.ts';
import { SCENARIOS, type Scenario } from './sample-snapshot.ts';

/** Runs in a page before its scripts: puts the fake where the preload puts the bridge. `?scenario=` in the address says which. */
const page = globalThis as unknown as { location: { search: string }; latchkey: FakeBridge };
const asked = new URLSearchParams(page.location.search).get('scenario');
const scenario: Scenario = SCENARIOS.find((each) => each === asked) ?? 'full';
page.latchkey = new FakeBridge(scenario, Date.now());
