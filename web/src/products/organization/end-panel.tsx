"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, request } from "@/lib/api/client";
import type { Organization, Page } from "@/lib/api/types";
import { DeletedProjects } from "@/products/organization/deleted-projects";
import { TypedConfirm } from "@/products/organization/typed-confirm";
import type { RoledMember } from "@/products/settings/member-row";
import { Button } from "@/ui/button";
import { Confirm } from "@/ui/dialog";
import { Panel } from "@/ui/page";
import { Select } from "@/ui/select";
import { toast } from "@/ui/toast";

interface EndPanelProps {
  readonly organization: Organization;
  readonly owner: boolean;
}

const NOBODY = "nobody";

/** Handing over, leaving and deleting. */
export function EndPanel({ organization, owner }: EndPanelProps) {
  const client = useQueryClient();
  const base = `/api/organizations/${organization.id}`;
  const [step, setStep] = useState<"leave" | "delete" | "transfer" | null>(null);
  const [heir, setHeir] = useState("");
  const members = useQuery({
    queryKey: ["members", organization.id],
    queryFn: () => api.get<Page<RoledMember>>(`${base}/members/?limit=200`),
    enabled: owner,
  });
  const others = (members.data?.results ?? []).filter(({ role }) => role !== "owner");
  const act = useMutation({
    mutationFn: (what: "leave" | "delete" | "transfer"): Promise<unknown> =>
      what === "leave"
        ? api.post("/api/users/@me/leave_organization/", { organization: organization.id })
        : what === "delete"
          ? request("DELETE", `${base}/`)
          : api.post(`${base}/transfer_ownership/`, { user: heir }),
    onSuccess: async (_, what) => {
      if (what !== "transfer") return window.location.assign("/organizations");
      toast.success("The organisation has a new owner. You are an admin now.");
      await Promise.all([
        client.invalidateQueries({ queryKey: ["me"] }),
        client.invalidateQueries({ queryKey: ["members"] }),
      ]);
    },
    onError: (error) => void toast.error("Nothing was changed", error),
    onSettled: () => setStep(null),
  });
  const heirName = others.find(({ user }) => user.uuid === heir)?.user.email ?? "";
  return (
    <Panel title="Handing over, leaving, deleting">
      {owner && (
        <div className="flex flex-wrap items-center gap-2 border-b border-line p-3 text-sm">
          <p className="min-w-0 flex-1 basis-56">
            Hand over
            <span className="block text-xs text-muted">Another member becomes owner, you become admin.</span>
          </p>
          <Select
            aria-label="New owner"
            value={heir || NOBODY}
            disabled={others.length === 0}
            onChange={(id) => setHeir(id === NOBODY ? "" : id)}
            options={[
              { value: NOBODY, label: others.length === 0 ? "Invite somebody first" : "Choose a member" },
              ...others.map(({ user }) => ({ value: user.uuid ?? "", label: user.email })),
            ]}
          />
          <Button disabled={heir === ""} onClick={() => setStep("transfer")}>
            Hand over
          </Button>
        </div>
      )}
      <div className="flex flex-wrap items-center gap-2 border-b border-line p-3 text-sm">
        <p className="min-w-0 flex-1 basis-56">
          Leave
          <span className="block text-xs text-muted">What you made stays; you lose access at once.</span>
        </p>
        <Button onClick={() => setStep("leave")}>Leave {organization.name}</Button>
      </div>
      {owner && (
        <div className="flex flex-wrap items-center gap-2 p-3 text-sm">
          <p className="min-w-0 flex-1 basis-56">
            Delete
            <span className="block text-xs text-muted">
              With all projects and their data. It can be restored for 14 days.
            </span>
          </p>
          <Button variant="danger" onClick={() => setStep("delete")}>
            Delete {organization.name}
          </Button>
        </div>
      )}
      {(owner || organization.role === "admin") && <DeletedProjects base={base} />}
      <Confirm
        open={step === "leave"}
        onOpenChange={() => setStep(null)}
        title={`Leave ${organization.name}?`}
        action="Leave"
        busy={act.isPending}
        onConfirm={() => act.mutate("leave")}
      >
        You lose all of its projects at once. Somebody has to invite you to come back.
      </Confirm>
      <Confirm
        open={step === "transfer"}
        onOpenChange={() => setStep(null)}
        title="Hand the organisation over?"
        action="Hand over"
        busy={act.isPending}
        onConfirm={() => act.mutate("transfer")}
      >
        {heirName} may then do everything, and take you out, too.
      </Confirm>
      <TypedConfirm
        open={step === "delete"}
        name={organization.name}
        title={`Delete ${organization.name}?`}
        action="Delete the organisation"
        busy={act.isPending}
        onClose={() => setStep(null)}
        onConfirm={() => act.mutate("delete")}
      >
        Nobody can open its projects any more, and no events or flags are served. For 14 days its owners can
        restore it; then all data is erased for good.
      </TypedConfirm>
    </Panel>
  );
}
