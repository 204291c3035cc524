import { told, type Told } from '../../shared/words/told.ts';
import type { Words } from '../../shared/words/words.ts';
import { isHighRisk } from '../../shared/domain/organisation/high-risk.ts';
import type { RequestState } from '../../shared/domain/request/request.ts';
import type { Instant } from '../../shared/lib/time.ts';
import type { Logger } from '../../shared/ports/logger.ts';
import type { CredentialDesk } from '../credentials/credential-desk.ts';
import type { SecretClipboard } from '../credentials/secret-clipboard.ts';
import type { PersonCommands } from '../sync/person-commands.ts';
import type { MainWindow } from '../windows/main-window.ts';
import { pressAnswer } from './press-answer.ts';
import type { ActOnNotice, TellThere } from './notification-desk.ts';
import type { NoticeAction } from './wanted-notice.ts';

/**
 * What happens when a button of a notification is pressed. What cannot be done opens the window at the request, and so does
 * every answer to what is high risk, whatever button it came from: a press alone never answers that.
 */
export function actOnNotice(parts: {
  readonly window: Pick<MainWindow, 'open'>;
  readonly commands: Pick<PersonCommands, 'review'>;
  readonly credentials: Pick<CredentialDesk, 'view'>;
  readonly clipboard: Pick<SecretClipboard, 'copy'>;
  readonly logger: Logger;
  readonly now: () => Instant;
  readonly words: () => Words;
  readonly requestOf: (requestId: string) => RequestState | undefined;
  /** Tells the person something in the window. */
  readonly say: (what: Told) => void;
}): ActOnNotice {
  const { window, commands, credentials, clipboard, logger, say, words } = parts;
  const review = async (
    does: Extract<NoticeAction['does'], { kind: 'review' }>,
    tell: TellThere,
  ): Promise<void> => {
    const { requestId, requestHash, step, decision } = does;
    const known = parts.requestOf(requestId);
    if (known && isHighRisk(known.facts)) return window.open({ view: 'inbox', requestId });
    // A notification has no room to write: nothing is signed as a reason that the person did not say.
    const sent = await commands.review({ requestId, requestHash, step, decision, comment: '' } as Parameters<
      PersonCommands['review']
    >[0]);
    if (sent.ok) {
      const { title, body } = pressAnswer(decision, { ...sent.value, known, words: words() }, parts.now());
      return tell(title, body);
    }
    logger.info({ refusal: sent.error.code }, 'a review from a notification was refused');
    say(told('reviewRefused', { decision, why: sent.error.told }));
    window.open({ view: 'inbox', requestId });
  };
  const copy = async (grantId: string, tell: TellThere): Promise<void> => {
    const view = await credentials.view(grantId);
    if (!view.ok || view.value.command === null) return window.open({ view: 'access', requestId: null });
    await clipboard.copy(view.value.command);
    const { press } = words().desktop.notices;
    tell(press.commandCopied, press.pasteIt);
  };
  return (does, tell) => {
    const report = (fault: unknown): void =>
      logger.error({ error: String(fault) }, 'a button of a notification failed');
    if (does.kind === 'open') window.open({ view: does.view, requestId: does.requestId });
    else if (does.kind === 'review') review(does, tell).catch(report);
    else copy(does.grantId, tell).catch(report);
  };
}
