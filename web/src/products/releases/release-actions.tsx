"use client";
import { MoreHorizontal, Pause, Play, RotateCcw, SkipForward, Undo2 } from "lucide-react";
import { useState } from "react";
import { useProject } from "@/lib/project-context";
import { useReleaseWrite } from "@/products/releases/api";
import { MarginDialog } from "@/products/releases/margin-dialog";
import type { Release, ReleaseAction } from "@/products/releases/types";
import { isLiving } from "@/products/releases/words";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Dropdown, DropdownItem } from "@/ui/dropdown";
import { Field } from "@/ui/field";
import { Textarea } from "@/ui/input";
import { toast } from "@/ui/toast";

interface Asked {
  readonly title: string;
  readonly text: string;
  readonly action: string;
  readonly done: string;
  readonly danger?: boolean;
  readonly needsReason?: boolean;
}

const ASKED: Readonly<Partial<Record<ReleaseAction, Asked>>> = {
  pause: {
    title: "Pause the release?",
    text: "It stays at this step. The guard goes on watching and rolls back on harm.",
    action: "Pause",
    done: "Paused.",
  },
  advance: {
    title: "Go to the next step now?",
    text: "Whatever keeps it is passed over.",
    action: "Next step",
    done: "The next step is set.",
  },
  roll_back: {
    title: "Roll back?",
    text: "The flag goes back to where it was.",
    action: "Roll back",
    done: "Rolled back.",
    danger: true,
  },
  disable_guard: {
    title: "Switch the guard off?",
    text: "Steps go by time alone, whatever is harmed.",
    action: "Switch the guard off",
    done: "The guard is off.",
    danger: true,
  },
  end: {
    title: "End the release?",
    text: "The flag stays as it is, and nobody watches it any more.",
    action: "End",
    done: "Ended.",
  },
  resume: {
    title: "Go on all the same?",
    text: "The step is set again and watched anew; what was found before does not count any more.",
    action: "Go on",
    done: "The release goes on.",
    needsReason: true,
  },
};

/** What can be done with a release in its state. */
export function ReleaseActions({ release }: { readonly release: Release }) {
  const project = useProject();
  const write = useReleaseWrite(project.id);
  const [asked, setAsked] = useState<ReleaseAction | null>(null);
  const [reason, setReason] = useState("");
  const [changing, setChanging] = useState(false);
  const { state, is_guarded: isGuarded, stages, stage } = release;
  const living = isLiving(release);
  const run = (action: ReleaseAction, done: string) =>
    write.mutate(
      { kind: "act", id: release.id, action, reason },
      {
        onSuccess: () => {
          setAsked(null);
          setReason("");
          toast.success(done);
        },
        onError: (error) => toast.error("That did not work.", error),
      },
    );
  const ask = asked === null ? undefined : ASKED[asked];
  return (
    <>
      {living && (
        <Button variant="danger" onClick={() => setAsked("roll_back")}>
          <Undo2 /> Roll back
        </Button>
      )}
      {state === "running" && (
        <Button onClick={() => setAsked("pause")}>
          <Pause /> Pause
        </Button>
      )}
      {state === "paused" && (
        <Button
          variant="primary"
          busy={write.isPending}
          onClick={() => run("unpause", "The release goes on.")}
        >
          <Play /> Go on
        </Button>
      )}
      {(state === "rolled_back" || state === "superseded" || state === "ended") && (
        <Button onClick={() => setAsked("resume")}>
          <RotateCcw /> Go on all the same
        </Button>
      )}
      {(living || state === "completed") && (
        <Dropdown
          trigger={
            <Button size="icon" variant="quiet" aria-label="More">
              <MoreHorizontal />
            </Button>
          }
        >
          {living && <DropdownItem onSelect={() => run("check", "Looked.")}>Look now</DropdownItem>}
          {living && stage + 1 < stages.length && (
            <DropdownItem onSelect={() => setAsked("advance")}>
              <SkipForward /> Next step now
            </DropdownItem>
          )}
          {living && <DropdownItem onSelect={() => setChanging(true)}>Change what is accepted…</DropdownItem>}
          {living && isGuarded && (
            <DropdownItem danger onSelect={() => setAsked("disable_guard")}>
              Switch the guard off
            </DropdownItem>
          )}
          {living && !isGuarded && (
            <DropdownItem onSelect={() => run("enable_guard", "The guard is on again.")}>
              Switch the guard on
            </DropdownItem>
          )}
          {living && (
            <DropdownItem onSelect={() => setAsked("end")}>End, and leave the flag as it is</DropdownItem>
          )}
          {state === "completed" && (
            <DropdownItem danger onSelect={() => setAsked("roll_back")}>
              <Undo2 /> Roll back
            </DropdownItem>
          )}
        </Dropdown>
      )}
      {asked && ask && (
        <Dialog
          open
          onOpenChange={(open) => !open && setAsked(null)}
          title={ask.title}
          description={ask.text}
          className="w-[min(28rem,calc(100vw-2rem))]"
          footer={
            <>
              <Button variant="ghost" onClick={() => setAsked(null)}>
                Keep it
              </Button>
              <Button
                variant={ask.danger ? "danger" : "primary"}
                busy={write.isPending}
                disabled={ask.needsReason === true && reason.trim() === ""}
                onClick={() => run(asked, ask.done)}
              >
                {ask.action}
              </Button>
            </>
          }
        >
          <Field label={ask.needsReason ? "Why" : "Why (optional)"} hint="Kept in the history.">
            <Textarea value={reason} onChange={({ target }) => setReason(target.value)} />
          </Field>
        </Dialog>
      )}
      {changing && <MarginDialog release={release} onClose={() => setChanging(false)} />}
    </>
  );
}
