"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { RefreshCw } from "lucide-react";
import { useMemo, useState } from "react";
import { useForm } from "react-hook-form";
import * as z from "zod";
import { api } from "@/lib/api/client";
import { placeError } from "@/lib/api/form-errors";
import type { Project } from "@/lib/api/types";
import { useEdgeHost } from "@/lib/edge-host";
import { useProject } from "@/lib/project-context";
import { ProjectEnd } from "@/products/settings/project-end";
import { Button } from "@/ui/button";
import { CopyButton } from "@/ui/code-block";
import { Combobox } from "@/ui/combobox";
import { Confirm } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { Panel } from "@/ui/page";
import { Select } from "@/ui/select";
import { toast } from "@/ui/toast";

const schema = z.object({
  name: z.string().trim().min(1, "A project needs a name."),
  timezone: z.string(),
  week_start_day: z.enum(["0", "1"]),
});

/** Name, time zone, week start; the project's token and host. */
export function ProjectSettings() {
  const project = useProject();
  const client = useQueryClient();
  const [failure, setFailure] = useState<string | null>(null);
  const form = useForm({
    resolver: zodResolver(schema),
    values: {
      name: project.name,
      timezone: project.timezone,
      week_start_day: project.week_start_day === 1 ? ("1" as const) : ("0" as const),
    },
  });
  const { errors, isSubmitting, isDirty } = form.formState;
  const zones = useMemo(() => ["UTC", ...Intl.supportedValuesOf("timeZone")].map((value) => ({ value })), []);
  const timezone = form.watch("timezone");
  const weekStart = form.watch("week_start_day");

  const submit = form.handleSubmit(async (values) => {
    setFailure(null);
    try {
      const saved = await api.patch<Project>(`/api/projects/${project.id}/`, {
        ...values,
        week_start_day: Number(values.week_start_day),
      });
      client.setQueryData(["project", project.id], saved);
      await client.invalidateQueries({ queryKey: ["me"] });
      toast.success("Project settings are saved.");
    } catch (error) {
      setFailure(placeError(form, error, ["name", "timezone", "week_start_day"]));
    }
  });

  return (
    <>
      <Panel title="Project">
        <form onSubmit={submit} noValidate className="flex flex-col gap-4 p-3">
          <Field label="Name" error={errors.name?.message} className="max-w-sm">
            <Input {...form.register("name")} />
          </Field>
          <div className="flex flex-wrap gap-4">
            <div className="flex flex-col gap-1">
              <span className="text-sm font-medium">Time zone</span>
              <Combobox
                placeholder="Search time zones"
                options={zones}
                value={timezone}
                onChange={(zone) => form.setValue("timezone", zone, { shouldDirty: true })}
                trigger={<Button className="justify-start font-normal">{timezone}</Button>}
              />
              {errors.timezone && <p className="text-xs text-danger">{errors.timezone.message}</p>}
            </div>
            <Field label="Week starts on">
              <Select
                value={weekStart}
                options={[
                  { value: "0", label: "Sunday" },
                  { value: "1", label: "Monday" },
                ]}
                onChange={(day) => form.setValue("week_start_day", day, { shouldDirty: true })}
              />
            </Field>
          </div>
          <p className="text-xs text-muted">
            Days, weeks and months of every chart follow this zone. Changing it changes past charts too;
            stored events stay as they are.
          </p>
          {failure && (
            <p role="alert" className="text-sm text-danger">
              {failure}
            </p>
          )}
          <div>
            <Button type="submit" variant="primary" busy={isSubmitting} disabled={!isDirty}>
              Save
            </Button>
          </div>
        </form>
      </Panel>
      <TokenPanel />
      <ProjectEnd />
    </>
  );
}

function TokenPanel() {
  const project = useProject();
  const host = useEdgeHost();
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const rotate = useMutation({
    mutationFn: () => api.patch<Project>(`/api/projects/${project.id}/reset_token/`, {}),
    onSuccess: async (saved) => {
      client.setQueryData(["project", project.id], saved);
      await client.invalidateQueries({ queryKey: ["me"] });
      toast.success("The token is new. The old one stops working now.");
    },
    onError: (error) => toast.error("The token could not be rotated.", error),
    onSettled: () => setAsking(false),
  });
  return (
    <Panel
      title="For SDKs"
      actions={
        <Button size="sm" variant="quiet" onClick={() => setAsking(true)}>
          <RefreshCw /> Rotate token
        </Button>
      }
    >
      <dl className="grid gap-x-4 gap-y-1 p-3 text-sm sm:grid-cols-[7rem_minmax(0,1fr)]">
        {[
          ["Token", project.api_token],
          ["Host", host],
          ["Project number", String(project.id)],
        ].map(([name = "", value = ""]) => (
          <div key={name} className="contents">
            <dt className="self-center text-muted">{name}</dt>
            <dd className="flex min-w-0 items-center gap-1">
              <code className="truncate font-mono text-xs">{value}</code>
              <CopyButton text={value} label={`Copy ${name.toLowerCase()}`} />
            </dd>
          </div>
        ))}
      </dl>
      <p className="border-t border-line px-3 py-2 text-xs text-muted">
        The token is public: it may stand in web pages. It can send events and ask for flags, nothing else.
      </p>
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title="Rotate the project token?"
        action="Rotate token"
        busy={rotate.isPending}
        onConfirm={() => rotate.mutate()}
      >
        Every SDK that still sends the old token is refused from now on. Have the new one ready to deploy.
      </Confirm>
    </Panel>
  );
}
