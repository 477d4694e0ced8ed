"use client";
import { parseAsString, useQueryState } from "nuqs";
import { useKept } from "@/lib/use-kept";
import { type Goal, goalOf } from "@/products/onboarding/goals";

/** What somebody came for: as the address says, else as they chose before in this browser. */
export function useGoal(projectId: number): readonly [Goal, (key: string) => void] {
  const [kept, keep] = useKept(`edgewise:goal:${projectId}`);
  const [asked, setAsked] = useQueryState("goal", parseAsString);
  const choose = (key: string) => {
    keep(key);
    void setAsked(key);
  };
  return [goalOf(asked ?? kept), choose];
}
