"use client";
import { type FormEvent, useState } from "react";
import { useProject } from "@/lib/project-context";
import { useTileAction } from "@/products/dashboards/api";
import { TextTile } from "@/products/dashboards/text-tile";
import type { Tile } from "@/products/dashboards/types";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Textarea } from "@/ui/input";

interface TextDialogProps {
  readonly dashboardId: number;
  /** The text tile to change; `new`: add one. */
  readonly tile: Tile | "new";
  readonly onClose: () => void;
}

/** Writes a text tile, with a preview. */
export function TextDialog({ dashboardId, tile, onClose }: TextDialogProps) {
  const project = useProject();
  const [body, setBody] = useState(tile === "new" ? "" : (tile.text?.body ?? ""));
  const action = useTileAction(project.id, dashboardId);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const write =
      tile === "new"
        ? { action: "create_text_tile", body: { body } }
        : { action: "update_text_tile", body: { tile_id: tile.id, body } };
    action.mutate({ ...write, what: "The text could not be saved." }, { onSuccess: onClose });
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={tile === "new" ? "Add a text" : "Edit text"}
      footer={
        <Button
          type="submit"
          form="text-tile"
          variant="primary"
          busy={action.isPending}
          disabled={!body.trim()}
        >
          {tile === "new" ? "Add text" : "Save text"}
        </Button>
      }
    >
      <form id="text-tile" onSubmit={submit} className="flex flex-col gap-3">
        <Field label="Text" hint="# heading, **bold**, *italic*, `code`, - list, [link](https://…)">
          <Textarea
            autoFocus
            rows={6}
            maxLength={4000}
            value={body}
            onChange={(event) => setBody(event.target.value)}
          />
        </Field>
        {body.trim() && (
          <div className="rounded-md border border-line">
            <TextTile body={body} />
          </div>
        )}
      </form>
    </Dialog>
  );
}
