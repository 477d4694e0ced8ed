import type { Stage } from "./api.ts";

/** Stages in the order in which a feature goes through them. */
export const STAGES: readonly { value: Stage; label: string; hint: string }[] = [
  { value: "draft", label: "Draft", hint: "only you see it" },
  { value: "concept", label: "Concept", hint: "people may say that they want it" },
  { value: "alpha", label: "Alpha", hint: "people may switch it on" },
  { value: "beta", label: "Beta", hint: "people may switch it on; listed by default" },
  { value: "general-availability", label: "Available", hint: "people may still choose" },
  { value: "archived", label: "Archived", hint: "listed nowhere" },
];

export const stageLabel = (stage: Stage): string =>
  STAGES.find(({ value }) => value === stage)?.label ?? stage;

/** Whether a person's own choice decides the flag. */
export const isOpen = (stage: Stage): boolean =>
  stage === "alpha" || stage === "beta" || stage === "general-availability";
