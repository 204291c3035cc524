/** A way to one other process of this computer, which nobody else can use: messages in order, each whole. */
export interface Channel {
  /** What cannot be sent any more is dropped: `onClose` says so. */
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** The other side is gone, for good. */
  onClose(listener: () => void): void;
}
