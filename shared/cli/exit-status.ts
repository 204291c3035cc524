/** How `latchkey` ends: the only thing that a script sees without reading. */
export const EXIT = {
  done: 0,
  fault: 1,
  usage: 2,
  refused: 3,
  timedOut: 4,
  unreachable: 5,
  partly: 6,
} as const;

export type ExitStatus = (typeof EXIT)[keyof typeof EXIT];
