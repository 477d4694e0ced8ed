import { cn } from "@/ui/cn";

/** The shape of what is about to come. */
export function Skeleton({ className }: { readonly className?: string }) {
  return <div aria-hidden className={cn("animate-pulse rounded-sm bg-sunken", className)} />;
}

/** Several rows of a table or list that is loading. */
export function SkeletonRows({ rows = 6 }: { readonly rows?: number }) {
  return (
    <div role="status" aria-label="Loading" className="flex flex-col gap-2.5 p-3">
      {[...Array(rows).keys()].map((row) => (
        <Skeleton key={row} className={row % 3 === 1 ? "h-5 w-4/5" : "h-5"} />
      ))}
    </div>
  );
}
