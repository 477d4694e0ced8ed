"use client";
import { useQuery } from "@tanstack/react-query";
import { CircleAlert, CircleCheck } from "lucide-react";
import { api } from "@/lib/api/client";
import { ago, exactNumber } from "@/lib/format";
import { Logo } from "@/ui/logo";
import { Panel } from "@/ui/page";
import { SkeletonRows } from "@/ui/skeleton";
import { ErrorState } from "@/ui/states";

interface Status {
  readonly status: "ok" | "degraded";
  readonly checked_at: string;
  readonly parts: Readonly<Record<string, "ok" | "down">>;
  readonly events: { readonly waiting: number; readonly lag_seconds: number | null };
}

/** What each part means to someone who uses the product. */
const PARTS: Readonly<Record<string, readonly [title: string, down: string]>> = {
  partitions: ["Taking events", "Events are kept and will show up later."],
  config: ["Flags", "The last good definitions answer; changes wait."],
  warehouse: ["Charts and queries", "Answers may be missing or old; no event is lost."],
  mysql: ["Settings and log-in", "Changes can't be saved; events and flags go on."],
};

/** How the product is, for anyone: from the same figures that its health and metrics tell. */
export function StatusPage() {
  const status = useQuery({
    queryKey: ["status"],
    queryFn: ({ signal }) => api.get<Status>("/api/status/", signal),
    refetchInterval: 10_000,
  });
  return (
    <main className="mx-auto flex max-w-2xl flex-col gap-6 px-4 py-10">
      <a href="/" aria-label="Edgewise, home" className="self-start">
        <Logo />
      </a>
      {status.error && !status.data && (
        <ErrorState error={status.error} onRetry={() => void status.refetch()} className="m-0" />
      )}
      {status.isPending && <SkeletonRows rows={5} />}
      {status.data && <Report status={status.data} />}
    </main>
  );
}

function Report({ status: { status, parts, events, checked_at } }: { readonly status: Status }) {
  return (
    <>
      <h1 role="status" className="text-2xl font-semibold tracking-tight">
        {status === "ok" ? "Everything works" : "Something does not work as it should"}
      </h1>
      <Panel title="Parts">
        <ul>
          {Object.entries(parts).map(([key, part]) => {
            const [title, down] = PARTS[key] ?? [key, ""];
            return (
              <li key={key} className="flex items-start gap-3 border-b border-line px-3 py-2.5 last:border-0">
                {part === "ok" ? (
                  <CircleCheck className="mt-0.5 size-4 shrink-0 text-ok" aria-hidden />
                ) : (
                  <CircleAlert className="mt-0.5 size-4 shrink-0 text-danger" aria-hidden />
                )}
                <p className="flex-1">
                  {title}
                  {part === "down" && <span className="block text-sm text-muted">{down}</span>}
                </p>
                <span className="text-sm text-muted">{part === "ok" ? "works" : "down"}</span>
              </li>
            );
          })}
        </ul>
      </Panel>
      <p className="text-sm text-muted">
        {exactNumber(events.waiting)} events are durable and on their way to charts
        {events.lag_seconds ? `, which are ${Math.round(events.lag_seconds)} s behind` : ""}. Checked{" "}
        {ago(checked_at)}.
      </p>
    </>
  );
}
