"use client";
import { useState } from "react";
import { useProject } from "@/lib/project-context";
import { useReleaseWrite } from "@/products/releases/api";
import type { Guard, Release } from "@/products/releases/types";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { ErrorState } from "@/ui/states";
import { toast } from "@/ui/toast";

interface MarginDialogProps {
  readonly release: Release;
  readonly onClose: () => void;
}

const textOf = ({ margin }: Guard): string =>
  String(margin.scale === "relative" ? Number((margin.value * 100).toPrecision(6)) : margin.value);

/** Changes how much harm each guard-rail of a living release accepts. */
export function MarginDialog({ release, onClose }: MarginDialogProps) {
  const project = useProject();
  const write = useReleaseWrite(project.id);
  const { guards } = release.settings;
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>(() =>
    Object.fromEntries(guards.map((guard) => [guard.uuid, textOf(guard)])),
  );
  const [reason, setReason] = useState("");
  const isWrong = (uuid: string) => !(Number(texts[uuid]) >= 0) || texts[uuid]?.trim() === "";
  const save = () => {
    const changed = guards.map((guard) => {
      const value = Number(texts[guard.uuid]);
      return {
        ...guard,
        margin: { ...guard.margin, value: guard.margin.scale === "relative" ? value / 100 : value },
      };
    });
    write.mutate(
      { kind: "change", id: release.id, body: { guards: changed, reason } },
      {
        onSuccess: () => {
          toast.success("Changed, from the next look on.");
          onClose();
        },
      },
    );
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Change what is accepted"
      description="Counts from the next look on. What was changed and why stays in the history."
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Close
          </Button>
          <Button
            variant="primary"
            busy={write.isPending}
            disabled={guards.some(({ uuid }) => isWrong(uuid))}
            onClick={save}
          >
            Save
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {guards.map((guard) => (
          <Field
            key={guard.uuid}
            label={`${guard.name}: accepted harm, ${guard.margin.scale === "relative" ? "in %" : "in its unit"}`}
            error={isWrong(guard.uuid) ? "0 or more." : undefined}
          >
            <Input
              type="number"
              min={0}
              step="any"
              value={texts[guard.uuid] ?? ""}
              onChange={({ target }) => setTexts((before) => ({ ...before, [guard.uuid]: target.value }))}
            />
          </Field>
        ))}
        <Field label="Why (optional)">
          <Input value={reason} onChange={({ target }) => setReason(target.value)} />
        </Field>
        {write.error && <ErrorState className="m-0" title="Nothing was changed." error={write.error} />}
      </div>
    </Dialog>
  );
}
