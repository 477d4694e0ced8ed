import type { Release } from "@/products/releases/types";
import { isLiving } from "@/products/releases/words";
import { cn } from "@/ui/cn";

/** The steps of a release in a row: those done, the present one, those to come. */
export function StageTrack({ release }: { readonly release: Release }) {
  const { stages, stage: present, state, before } = release;
  const isBack = state === "rolled_back";
  return (
    <ol className="flex flex-wrap items-center gap-1 text-sm tabular-nums" aria-label="Steps">
      <li
        className={cn(
          "rounded-md px-2 py-1",
          isBack ? "bg-danger-soft font-semibold text-danger" : "text-muted",
        )}
      >
        {before.active ? `${before.rollout_percentage} %` : "off"}
      </li>
      {[...stages.entries()].map(([index, { rollout_percentage: share }]) => {
        const isPresent = index === present && !isBack;
        const isDone = index < present || (state === "completed" && index <= present);
        return (
          <li key={index} className="flex items-center gap-1" aria-current={isPresent ? "step" : undefined}>
            <span className="text-muted" aria-hidden>
              →
            </span>
            <span
              className={cn(
                "rounded-md border px-2 py-1",
                isPresent && isLiving(release) && "border-accent bg-accent-soft font-semibold text-accent",
                isPresent && !isLiving(release) && "border-line-strong font-semibold",
                !isPresent && isDone && "border-line bg-sunken text-muted",
                !isPresent && !isDone && "border-dashed border-line text-muted",
                isBack && index === present && "line-through",
              )}
            >
              {share} %
            </span>
          </li>
        );
      })}
    </ol>
  );
}
