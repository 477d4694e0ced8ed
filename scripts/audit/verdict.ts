/** What `npm audit --json` says, as far as it is read. */
interface AuditReport {
  readonly metadata?: { readonly vulnerabilities?: Readonly<Record<string, number>> };
  readonly vulnerabilities?: Readonly<
    Record<string, { readonly severity?: string; readonly title?: string }>
  >;
  readonly message?: string;
}

export interface AuditVerdict {
  /** Null: the registry gave no answer, so nothing is known. */
  readonly ok: boolean | null;
  readonly text: string;
}

/** High and critical holes in what we ship fail; lesser ones are told. */
export function auditVerdict(json: string): AuditVerdict {
  const report = parsed(json);
  const counts = report?.metadata?.vulnerabilities;
  if (!counts) return { ok: null, text: `no answer from the registry: ${report?.message ?? "not JSON"}` };
  const { high = 0, critical = 0, total = 0 } = counts;
  if (total === 0) return { ok: true, text: "no known holes in what we ship" };
  const names = Object.entries(report.vulnerabilities ?? {}).map(
    ([name, { severity }]) => `${name} (${severity})`,
  );
  return { ok: high + critical === 0, text: `${total} known: ${names.join(", ")}` };
}

function parsed(json: string): AuditReport | undefined {
  try {
    return JSON.parse(json) as AuditReport;
  } catch {
    return undefined;
  }
}
