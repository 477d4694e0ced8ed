import { cn } from "@/ui/cn";

/** The mark: an E whose bars end on one slanted edge. */
export function Mark({ className }: { readonly className?: string }) {
  return (
    <svg viewBox="0 0 24 24" className={cn("size-5 text-accent", className)} aria-hidden fill="currentColor">
      <path d="M3 3h18l-2.1 4.5H3z" />
      <path d="M3 9.75h14.85l-2.1 4.5H3z" opacity=".8" />
      <path d="M3 16.5h11.7L12.6 21H3z" opacity=".6" />
    </svg>
  );
}

export function Logo({ className }: { readonly className?: string }) {
  return (
    <span className={cn("inline-flex items-center gap-2 font-semibold tracking-tight", className)}>
      <Mark />
      Edgewise
    </span>
  );
}
