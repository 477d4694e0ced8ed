"use client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useEdgeHost } from "@/lib/edge-host";
import { useProject } from "@/lib/project-context";
import { type EarlyAccessFeature, enroll } from "@/products/flags/early-access/api";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Textarea } from "@/ui/input";
import { toast } from "@/ui/toast";

interface PeopleDialogProps {
  readonly feature: EarlyAccessFeature;
  readonly onClose: () => void;
}

/** Lets people in by their distinct IDs, or out again. */
export function PeopleDialog({ feature, onClose }: PeopleDialogProps) {
  const project = useProject();
  const host = useEdgeHost();
  const [text, setText] = useState("");
  const ids = [...new Set(text.split(/[\n,]/).map((id) => id.trim()))].filter((id) => id !== "");
  const flagKey = feature.feature_flag?.key ?? "";
  const run = useMutation({
    mutationFn: async (isIn: boolean) => {
      for (const id of ids) await enroll({ token: project.api_token, host }, feature, flagKey, id, isIn);
    },
    onSuccess: (_, isIn) => {
      toast.success(`${ids.length} ${ids.length === 1 ? "person is" : "people are"} ${isIn ? "in" : "out"}.`);
      onClose();
    },
    onError: (error) => toast.error("Not everybody was changed.", error),
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Who gets ${feature.name}`}
      description="As if they had chosen it themselves; they can change it on the public page."
      footer={
        <>
          <Button variant="ghost" disabled={ids.length === 0} onClick={() => run.mutate(false)}>
            Take out
          </Button>
          <Button
            variant="primary"
            busy={run.isPending}
            disabled={ids.length === 0}
            onClick={() => run.mutate(true)}
          >
            Let in {ids.length > 0 && ids.length}
          </Button>
        </>
      }
    >
      <Field label="Distinct IDs" hint="One a line.">
        <Textarea
          autoFocus
          rows={6}
          className="font-mono text-xs"
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </Field>
    </Dialog>
  );
}
