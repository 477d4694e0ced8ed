const SENTINELS: Readonly<Record<string, string>> = {
  $$_posthog_breakdown_null_$$: "(not set)",
  $$_posthog_breakdown_other_$$: "Other",
};

/** A breakdown value, or a list of them, as people read it. */
export function breakdownText(value: unknown): string {
  const list = Array.isArray(value) ? value : [value];
  return list.map((part) => SENTINELS[String(part)] ?? (String(part) || "(empty)")).join(" · ");
}
