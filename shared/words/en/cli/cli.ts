import { about } from './about.ts';
import { alarm } from './alarm.ts';
import { backup } from './backup.ts';
import { catalog } from './catalog.ts';
import { comment } from './comment.ts';
import { common } from './common.ts';
import { confirm } from './confirm.ts';
import { credential } from './credential.ts';
import { devices } from './devices.ts';
import { end } from './end.ts';
import { example } from './example.ts';
import { fsck } from './fsck.ts';
import { grants } from './grants.ts';
import { history } from './history.ts';
import { init } from './init.ts';
import { invite } from './invite.ts';
import { join } from './join.ts';
import { length } from './length.ts';
import { newer } from './newer.ts';
import { noAccess } from './no-access.ts';
import { passphrase } from './passphrase.ts';
import { pools } from './pools.ts';
import { program } from './program.ts';
import { provider } from './provider.ts';
import { publish } from './publish.ts';
import { recover } from './recover.ts';
import { request } from './request.ts';
import { requests } from './requests.ts';
import { review } from './review.ts';
import { rotateLogKey } from './rotate-log-key.ts';
import { runner } from './runner.ts';
import { runners } from './runners.ts';
import { service } from './service.ts';
import { session } from './session.ts';
import { solo } from './solo.ts';
import { state } from './state.ts';
import { usage } from './usage.ts';
import { watch } from './watch.ts';
import { whoami } from './whoami.ts';
import { withdraw } from './withdraw.ts';

/** What the commands say by themselves. */
export const cli = {
  about,
  alarm,
  backup,
  catalog,
  comment,
  common,
  confirm,
  credential,
  devices,
  end,
  example,
  fsck,
  grants,
  history,
  init,
  invite,
  join,
  length,
  newer,
  noAccess,
  passphrase,
  pools,
  program,
  provider,
  publish,
  recover,
  request,
  requests,
  review,
  rotateLogKey,
  runner,
  runners,
  service,
  session,
  solo,
  state,
  usage,
  watch,
  whoami,
  withdraw,
};
