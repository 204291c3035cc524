/** The instants between two local days, both whole: the first's midnight up to the end of the last. What is empty or no day is open. */
export function dayRange(
  from: string,
  to: string,
): { readonly from: number | null; readonly to: number | null } {
  const end = midnight(to, 1);
  return { from: midnight(from, 0), to: end === null ? null : end - 1 };
}

/** Built from its parts, not by adding 24 hours: a day may have 23 or 25 of them. */
function midnight(day: string, plusDays: number): number | null {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (!parts) return null;
  const at = new Date(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]) + plusDays).getTime();
  return Number.isNaN(at) || at < 0 ? null : at;
}
