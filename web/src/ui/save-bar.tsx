"use client";
import type { ReactNode } from "react";
import { Button } from "@/ui/button";

interface SaveBarProps {
  readonly label: string;
  readonly busy: boolean;
  readonly dirty: boolean;
  /** Absent: there is nothing to go back to. */
  readonly onDiscard?: (() => void) | undefined;
  readonly error?: string | null;
  readonly children?: ReactNode;
}

/** The foot of an editor: save, discard, and why saving failed. */
export function SaveBar({ label, busy, dirty, onDiscard, error, children }: SaveBarProps) {
  return (
    <div className="sticky bottom-0 z-10 -mx-4 -mb-4 border-t border-line bg-canvas/95 px-4 py-3 md:-mx-6 md:-mb-6 md:px-6">
      {error && (
        <p role="alert" className="mb-2 border-l-2 border-danger pl-3 text-sm text-danger">
          {error}
        </p>
      )}
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" variant="primary" busy={busy} disabled={!dirty}>
          {label}
        </Button>
        {onDiscard && dirty && (
          <Button variant="ghost" onClick={onDiscard}>
            Discard
          </Button>
        )}
        {onDiscard && dirty && <span className="text-xs text-muted">Unsaved changes</span>}
        {children}
      </div>
    </div>
  );
}
