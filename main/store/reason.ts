/** What the system said, or we, without the full stop; without its code and the name of the call, as in `ENOSPC: no space left on device, write`. */
export const reason = (fault: unknown): string => {
  const text = fault instanceof Error ? fault.message : String(fault);
  return /\bE[A-Z]+: ([a-z][^,]*)/.exec(text)?.[1] ?? text.replace(/\.$/, '');
};
