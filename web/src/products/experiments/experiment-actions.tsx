"use client";
import {
  Archive,
  Copy,
  MoreHorizontal,
  Pause,
  Play,
  RotateCcw,
  Snowflake,
  Square,
  Trash2,
} from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { projectPath, useProject } from "@/lib/project-context";
import { useDeleteExperiment, useStep } from "@/products/experiments/api";
import { EndDialog } from "@/products/experiments/end-dialog";
import type { Experiment } from "@/products/experiments/types";
import { Button } from "@/ui/button";
import { Confirm } from "@/ui/dialog";
import { Dropdown, DropdownItem } from "@/ui/dropdown";
import { toast } from "@/ui/toast";

type Asked = "reset" | "delete" | "pause" | null;

/** What can be done with an experiment in its state. */
export function ExperimentActions({ experiment }: { readonly experiment: Experiment }) {
  const project = useProject();
  const router = useRouter();
  const [asked, setAsked] = useState<Asked>(null);
  const [ending, setEnding] = useState(false);
  const step = useStep(project.id, experiment.id);
  const remove = useDeleteExperiment(project.id);
  const { status, archived, exposure_frozen_at: frozen } = experiment;
  const runs = status === "running" || status === "paused";
  const run = (name: string, done: string) =>
    step.mutate(
      { step: name },
      {
        onSuccess: (saved) => {
          setAsked(null);
          toast.success(done);
          if (saved.id !== experiment.id) router.push(projectPath(project.id, `/experiments/${saved.id}`));
        },
        onError: (error) => {
          setAsked(null);
          toast.error("That did not work.", error);
        },
      },
    );
  return (
    <>
      {status === "paused" && (
        <Button busy={step.isPending} onClick={() => run("resume", "The flag is on again.")}>
          <Play /> Resume
        </Button>
      )}
      {runs && (
        <Button variant="primary" onClick={() => setEnding(true)}>
          <Square /> End…
        </Button>
      )}
      <Dropdown
        trigger={
          <Button size="icon" variant="quiet" aria-label="More">
            <MoreHorizontal />
          </Button>
        }
      >
        {status === "running" && (
          <DropdownItem onSelect={() => setAsked("pause")}>
            <Pause /> Pause
          </DropdownItem>
        )}
        {runs && (
          <DropdownItem
            onSelect={() =>
              run(
                frozen ? "unfreeze_exposure" : "freeze_exposure",
                frozen ? "Newcomers count again." : "Newcomers are not counted any more.",
              )
            }
          >
            <Snowflake /> {frozen ? "Count newcomers again" : "Stop counting newcomers"}
          </DropdownItem>
        )}
        <DropdownItem onSelect={() => run("duplicate", "A copy is made.")}>
          <Copy /> Duplicate
        </DropdownItem>
        {status !== "draft" && (
          <DropdownItem onSelect={() => setAsked("reset")}>
            <RotateCcw /> Reset to a draft
          </DropdownItem>
        )}
        {(status === "stopped" || archived) && (
          <DropdownItem
            onSelect={() =>
              run(archived ? "unarchive" : "archive", archived ? "Back from the archive." : "Archived.")
            }
          >
            <Archive /> {archived ? "Bring back" : "Archive"}
          </DropdownItem>
        )}
        <DropdownItem danger onSelect={() => setAsked("delete")}>
          <Trash2 /> Delete
        </DropdownItem>
      </Dropdown>
      <EndDialog experiment={experiment} open={ending} onOpenChange={setEnding} />
      <Confirm
        open={asked === "pause"}
        onOpenChange={(open) => setAsked(open ? "pause" : null)}
        title="Pause the experiment?"
        action="Pause"
        busy={step.isPending}
        onConfirm={() => run("pause", "The flag is off.")}
      >
        The flag goes off: everyone gets what they had without the experiment, also those who had a new
        variant.
      </Confirm>
      <Confirm
        open={asked === "reset"}
        onOpenChange={(open) => setAsked(open ? "reset" : null)}
        title="Reset to a draft?"
        action="Reset"
        busy={step.isPending}
        onConfirm={() => run("reset", "A draft again.")}
      >
        Its dates, its conclusion and what was found so far are forgotten. Events stay.
      </Confirm>
      <Confirm
        open={asked === "delete"}
        onOpenChange={(open) => setAsked(open ? "delete" : null)}
        title={`Delete “${experiment.name}”?`}
        action="Delete experiment"
        busy={remove.isPending}
        onConfirm={() =>
          remove.mutate(experiment.id, {
            onSuccess: () => router.replace(projectPath(project.id, "/experiments")),
            onError: (error) => toast.error("It could not be deleted.", error),
          })
        }
      >
        The flag stays as it is. To keep what you learned, archive it instead.
      </Confirm>
    </>
  );
}
