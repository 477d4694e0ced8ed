"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api } from "@/lib/api/client";
import { useProject } from "@/lib/project-context";
import { dashboardKey } from "@/products/dashboards/api";
import type { Tile } from "@/products/dashboards/types";
import { WIDGETS, type WidgetType } from "@/products/dashboards/widgets";
import { experimentListQuery } from "@/products/experiments/api";
import { EventSelect } from "@/products/taxonomy/event-select";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { Select } from "@/ui/select";
import { toast } from "@/ui/toast";

interface WidgetDialogProps {
  readonly dashboardId: number;
  /** The list to change; `new`: add one. */
  readonly tile: Tile | "new";
  readonly onClose: () => void;
}

const TYPES = Object.keys(WIDGETS) as WidgetType[];
const STATUSES = ["all", "draft", "running", "paused", "stopped"] as const;

/** Adds a live list to a dashboard, or changes one. */
export function WidgetDialog({ dashboardId, tile, onClose }: WidgetDialogProps) {
  const project = useProject();
  const client = useQueryClient();
  const before = tile === "new" ? null : tile.widget;
  const [type, setType] = useState<WidgetType>(before?.widget_type ?? "activity_events_list");
  const [name, setName] = useState(before?.name ?? "");
  const [config, setConfig] = useState<Readonly<Record<string, unknown>>>(before?.config ?? {});
  const [busy, setBusy] = useState(false);
  const experiments = useQuery({
    ...experimentListQuery(project.id, false),
    enabled: type === "experiment_results",
  });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const path = `/api/projects/${project.id}/dashboards/${dashboardId}/widgets/`;
    try {
      if (tile === "new") await api.post(`${path}batch/`, { widgets: [{ widget_type: type, name, config }] });
      else await api.patch(`${path}batch_update/`, { widgets: [{ tile_id: tile.id, name, config }] });
      await client.invalidateQueries({ queryKey: dashboardKey(project.id, dashboardId) });
      await client.invalidateQueries({ queryKey: ["dashboard-widget", project.id, dashboardId] });
      onClose();
    } catch (error) {
      toast.error("The list could not be saved.", error);
    } finally {
      setBusy(false);
    }
  };
  const choices = (experiments.data?.results ?? []).map((one) => ({
    value: String(one.id),
    label: one.name,
  }));
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={tile === "new" ? "Add a live list" : "Change the list"}
      footer={
        <Button type="submit" form="widget" variant="primary" busy={busy}>
          {tile === "new" ? "Add list" : "Save list"}
        </Button>
      }
    >
      <form id="widget" onSubmit={submit} className="flex flex-col gap-4">
        {tile === "new" && (
          <Field label="What it shows" hint={WIDGETS[type].hint}>
            <Select
              aria-label="What it shows"
              value={type}
              onChange={(next) => {
                setType(next);
                setConfig({});
              }}
              options={TYPES.map((value) => ({ value, label: WIDGETS[value].label }))}
            />
          </Field>
        )}
        <Field label="Title">
          <Input
            maxLength={400}
            value={name}
            placeholder={WIDGETS[type].label}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        {type === "activity_events_list" && (
          <Field label="Event">
            <EventSelect
              aria-label="Event"
              placeholder="Any event"
              value={String(config.eventName ?? "")}
              onChange={(eventName) => setConfig({ ...config, eventName })}
            />
          </Field>
        )}
        {type === "experiments_list" && (
          <Field label="Which experiments">
            <Select
              aria-label="Which experiments"
              value={String(config.status ?? "all")}
              onChange={(status) => setConfig({ ...config, status })}
              options={STATUSES.map((value) => ({ value, label: value === "stopped" ? "ended" : value }))}
            />
          </Field>
        )}
        {type === "experiment_results" && (
          <Field label="Experiment" hint={choices.length === 0 ? "There is no experiment yet." : undefined}>
            <Select
              aria-label="Experiment"
              value={String(config.experimentId ?? "")}
              onChange={(id) => setConfig({ experimentId: Number(id) })}
              options={choices}
            />
          </Field>
        )}
      </form>
    </Dialog>
  );
}
