"use client";
import { useProject } from "@/lib/project-context";
import { StateChanges } from "@/products/flags/states/state-changes";
import type { Flag } from "@/products/flags/types";
import { useRestoreFlag } from "@/products/flags/versions/api";
import { differences, type FlagVersion } from "@/products/flags/versions/diff";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { toast } from "@/ui/toast";

interface RestoreDialogProps {
  readonly flag: Flag;
  readonly version: FlagVersion;
  readonly now: FlagVersion;
  readonly onClose: () => void;
  readonly onRestored: () => void;
}

/** Shows what going back changes, then goes back: as a new version, so that it can be undone alike. */
export function RestoreDialog({ flag, version, now, onClose, onRestored }: RestoreDialogProps) {
  const project = useProject();
  const restore = useRestoreFlag(project.id, flag.id);
  const changes = differences(now.definition, version.definition);
  const run = () =>
    restore.mutate(version.version, {
      onSuccess: () => {
        toast.success(`${flag.key} is as it was at version ${version.version}.`);
        onRestored();
        onClose();
      },
      onError: (error) => toast.error("It was not restored.", error),
    });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Back to version ${version.version}`}
      description="In every environment. It becomes a new version, so this can be undone the same way."
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button variant="primary" busy={restore.isPending} disabled={changes.length === 0} onClick={run}>
            Restore it
          </Button>
        </>
      }
    >
      {changes.length === 0 ? (
        <p className="text-sm text-muted">The flag is like this now.</p>
      ) : (
        <StateChanges changes={changes} />
      )}
    </Dialog>
  );
}
