"use client";
import { Button } from "@/ui/button";
import { CodeBlock } from "@/ui/code-block";
import { Dialog } from "@/ui/dialog";

interface ShownOnceProps {
  readonly value: string | null;
  readonly onClose: () => void;
}

/** A new key; it cannot be read again. */
export function ShownOnce({ value, onClose }: ShownOnceProps) {
  return (
    <Dialog
      open={value !== null}
      onOpenChange={onClose}
      title="Copy the key now"
      description="Only its hash is stored; it is not shown again."
      footer={
        <Button variant="primary" onClick={onClose}>
          I have copied it
        </Button>
      }
    >
      <CodeBlock code={value ?? ""} label="key" wrap />
    </Dialog>
  );
}
