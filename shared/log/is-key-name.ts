/** Whether `name` can stand in a note: 1 to 255 characters, no white space, no plus sign, no control characters (C2SP signed-note). */
export function isKeyName(name: string): boolean {
  return name.length <= 255 && /^[^\s+\p{Cc}\p{Surrogate}]+$/u.test(name);
}
