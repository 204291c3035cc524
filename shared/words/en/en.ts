import type { ToldBook } from '../told-book.ts';
import { cli } from './cli/cli.ts';
import { desktop } from './desktop/desktop.ts';
import { history } from './history.ts';
import { refused } from './refused.ts';
import { toldDesktop } from './told-desktop.ts';
import { client } from './told-client.ts';
import { requests } from './requests.ts';
import { alarms } from './told-alarms.ts';
import { changes } from './told-changes.ts';
import { conditions } from './told-conditions.ts';
import { conformance } from './told-conformance.ts';
import { found } from './told-found.ts';
import { grants } from './told-grants.ts';
import { input } from './told-input.ts';
import { kept } from './told-kept.ts';
import { mistakes } from './told-mistakes.ts';
import { options } from './told-options.ts';
import { runs } from './told-runs.ts';
import { service } from './told-service.ts';
import { window } from './window/window.ts';

const told: ToldBook = {
  asWritten: ({ text }) => text,
  ...refused,
  ...toldDesktop,
  ...alarms,
  ...client,
  ...changes,
  ...conditions,
  ...grants,
  ...input,
  ...mistakes,
  ...service,
  ...options,
  ...kept,
  ...found,
  ...runs,
  ...conformance,
};

/** English, and what every language has to have. */
export const en = { told, cli, desktop, history, requests, window };
