import type { IpcMainInvokeEvent, WebContents } from 'electron';
import { APP_HOST, APP_SCHEME } from '../windows/app-origin.ts';

/** Whether a message comes from the main frame of our own window, showing our own page. */
export function isTrustedSender(event: IpcMainInvokeEvent, ours: WebContents | null): boolean {
  const frame = event.senderFrame;
  if (!frame || !ours || ours.isDestroyed() || event.sender !== ours || frame !== ours.mainFrame)
    return false;
  if (!URL.canParse(frame.url)) return false;
  const { protocol, host } = new URL(frame.url);
  return protocol === `${APP_SCHEME}:` && host === APP_HOST;
}
