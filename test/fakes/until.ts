/** Waits until `holds` says so, looking again and again; throws after `deadlineMs`, which no working machine needs. */
export async function until(holds: () => boolean | Promise<boolean>, deadlineMs = 60_000): Promise<void> {
  const endsAt = performance.now() + deadlineMs;
  while (!(await holds())) {
    if (performance.now() > endsAt)
      throw new Error(`waited for ${deadlineMs} ms in vain: ${holds.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
