/** Of a program that failed, what it said last; the command line that was run tells a person nothing. */
export const whatItSaid = (message: string): string => {
  const lines = message.split('\n').map((line) => line.trim());
  // not for people: what Node says before it
  return lines.filter((line) => line !== '' && !line.startsWith('Command failed:')).at(-1) ?? '';
};
