/** What runs a command with a hard limit of open files and connections: Node raises a soft one. Undefined: no limit. */
export const limitedDescriptors = (descriptors: number | undefined): readonly string[] =>
  descriptors === undefined ? [] : ['sh', '-c', `ulimit -n ${descriptors} && exec "$@"`, 'sh'];
