"use client";
import { useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { parseAsInteger, parseAsString, useQueryStates } from "nuqs";
import { exactNumber, fullTime, showValue } from "@/lib/format";
import { useProjectContext } from "@/lib/project-context";
import { AUDIT_PAGE, type AuditEntry, auditExport, auditQuery } from "@/products/audit/api";
import { deedOf, programOf } from "@/products/audit/describe-entry";
import { Button } from "@/ui/button";
import { SearchInput } from "@/ui/input";
import { Panel } from "@/ui/page";
import { SkeletonRows } from "@/ui/skeleton";
import { EmptyState, ErrorState } from "@/ui/states";

/** Every write in the organisation: by whom, from where, with the difference. For admins and owners. */
export function AuditSettings() {
  const { me, project } = useProjectContext();
  const organizationId = project.organization ?? me.organization?.id ?? "@current";
  const [state, setState] = useQueryStates({
    search: parseAsString.withDefault(""),
    offset: parseAsInteger.withDefault(0),
  });
  const audit = useQuery(auditQuery(organizationId, state));
  const { data } = audit;
  const count = data?.count ?? 0;
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <SearchInput
          aria-label="Search the audit log"
          placeholder="Name or changed value"
          className="min-w-48 grow"
          value={state.search}
          onChange={({ target }) => void setState({ search: target.value, offset: 0 })}
        />
        <Button asChild>
          <a href={auditExport(organizationId, state.search)} download>
            <Download /> CSV
          </a>
        </Button>
      </div>
      {audit.error && <ErrorState error={audit.error} onRetry={() => void audit.refetch()} />}
      {audit.isPending && <SkeletonRows rows={8} />}
      {data?.results.length === 0 && (
        <EmptyState title="No entries" className="m-0">
          {state.search ? "Nothing that was written is called so." : "Nothing was changed yet."}
        </EmptyState>
      )}
      {data && data.results.length > 0 && (
        <Panel title={`${exactNumber(count)} writes`}>
          <ol>
            {data.results.map((entry) => (
              <Entry key={entry.id} entry={entry} timezone={project.timezone} />
            ))}
          </ol>
        </Panel>
      )}
      {count > AUDIT_PAGE && (
        <div className="flex gap-2">
          <Button
            disabled={state.offset === 0}
            onClick={() => void setState({ offset: Math.max(0, state.offset - AUDIT_PAGE) })}
          >
            Newer
          </Button>
          <Button
            disabled={data?.next === null}
            onClick={() => void setState({ offset: state.offset + AUDIT_PAGE })}
          >
            Older
          </Button>
        </div>
      )}
    </>
  );
}

function Entry({ entry, timezone }: { readonly entry: AuditEntry; readonly timezone: string }) {
  const who = entry.user ? entry.user.first_name || entry.user.email : "Edgewise";
  const whole = [entry.via, entry.address, entry.client].filter(Boolean).join(", ");
  const program = entry.client === null ? null : programOf(entry.client);
  const where = [entry.via, entry.address, program].filter(Boolean).join(", ");
  return (
    <li className="border-b border-line px-3 py-2 text-sm last:border-0">
      <div className="flex flex-wrap justify-between gap-x-4">
        <p className="min-w-0 break-words">
          <span className="font-medium">{who}</span>{" "}
          <span className="text-muted">{deedOf(entry.activity, entry.scope)}</span>{" "}
          {entry.name ?? entry.item_id}
          {entry.project_name && <span className="text-muted"> in {entry.project_name}</span>}
        </p>
        <time className="text-xs text-muted" dateTime={entry.created_at}>
          {fullTime(entry.created_at, timezone)}
        </time>
      </div>
      {where !== "" && (
        <p className="truncate text-xs text-muted" title={whole}>
          from {where}
        </p>
      )}
      {entry.changes.length > 0 && (
        <details className="mt-1">
          <summary className="cursor-pointer text-xs text-muted">
            {entry.changes.map(({ field }) => field).join(", ")}
          </summary>
          <ul className="mt-1 flex flex-col gap-1">
            {entry.changes.map(({ field, before, after }) => (
              <li key={field} className="font-mono text-xs break-all">
                {field}: <span className="text-muted line-through">{showValue(before)}</span> →{" "}
                {showValue(after)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </li>
  );
}
