interface Invited {
  readonly deviceId: string;
  /** From which device the invite was made that it joined with; null, or missing, where that is not known. */
  readonly invitedOn?: { readonly deviceId: string } | null | undefined;
}

/** Those of `devices` that were invited from one of them, and from those in turn: whoever stole it may have made them. Pure. */
export function invitedFrom<T extends Invited>(devices: readonly T[], deviceId: string): readonly T[] {
  const found = new Set([deviceId]);
  for (let before = 0; before < found.size;) {
    before = found.size;
    for (const each of devices) if (found.has(each.invitedOn?.deviceId ?? '')) found.add(each.deviceId);
  }
  return devices.filter((each) => each.deviceId !== deviceId && found.has(each.deviceId));
}
