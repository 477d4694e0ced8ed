"use client";
import { type FormEvent, useState } from "react";
import { TrendChart } from "@/charts/trend-chart";
import { explainError } from "@/lib/api/error";
import { exactNumber, fullTime } from "@/lib/format";
import { useProject } from "@/lib/project-context";
import { type Alert, type AlertCheck, useAlertHistory, useWriteAlert } from "@/products/alerts/api";
import { boundLines, checkChart } from "@/products/alerts/check-chart";
import { Button } from "@/ui/button";
import { Input } from "@/ui/input";
import { Select } from "@/ui/select";
import { SkeletonRows } from "@/ui/skeleton";
import { ErrorState } from "@/ui/states";

const NONE: ReadonlySet<string> = new Set();

/** The checks of the last two weeks, and where else the alert posts to. */
export function AlertHistory({ alert }: { readonly alert: Alert }) {
  const project = useProject();
  const history = useAlertHistory(alert.id);
  const chart = checkChart(history.data?.checks ?? [], project.timezone);
  const people = alert.subscribed_users.map(({ email }) => email);
  return (
    <div className="flex flex-col gap-3 py-2 pl-7 text-xs">
      {people.length > 0 && <p className="text-muted">Tells {people.join(", ")}.</p>}
      <Destinations alert={alert} />
      {history.error && <ErrorState error={history.error} onRetry={() => void history.refetch()} />}
      {history.isPending && <SkeletonRows rows={3} />}
      {history.data?.checks.length === 0 && <p className="text-muted">Not checked yet.</p>}
      {chart && <TrendChart data={chart} kind="line" hidden={NONE} height={140} goals={boundLines(alert)} />}
      <ul aria-label="Checks" className="max-h-80 overflow-auto">
        {history.data?.checks.map((check) => (
          <CheckRow key={check.id} check={check} />
        ))}
      </ul>
    </div>
  );
}

const COLORS = {
  Firing: "text-danger",
  Errored: "text-warn",
  "Not firing": "",
  Snoozed: "text-muted",
} as const;

function CheckRow({ check }: { readonly check: AlertCheck }) {
  const project = useProject();
  return (
    <li className="border-b border-line py-1.5 last:border-0">
      <p className="flex flex-wrap gap-x-3">
        <time dateTime={check.created_at} className="text-muted">
          {fullTime(check.created_at, project.timezone)}
        </time>
        <span className={COLORS[check.state]}>{check.state}</span>
        {check.calculated_value !== null && (
          <span className="tabular-nums">{exactNumber(check.calculated_value)}</span>
        )}
        {check.notified.length > 0 && <span className="text-muted">told {check.notified.join(", ")}</span>}
      </p>
      {check.breaches.map((breach) => (
        <p key={breach}>{breach}</p>
      ))}
      {check.error && <p className="text-warn">{check.error.message}</p>}
    </li>
  );
}

const TYPES = [
  { value: "slack", label: "Slack" },
  { value: "teams", label: "Teams" },
  { value: "discord", label: "Discord" },
  { value: "webhook", label: "Web hook" },
] as const;
type Type = (typeof TYPES)[number]["value"];

function Destinations({ alert }: { readonly alert: Alert }) {
  const write = useWriteAlert();
  const [adding, setAdding] = useState(false);
  const [type, setType] = useState<Type>("slack");
  const [url, setUrl] = useState("");
  const path = `${alert.id}/destinations/`;
  const add = (event: FormEvent) => {
    event.preventDefault();
    write.mutate(
      { method: "POST", path, body: { type, url } },
      {
        onSuccess: () => {
          setAdding(false);
          setUrl("");
        },
      },
    );
  };
  return (
    <div className="flex flex-col gap-1.5">
      {alert.destinations.map((item) => (
        <p key={item.id} className="flex items-center gap-2">
          Posts to {TYPES.find(({ value }) => value === item.type)?.label}: {item.host}
          <Button
            size="sm"
            variant="quiet"
            onClick={() =>
              write.mutate({ method: "POST", path: `${path}delete/`, body: { hog_function_ids: [item.id] } })
            }
          >
            Remove
          </Button>
        </p>
      ))}
      {adding ? (
        <form onSubmit={add} className="flex flex-wrap items-center gap-2">
          <Select<Type> aria-label="Kind" value={type} onChange={setType} options={TYPES} />
          <Input
            aria-label="URL of the incoming web hook"
            type="url"
            required
            autoFocus
            className="w-80 max-w-full"
            placeholder="https://hooks.slack.com/services/…"
            value={url}
            onChange={(event) => setUrl(event.target.value)}
          />
          <Button type="submit" size="sm" busy={write.isPending}>
            Add
          </Button>
          {write.error && <span className="text-danger">{explainError(write.error).detail}</span>}
        </form>
      ) : (
        <Button size="sm" variant="quiet" className="-ml-2 self-start" onClick={() => setAdding(true)}>
          Also post to Slack or a web hook
        </Button>
      )}
    </div>
  );
}
