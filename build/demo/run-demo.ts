import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RequestState } from '../../shared/domain/request/request.ts';
import { approveInNotification } from './approve-in-notification.ts';
import { askForAccess } from './ask-for-access.ts';
import type { CleanUp } from './clean-up.ts';
import { latchkeyCommand } from './latchkey-command.ts';
import type { Narrator } from './narrator.ts';
import { readHistoryOffline, type OfflineHistory } from './read-history-offline.ts';
import { seeItCounted } from './see-it-counted.ts';
import { seeItEnd } from './see-it-end.ts';
import { setTheStage } from './set-the-stage.ts';
import type { Stage } from './stage.ts';
import type { Summary } from './summary.ts';
import { useAccess } from './use-access.ts';

/** No step but the countdown takes longer, even on a busy machine. */
const STEP_WITHIN_MS = 90_000;

/** How long access is asked for: as people write it, and in milliseconds. */
export interface DemoDuration {
  readonly text: string;
  readonly ms: number;
}

/** Plays the whole demo. After a failure, pictures and logs of what stands are in the narrator's folder. */
export async function runDemo(
  narrator: Narrator,
  cleanUp: CleanUp,
  duration: DemoDuration,
): Promise<Summary> {
  const startedAt = Date.now();
  let stage: Stage | null = null;
  try {
    stage = await setTheStage(narrator, cleanUp, (set) => (stage = set));
    const played = await play(stage, narrator, duration);
    const tookMs = Date.now() - startedAt;
    return {
      startedAt: new Date(startedAt).toISOString(),
      tookMs,
      duration: duration.text,
      ...played,
      pictures: narrator.pictures,
    };
  } catch (error) {
    if (stage) await keepPictures(stage, narrator);
    throw error;
  } finally {
    if (stage) await keepLogs(stage, narrator.folder);
  }
}

async function play(
  stage: Stage,
  narrator: Narrator,
  duration: DemoDuration,
): Promise<Pick<Summary, 'requestId' | 'figures' | 'history'>> {
  const act = <T>(title: string, scene: () => Promise<T>, withinMs = STEP_WITHIN_MS): Promise<T> =>
    narrator.act(title, withinMs, scene);

  const askedAt = await act('A request, through the tray menu and the form', () =>
    askForAccess(stage, narrator, duration.text),
  );
  const { notifiedAt, approvedAt } = await act(
    'A native notification on the approver’s desktop, answered there',
    () => approveInNotification(stage, narrator, askedAt),
  );
  const use = await act('Credentials on the requester’s desktop, and a query that works with them', () =>
    useAccess(stage, narrator),
  );
  const active = await theGrant(stage);
  await act(
    'The countdown',
    () => seeItCounted(stage, narrator, active.expiresAt),
    duration.ms + STEP_WITHIN_MS,
  );
  const end = await act('The deadline', () => seeItEnd(stage, narrator, use));
  const gone = await theGrant(stage);
  const history: OfflineHistory = await act('The history, with the service stopped', () =>
    readHistoryOffline(stage, narrator),
  );
  return {
    requestId: gone.requestId,
    figures: {
      requestToNotificationMs: notifiedAt - askedAt,
      approvalToAccessMs: active.startsAt - approvedAt,
      approvalToFirstQueryMs: use.firstQueryAt - approvedAt,
      deadlineToRevocationMs: (gone.verifiedAt ?? Number.NaN) - active.expiresAt,
      deadlineToSessionEndedMs: end.sessionEndedAt - active.expiresAt,
      deadlineToRefusalMs: end.refusedAt - active.expiresAt,
    },
    history,
  };
}

/** The one grant of the demo as the log has it, asked for by the owner. Moments are in ms since 1970. */
async function theGrant({ ownerHome }: Stage): Promise<{
  readonly requestId: string;
  readonly startsAt: number;
  readonly expiresAt: number;
  readonly verifiedAt: number | null;
}> {
  const [request] = await latchkeyCommand<RequestState[]>(ownerHome, ['requests', '--all']);
  const grant = request?.phase.kind === 'approved' ? Object.values(request.phase.grants)[0] : undefined;
  if (!request || !grant || !('expiresAt' in grant) || grant.startsAt === null || grant.expiresAt === null)
    throw new Error('The log knows of no access that works.');
  return {
    requestId: request.facts.requestId,
    startsAt: grant.startsAt,
    expiresAt: grant.expiresAt,
    verifiedAt: grant.kind === 'revoked' ? grant.verifiedAt : null,
  };
}

/** What is to be seen after a failure. */
async function keepPictures({ requester, approver }: Stage, narrator: Narrator): Promise<void> {
  for (const { name, desktop } of [requester, approver])
    await narrator.picture(desktop, `failed-${name}`, `After the failure: ${name}`).catch(() => undefined);
}

async function keepLogs({ service, requester, approver }: Stage, folder: string): Promise<void> {
  const logs = { service: service.log(), requester: await requester.log(), approver: await approver.log() };
  for (const [name, text] of Object.entries(logs))
    if (text !== '') await writeFile(join(folder, `${name}.log`), text);
}
