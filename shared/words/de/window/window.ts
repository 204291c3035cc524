import type { window as en } from '../../en/window/window.ts';
import type { WordsOf } from '../../words-of.ts';
import { inbox } from './inbox.ts';
import { common } from './common.ts';
import { times } from './times.ts';
import { grants } from './grants.ts';
import { connection } from './connection.ts';
import { sign } from './sign.ts';
import { outbox } from './outbox.ts';
import { answers } from './answers.ts';
import { joining } from './joining.ts';
import { request } from './request.ts';
import { progress } from './progress.ts';
import { access } from './access.ts';
import { firstRun } from './first-run.ts';
import { locked } from './locked.ts';
import { signedOut } from './signed-out.ts';
import { history } from './history.ts';
import { shell } from './shell.ts';
import { settings } from './settings.ts';
import { devices } from './devices.ts';

export const window: WordsOf<typeof en> = {
  inbox,
  common,
  times,
  grants,
  connection,
  sign,
  outbox,
  answers,
  joining,
  request,
  progress,
  access,
  firstRun,
  locked,
  signedOut,
  history,
  shell,
  settings,
  devices,
};
