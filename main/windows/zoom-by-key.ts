import type { Input } from 'electron';

/** How large the window can be shown, in factors of its own size: the steps that browsers have. */
const STEPS = [0.75, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2] as const;
export const SMALLEST_ZOOM = STEPS[0];
export const LARGEST_ZOOM = STEPS[8];

/** How large the window is shown after this key, when it is one for that; else null. */
export function zoomByKey(
  { type, key, control, meta, alt }: Pick<Input, 'type' | 'key' | 'control' | 'meta' | 'alt'>,
  factor: number,
  platform: NodeJS.Platform,
): number | null {
  const [mod, other] = platform === 'darwin' ? [meta, control] : [control, meta];
  if (type !== 'keyDown' || !mod || other || alt) return null;
  switch (key) {
    case '+':
    // Without Shift on many keyboards.
    case '=':
      return STEPS.find((step) => step > factor) ?? LARGEST_ZOOM;
    case '-':
      return STEPS.findLast((step) => step < factor) ?? SMALLEST_ZOOM;
    case '0':
      return 1;
    default:
      return null;
  }
}
