"use client";
import { BellOff, ChevronRight, MoreHorizontal, Pencil, Play, Trash2 } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { ago, exactNumber, fullTime } from "@/lib/format";
import { projectPath, useProject } from "@/lib/project-context";
import { AlertHistory } from "@/products/alerts/alert-history";
import { type Alert, useWriteAlert } from "@/products/alerts/api";
import { describeAlert, INTERVALS } from "@/products/alerts/describe";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { cn } from "@/ui/cn";
import { Confirm } from "@/ui/dialog";
import { Dropdown, DropdownItem, DropdownSeparator } from "@/ui/dropdown";
import { Switch } from "@/ui/switch";
import { toast } from "@/ui/toast";

const TONES = { Firing: "danger", "Not firing": "ok", Errored: "warn", Snoozed: "neutral" } as const;
const SAYS = { Firing: "firing", "Not firing": "quiet", Errored: "failing", Snoozed: "snoozed" } as const;
const SNOOZES = [
  ["2h", "Two hours"],
  ["1d", "A day"],
  ["7d", "A week"],
] as const;

interface AlertRowProps {
  readonly alert: Alert;
  /** Also says which insight: on the page of all of them. */
  readonly named?: boolean;
  readonly open?: boolean;
  readonly onEdit: () => void;
}

/** One alert: what it watches, how it stands, its history, and what can be done with it. */
export function AlertRow({ alert, named = false, open: start = false, onEdit }: AlertRowProps) {
  const project = useProject();
  const write = useWriteAlert();
  const [open, setOpen] = useState(start);
  const [deleting, setDeleting] = useState(false);
  const title = alert.insight.name || alert.insight.derived_name || "Insight";
  const name = alert.name || title;
  const run = (what: Parameters<typeof write.mutate>[0], said: string) =>
    write.mutate(what, {
      onSuccess: () => void toast.success(said),
      onError: (error) => void toast.error(`“${name}” was not changed`, error),
    });
  const patch = (body: object, said: string) => run({ method: "PATCH", path: `${alert.id}/`, body }, said);
  const often = INTERVALS.find(({ value }) => value === alert.calculation_interval)?.label;
  return (
    <li className="py-2.5">
      <div className="flex items-center gap-2">
        <button
          type="button"
          aria-expanded={open}
          aria-label={`History of ${name}`}
          onClick={() => setOpen(!open)}
          className="rounded-sm p-0.5 text-muted hover:bg-hover"
        >
          <ChevronRight className={cn("size-4", open && "rotate-90")} aria-hidden />
        </button>
        <div className="min-w-0 flex-1">
          <p className="flex items-center gap-2 text-sm">
            <span className="truncate font-medium">{name}</span>
            <Badge tone={alert.enabled ? TONES[alert.state] : "neutral"}>
              {alert.enabled ? SAYS[alert.state] : "off"}
            </Badge>
          </p>
          <p className="truncate text-xs text-muted">
            {named && (
              <Link
                href={projectPath(project.id, `/insights/${alert.insight.short_id}`)}
                className="hover:text-accent hover:underline"
              >
                {title}:{" "}
              </Link>
            )}
            {describeAlert(alert)}, {often}
            {alert.last_value !== null && `; last ${exactNumber(alert.last_value)}`}
            {alert.last_checked_at && `, checked ${ago(alert.last_checked_at)}`}
            {alert.snoozed_until && `; until ${fullTime(alert.snoozed_until, project.timezone)}`}
          </p>
        </div>
        <Switch
          aria-label={`Watch ${name}`}
          checked={alert.enabled}
          disabled={write.isPending}
          onChange={(enabled) => patch({ enabled }, enabled ? "Alert switched on" : "Alert switched off")}
        />
        <Button
          size="icon-sm"
          variant="quiet"
          aria-label="Check now"
          title="Check now"
          disabled={!alert.enabled || write.isPending}
          onClick={() => run({ method: "POST", path: `${alert.id}/check/`, body: {} }, "Checked")}
        >
          <Play />
        </Button>
        <Dropdown
          trigger={
            <Button size="icon-sm" variant="quiet" aria-label={`More for ${name}`}>
              <MoreHorizontal />
            </Button>
          }
        >
          <DropdownItem onSelect={onEdit}>
            <Pencil /> Change
          </DropdownItem>
          {alert.snoozed_until ? (
            <DropdownItem onSelect={() => patch({ snoozed_until: null }, "Alert woken")}>
              <BellOff /> Wake
            </DropdownItem>
          ) : (
            SNOOZES.map(([value, label]) => (
              <DropdownItem key={value} onSelect={() => patch({ snoozed_until: value }, "Alert snoozed")}>
                <BellOff /> Snooze: {label.toLowerCase()}
              </DropdownItem>
            ))
          )}
          <DropdownSeparator />
          <DropdownItem danger onSelect={() => setDeleting(true)}>
            <Trash2 /> Delete
          </DropdownItem>
        </Dropdown>
      </div>
      {open && <AlertHistory alert={alert} />}
      <Confirm
        open={deleting}
        onOpenChange={setDeleting}
        title={`Delete “${name}”?`}
        action="Delete alert"
        busy={write.isPending}
        onConfirm={() => run({ method: "DELETE", path: `${alert.id}/` }, "Alert deleted")}
      >
        Its history goes with it.
      </Confirm>
    </li>
  );
}
