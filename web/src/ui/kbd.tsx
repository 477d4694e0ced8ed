"use client";
import { useSyncExternalStore } from "react";

const noChange = () => () => undefined;

/** One key of the keyboard. `⌘` reads `Ctrl` where there is no such key. */
export function Kbd({ children }: { readonly children: string }) {
  const mac = useSyncExternalStore(
    noChange,
    () => /Mac|iPhone|iPad/.test(navigator.platform),
    () => true,
  );
  return (
    <kbd className="inline-flex min-w-5 justify-center rounded-sm border border-line bg-sunken px-1 font-mono text-2xs leading-4 whitespace-nowrap text-muted">
      {mac ? children : children.replaceAll("⇧⌘", "Ctrl ⇧ ").replaceAll("⌘", "Ctrl ")}
    </kbd>
  );
}
