"use client";
import { Redo2, Undo2 } from "lucide-react";
import type { QueryEditor } from "@/products/insights/use-query-state";
import { useUndoKeys } from "@/products/insights/use-undo-keys";
import { Button } from "@/ui/button";
import { Tooltip } from "@/ui/tooltip";

/** Undo and redo, also from the keyboard. */
export function UndoButtons({ editor }: { readonly editor: QueryEditor }) {
  useUndoKeys(editor);
  return (
    <>
      <Tooltip content="Undo (⌘Z)" side="bottom">
        <Button
          size="icon"
          variant="quiet"
          aria-label="Undo"
          disabled={!editor.canUndo}
          onClick={editor.undo}
        >
          <Undo2 />
        </Button>
      </Tooltip>
      <Tooltip content="Redo (⇧⌘Z)" side="bottom">
        <Button
          size="icon"
          variant="quiet"
          aria-label="Redo"
          disabled={!editor.canRedo}
          onClick={editor.redo}
        >
          <Redo2 />
        </Button>
      </Tooltip>
    </>
  );
}
