"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Archive, Power, PowerOff, Tag, Trash2, X } from "lucide-react";
import { useState } from "react";
import { api } from "@/lib/api/client";
import { useProject } from "@/lib/project-context";
import { flagListQuery } from "@/products/flags/api";
import { type BulkAction, runBulk } from "@/products/flags/bulk/run";
import type { Flag } from "@/products/flags/types";
import { Button } from "@/ui/button";
import { Confirm } from "@/ui/dialog";
import { Input } from "@/ui/input";
import { toast } from "@/ui/toast";

interface BulkBarProps {
  readonly flags: readonly Flag[];
  readonly onClear: () => void;
}

/** What to do with the chosen flags, at the foot of the list. */
export function BulkBar({ flags, onClear }: BulkBarProps) {
  const project = useProject();
  const client = useQueryClient();
  const [tag, setTag] = useState("");
  const [asked, setAsked] = useState<"off" | "delete" | null>(null);
  const run = useMutation({
    mutationFn: (action: BulkAction) => runBulk(api.post, project.id, flags, action),
    onSuccess: ({ done, refused }) => {
      if (refused.length > 0) toast.error(`${done} of ${flags.length} done.`, new Error(refused.join("\n")));
      else toast.success(`${done} ${done === 1 ? "flag" : "flags"} done.`);
      onClear();
    },
    onError: (error) => toast.error("That did not work.", error),
    onSettled: () => {
      setAsked(null);
      return client.invalidateQueries({ queryKey: flagListQuery(project.id).queryKey });
    },
  });
  const count = `${flags.length} ${flags.length === 1 ? "flag" : "flags"}`;
  return (
    <section
      aria-label="Chosen flags"
      className="sticky bottom-0 flex flex-wrap items-center gap-2 border-t border-line bg-surface px-4 py-2.5 md:px-6"
    >
      <span className="mr-2 text-sm font-medium">{count} chosen</span>
      <Button size="sm" busy={run.isPending} onClick={() => run.mutate({ kind: "on" })}>
        <Power /> Switch on
      </Button>
      <Button size="sm" onClick={() => setAsked("off")}>
        <PowerOff /> Switch off
      </Button>
      <Button size="sm" onClick={() => run.mutate({ kind: "archive" })}>
        <Archive /> Archive
      </Button>
      <form
        className="flex items-center gap-1"
        onSubmit={(event) => {
          event.preventDefault();
          if (tag.trim()) run.mutate({ kind: "tag", tag: tag.trim() });
        }}
      >
        <Input
          className="h-7 w-28 text-xs"
          aria-label="Tag"
          placeholder="tag"
          value={tag}
          onChange={(event) => setTag(event.target.value)}
        />
        <Button size="sm" type="submit" disabled={tag.trim() === ""}>
          <Tag /> Add
        </Button>
        <Button
          size="sm"
          disabled={tag.trim() === ""}
          onClick={() => run.mutate({ kind: "untag", tag: tag.trim() })}
        >
          Remove
        </Button>
      </form>
      <Button size="sm" variant="danger" onClick={() => setAsked("delete")}>
        <Trash2 /> Delete
      </Button>
      <Button size="icon-sm" variant="quiet" className="ml-auto" aria-label="Choose none" onClick={onClear}>
        <X />
      </Button>
      <Confirm
        open={asked !== null}
        onOpenChange={(open) => !open && setAsked(null)}
        title={asked === "delete" ? `Delete ${count}?` : `Switch off ${count}?`}
        action={asked === "delete" ? `Delete ${count}` : "Switch off"}
        busy={run.isPending}
        onConfirm={() => asked && run.mutate({ kind: asked })}
      >
        {asked === "delete"
          ? "Code that asks for them gets “off” from then on. Those that other flags or experiments need stay, and are named."
          : "Nobody gets them within a second, here and at every edge within seconds."}
      </Confirm>
    </section>
  );
}
