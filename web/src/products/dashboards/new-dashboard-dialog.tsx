"use client";
import { type DashboardTemplate, fillTemplate } from "@edgewise/core/dashboards/template.ts";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { explainError } from "@/lib/api/error";
import { projectPath, useProject } from "@/lib/project-context";
import { templateListQuery, useCreateDashboard } from "@/products/dashboards/api";
import { EventSelect } from "@/products/taxonomy/event-select";
import { Button } from "@/ui/button";
import { cn } from "@/ui/cn";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { SkeletonRows } from "@/ui/skeleton";
import { ErrorState } from "@/ui/states";

/** An empty dashboard, or one from a template whose events are chosen here. */
export function NewDashboardDialog({
  open,
  onClose,
}: {
  readonly open: boolean;
  readonly onClose: () => void;
}) {
  const project = useProject();
  const router = useRouter();
  const templates = useQuery({ ...templateListQuery(project.id), enabled: open });
  const create = useCreateDashboard(project.id);
  const [chosen, setChosen] = useState<DashboardTemplate | null>(null);
  const [name, setName] = useState("");
  const [events, setEvents] = useState<Readonly<Record<string, string>>>({});
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const title = name.trim() || chosen?.template_name || "Untitled dashboard";
    const write = chosen
      ? {
          path: "create_from_template_json/",
          body: { template: { ...chosen, template_name: title, tiles: fillTemplate(chosen, events) } },
        }
      : { body: { name: title } };
    create.mutate(write, {
      onSuccess: ({ id }) =>
        router.push(projectPath(project.id, `/dashboards/${id}${chosen ? "" : "?edit=true"}`)),
    });
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onClose}
      title="New dashboard"
      className="w-[min(44rem,calc(100vw-2rem))]"
      footer={
        <Button type="submit" form="new-dashboard" variant="primary" busy={create.isPending}>
          Create dashboard
        </Button>
      }
    >
      <form id="new-dashboard" onSubmit={submit} className="flex flex-col gap-4">
        <Field label="Name">
          <Input
            autoFocus
            maxLength={400}
            placeholder={chosen?.template_name ?? "Untitled dashboard"}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        <fieldset>
          <legend className="mb-1.5 text-sm font-medium">Start from</legend>
          {templates.error && <ErrorState error={templates.error} onRetry={() => void templates.refetch()} />}
          {templates.isPending && <SkeletonRows rows={3} />}
          {templates.data && (
            <div className="grid gap-2 sm:grid-cols-2">
              <Choice
                title="Nothing"
                text="An empty grid. Add insights and texts yourself."
                active={chosen === null}
                onChoose={() => setChosen(null)}
              />
              {templates.data.results.map((template) => (
                <Choice
                  key={template.id}
                  title={template.template_name}
                  text={`${template.dashboard_description} ${template.tiles.length} tiles.`}
                  active={chosen?.id === template.id}
                  onChoose={() => setChosen(template)}
                />
              ))}
            </div>
          )}
        </fieldset>
        {chosen?.variables.map((variable) => (
          <Field key={variable.id} label={variable.name} hint={variable.description}>
            <EventSelect
              value={events[variable.id] ?? variable.default.id}
              onChange={(event) => setEvents({ ...events, [variable.id]: event })}
            />
          </Field>
        ))}
        {create.error && (
          <p role="alert" className="text-sm text-danger">
            {explainError(create.error).detail}
          </p>
        )}
      </form>
    </Dialog>
  );
}

interface ChoiceProps {
  readonly title: string;
  readonly text: string;
  readonly active: boolean;
  readonly onChoose: () => void;
}

function Choice({ title, text, active, onChoose }: ChoiceProps) {
  return (
    <button
      type="button"
      aria-pressed={active}
      onClick={onChoose}
      className={cn(
        "rounded-md border px-3 py-2 text-left hover:bg-hover",
        active ? "border-accent bg-accent-soft" : "border-line",
      )}
    >
      <span className="block text-sm font-medium">{title}</span>
      <span className="block text-xs text-muted">{text}</span>
    </button>
  );
}
