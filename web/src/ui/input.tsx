"use client";
import { Search } from "lucide-react";
import type { ComponentProps } from "react";
import { cn } from "@/ui/cn";

const base =
  "w-full rounded-md border border-line-strong/70 bg-surface text-sm text-text placeholder:text-muted/80 aria-invalid:border-danger focus-visible:outline-2 focus-visible:-outline-offset-1 focus-visible:outline-accent disabled:opacity-60";

/** Single-line text. */
export function Input({ className, ...rest }: ComponentProps<"input">) {
  return <input className={cn(base, "h-8 px-2.5", className)} {...rest} />;
}

/** Several lines of text. */
export function Textarea({ className, ...rest }: ComponentProps<"textarea">) {
  return <textarea className={cn(base, "min-h-16 px-2.5 py-1.5 leading-snug", className)} {...rest} />;
}

/** A search box; give it an `aria-label`. */
export function SearchInput({ className, ...rest }: ComponentProps<"input">) {
  return (
    <span className={cn("relative block", className)}>
      <Search className="pointer-events-none absolute top-2 left-2.5 size-4 text-muted" aria-hidden />
      <input type="search" className={cn(base, "h-8 pr-2.5 pl-8")} {...rest} />
    </span>
  );
}
