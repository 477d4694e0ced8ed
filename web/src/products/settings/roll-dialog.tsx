"use client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/lib/api/client";
import { explainError } from "@/lib/api/error";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Select } from "@/ui/select";

const GRACE = [
  { value: "0", label: "Not at all" },
  { value: "1", label: "An hour" },
  { value: "24", label: "A day" },
  { value: "168", label: "A week" },
];

interface RollDialogProps {
  /** Where the key is rolled; null: closed. */
  readonly path: string | null;
  readonly label: string;
  readonly onClose: () => void;
  readonly onRolled: (value: string) => void;
}

/** A new value for a key, and how long the old one is still accepted. */
export function RollDialog({ path, label, onClose, onRolled }: RollDialogProps) {
  const [hours, setHours] = useState("24");
  const roll = useMutation({
    mutationFn: () => api.post<{ value: string }>(path ?? "", { grace_hours: Number(hours) }),
    onSuccess: ({ value }) => onRolled(value),
  });
  return (
    <Dialog
      open={path !== null}
      onOpenChange={onClose}
      title={`A new value for ${label}`}
      description="Programs have time to take the new one while the old one is still accepted."
      footer={
        <Button variant="primary" busy={roll.isPending} onClick={() => roll.mutate()}>
          Make a new value
        </Button>
      }
    >
      <Field label="The old one works for" error={roll.error ? explainError(roll.error).detail : undefined}>
        <Select value={hours} onChange={setHours} options={GRACE} />
      </Field>
    </Dialog>
  );
}
