"use client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/lib/api/client";
import { useProjectContext } from "@/lib/project-context";
import { TypedConfirm } from "@/products/organization/typed-confirm";
import { Button } from "@/ui/button";
import { Confirm } from "@/ui/dialog";
import { Panel } from "@/ui/page";
import { Select } from "@/ui/select";
import { toast } from "@/ui/toast";

const NOWHERE = "nowhere";

/** Handing the project to another organisation, and deleting it. */
export function ProjectEnd() {
  const { me, project } = useProjectContext();
  const [step, setStep] = useState<"move" | "delete" | null>(null);
  const [target, setTarget] = useState("");
  const others = me.organizations.filter(({ id }) => id !== me.organization?.id);
  const path = `/api/projects/${project.id}/`;
  const act = useMutation({
    mutationFn: (what: "move" | "delete"): Promise<unknown> =>
      what === "move"
        ? api.post(`${path}change_organization/`, { organization_id: target })
        : api.delete(path),
    onSuccess: () => window.location.assign("/home"),
    onError: (error) => void toast.error("The project was not changed", error),
    onSettled: () => setStep(null),
  });
  const role = me.organization?.role;
  if (role !== "admin" && role !== "owner") return null;
  const name = others.find(({ id }) => id === target)?.name ?? "";
  return (
    <Panel title="Moving and deleting">
      {others.length > 0 && (
        <div className="flex flex-wrap items-center gap-2 border-b border-line p-3 text-sm">
          <p className="min-w-0 flex-1 basis-56">
            Move to another organisation
            <span className="block text-xs text-muted">
              With everything it has. You must be an admin there, too.
            </span>
          </p>
          <Select
            aria-label="Organisation"
            value={target || NOWHERE}
            onChange={(id) => setTarget(id === NOWHERE ? "" : id)}
            options={[
              { value: NOWHERE, label: "Choose an organisation" },
              ...others.map(({ id, name: label }) => ({ value: id, label })),
            ]}
          />
          <Button disabled={target === ""} onClick={() => setStep("move")}>
            Move
          </Button>
        </div>
      )}
      <div className="flex flex-wrap items-center gap-2 p-3 text-sm">
        <p className="min-w-0 flex-1 basis-56">
          Delete
          <span className="block text-xs text-muted">
            It can be restored for 14 days, in the settings of the organisation.
          </span>
        </p>
        <Button variant="danger" onClick={() => setStep("delete")}>
          Delete {project.name}
        </Button>
      </div>
      <Confirm
        open={step === "move"}
        onOpenChange={() => setStep(null)}
        title={`Move ${project.name} to ${name}?`}
        action="Move"
        busy={act.isPending}
        onConfirm={() => act.mutate("move")}
      >
        Members of {me.organization?.name} lose it, members of {name} get it. Tokens and links stay the same.
      </Confirm>
      <TypedConfirm
        open={step === "delete"}
        name={project.name}
        title={`Delete ${project.name}?`}
        action="Delete the project"
        busy={act.isPending}
        onClose={() => setStep(null)}
        onConfirm={() => act.mutate("delete")}
      >
        Its tokens are refused from now on: no events are taken, no flags are served. After 14 days all data
        is erased for good.
      </TypedConfirm>
    </Panel>
  );
}
