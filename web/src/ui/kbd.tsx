import type { ReactNode } from "react";

/** One key of the keyboard. */
export function Kbd({ children }: { readonly children: ReactNode }) {
  return (
    <kbd className="inline-flex min-w-5 justify-center rounded-sm border border-line bg-sunken px-1 font-mono text-2xs leading-4 text-muted">
      {children}
    </kbd>
  );
}
