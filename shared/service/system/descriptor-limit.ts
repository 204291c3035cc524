import { readFileSync } from 'node:fs';

/** How many files and connections this process may have open; null where there is no limit, or it is not known. */
export function descriptorLimit(): number | null {
  const text = fromProc() ?? fromReport();
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : null;
}

/** Linux. */
function fromProc(): string | undefined {
  try {
    return /^Max open files\s+(\S+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1];
  } catch {
    return undefined;
  }
}

interface Report {
  readonly userLimits?: { readonly open_files?: { readonly soft?: unknown } };
}

/** Other systems of the kind; Windows has no such limit. */
function fromReport(): string | undefined {
  const { report } = process as Partial<typeof process>;
  if (!report) return undefined;
  // Without it, the names of all peers are looked up.
  Object.assign(report, { excludeNetwork: true });
  const { userLimits } = report.getReport() as Report;
  const soft = userLimits?.open_files?.soft;
  return soft === undefined ? undefined : String(soft);
}
