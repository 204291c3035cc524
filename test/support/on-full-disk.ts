/** The words that start `command` where no file can be written to, as on a disk that is full. What is there can be read. */
export const onFullDisk = (command: readonly string[]): readonly string[] => [
  '/bin/sh',
  '-c',
  'trap "" XFSZ; ulimit -f 0; exec "$@"',
  'sh',
  ...command,
];
