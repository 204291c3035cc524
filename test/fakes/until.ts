/** Waits until `holds` says so, looking again and again; throws after `deadlineMs`. */
export async function until(holds: () => boolean | Promise<boolean>, deadlineMs = 20_000): Promise<void> {
  const endsAt = performance.now() + deadlineMs;
  while (!(await holds())) {
    if (performance.now() > endsAt)
      throw new Error(`waited for ${deadlineMs} ms in vain: ${holds.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
