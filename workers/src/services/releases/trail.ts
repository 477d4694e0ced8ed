import type { ReleaseLook } from "@edgewise/core/releases/look.ts";
import type { ReleaseRow } from "@edgewise/db/mysql/repos/guarded-releases.ts";

const MOST = 120;

/** The looks at a step with another one; when there are too many, every second one goes. */
export function trailWith(
  { trail, stage }: Pick<ReleaseRow, "trail" | "stage">,
  look: ReleaseLook,
): readonly ReleaseLook[] {
  const kept = trail.filter((one) => one.stage === stage);
  const all = [...kept, { ...look, query: null }];
  return all.length <= MOST ? all : all.filter((_, index) => index % 2 === 0 || index === all.length - 1);
}
