import type { ReactNode } from "react";

/** Search and choices above a list. */
export function Toolbar({ children }: { readonly children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-2 md:px-6">{children}</div>
  );
}
