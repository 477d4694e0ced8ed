"use client";
import { Download } from "lucide-react";
import { saveFile } from "@/lib/save-file";
import { Button } from "@/ui/button";
import { CodeBlock } from "@/ui/code-block";
import { Dialog } from "@/ui/dialog";

interface RecoveryCodesProps {
  readonly codes: readonly string[] | null;
  readonly onClose: () => void;
}

/** Codes for when the phone is gone; shown this once. */
export function RecoveryCodes({ codes, onClose }: RecoveryCodesProps) {
  const text = (codes ?? []).join("\n");
  return (
    <Dialog
      open={codes !== null}
      onOpenChange={onClose}
      title="Keep your recovery codes"
      description="Each logs you in once when the phone is gone. They are not shown again."
      footer={
        <>
          <Button onClick={() => saveFile("edgewise-recovery-codes.txt", "text/plain", `${text}\n`)}>
            <Download /> Save as a file
          </Button>
          <Button variant="primary" onClick={onClose}>
            I have kept them
          </Button>
        </>
      }
    >
      <CodeBlock code={text} label="codes" />
    </Dialog>
  );
}
