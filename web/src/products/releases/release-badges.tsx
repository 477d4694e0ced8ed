import type { Release } from "@/products/releases/types";
import { isLiving, STATES, VERDICTS } from "@/products/releases/words";
import { Badge } from "@/ui/badge";

/** Where a release stands, and what its last look found. */
export function ReleaseBadges({ release }: { readonly release: Release }) {
  const { state, look, is_guarded: isGuarded } = release;
  return (
    <span className="flex flex-wrap gap-1">
      <Badge tone={STATES[state].tone}>{STATES[state].label}</Badge>
      {isLiving(release) && !isGuarded && <Badge tone="warn">Guard off</Badge>}
      {isLiving(release) && isGuarded && look && (
        <Badge tone={VERDICTS[look.verdict].tone}>{VERDICTS[look.verdict].label}</Badge>
      )}
    </span>
  );
}
