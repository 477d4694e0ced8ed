import type { FlagExplanation } from "@edgewise/core/flags/explain.ts";
import { useMutation } from "@tanstack/react-query";
import { api } from "@/lib/api/client";

/** Answer of `POST …/test_evaluation/`. */
export interface WhyAnswer {
  readonly key: string;
  readonly enabled: boolean;
  readonly variant: string | null;
  readonly value: string | boolean;
  readonly payload: string | null;
  readonly reason: {
    readonly code: string;
    readonly condition_index: number | null;
    readonly description: string;
  };
  readonly distinct_id: string;
  readonly explanation: Omit<FlagExplanation, "result" | "dependencies"> & {
    readonly dependencies: readonly { readonly key: string; readonly value?: string | boolean }[];
  };
  readonly stored: { readonly person_properties: Readonly<Record<string, unknown>> } | null;
}

export interface WhyInput {
  readonly distinct_id: string;
  readonly groups?: Readonly<Record<string, string>>;
}

/** Asks the API why someone gets what they get; it runs the edge's own evaluation. */
export function useWhy(projectId: number, flagId: number) {
  return useMutation({
    mutationFn: (input: WhyInput) =>
      api.post<WhyAnswer>(`/api/projects/${projectId}/feature_flags/${flagId}/test_evaluation/`, input),
  });
}
