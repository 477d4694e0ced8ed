import type { JsonObject } from "@edgewise/core/events/types.ts";
import type { FlagCondition, FlagFilters, PropertyFilter } from "@edgewise/core/flags/types.ts";
import type { Flag, FlagInput } from "./types.ts";

export type Runtime = "all" | "client" | "server";

export interface VariantDraft {
  readonly key: string;
  readonly name: string;
  readonly rollout: number;
}

export interface ConditionDraft {
  /** Identity on the screen only. */
  readonly id: string;
  readonly properties: readonly PropertyFilter[];
  readonly rollout: number;
  /** Variant that everyone of this condition gets; null: by weight. */
  readonly variant: string | null;
  readonly description: string;
  /** What the editor does not show, kept as it is. */
  readonly rest: Partial<FlagCondition>;
}

/** A flag while it is edited. */
export interface FlagDraft {
  readonly key: string;
  readonly name: string;
  readonly active: boolean;
  readonly multivariate: boolean;
  readonly variants: readonly VariantDraft[];
  /** JSON text by variant key, `"true"` for boolean flags; '' = none. */
  readonly payloads: Readonly<Record<string, string>>;
  readonly conditions: readonly ConditionDraft[];
  readonly continuity: boolean;
  readonly runtime: Runtime;
  readonly tags: readonly string[];
  /** Remote configuration: its payload is the answer. */
  readonly config: boolean;
  readonly encrypted: boolean;
  /** JSON Schema of the payloads as text; '' = none. */
  readonly schema: string;
  /** Percentages go by device instead of person. */
  readonly device: boolean;
  /** Only asked for by callers of these contexts; empty = by all. */
  readonly contexts: readonly string[];
  /** Holdouts, early access … : kept as they are. */
  readonly rest: Partial<FlagFilters>;
}

export function newCondition(id: string): ConditionDraft {
  return { id, properties: [], rollout: 100, variant: null, description: "", rest: {} };
}

/** A new flag: boolean, one condition for nobody yet. */
export function emptyDraft(): FlagDraft {
  return {
    key: "",
    name: "",
    active: true,
    multivariate: false,
    variants: [
      { key: "control", name: "", rollout: 50 },
      { key: "test", name: "", rollout: 50 },
    ],
    payloads: {},
    conditions: [{ ...newCondition("c0"), rollout: 0 }],
    continuity: false,
    runtime: "all",
    tags: [],
    config: false,
    encrypted: false,
    schema: "",
    device: false,
    contexts: [],
    rest: {},
  };
}

/** The draft of a stored flag. */
export function fromFlag(flag: Flag): FlagDraft {
  const { groups, multivariate, payloads, payload_schema: schema, ...rest } = flag.filters;
  const variants = multivariate?.variants ?? [];
  const empty = emptyDraft();
  return {
    key: flag.key,
    name: flag.name,
    active: flag.active,
    multivariate: variants.length > 0,
    variants:
      variants.length > 0
        ? variants.map(({ key, name, rollout_percentage }) => ({
            key,
            name: name ?? "",
            rollout: rollout_percentage,
          }))
        : empty.variants,
    payloads: Object.fromEntries(
      Object.entries(payloads ?? {}).map(([key, value]) => [
        key,
        typeof value === "string" ? value : JSON.stringify(value),
      ]),
    ),
    conditions: groups.map((group, index) => {
      const { properties, rollout_percentage, variant, description, ...others } = group;
      return {
        id: `c${index}`,
        properties: properties ?? [],
        rollout: rollout_percentage ?? 100,
        variant: variant ?? null,
        description: description ?? "",
        rest: others,
      };
    }),
    continuity: flag.ensure_experience_continuity ?? false,
    runtime: flag.evaluation_runtime ?? "all",
    tags: flag.tags,
    config: flag.is_remote_configuration ?? false,
    encrypted: flag.has_encrypted_payloads ?? false,
    schema: schema ? JSON.stringify(schema, null, 2) : "",
    device: flag.bucketing_identifier === "device_id",
    contexts: flag.evaluation_contexts ?? [],
    rest,
  };
}

/** What is sent to the API. Payloads of variants that no longer exist are dropped. */
export function toInput(draft: FlagDraft, version?: number): FlagInput {
  const allowed = draft.multivariate ? draft.variants.map((variant) => variant.key) : ["true"];
  const variants = draft.variants.map(({ key, name, rollout }) => ({
    key,
    ...(name ? { name } : {}),
    rollout_percentage: rollout,
  }));
  return {
    key: draft.key.trim(),
    name: draft.name.trim(),
    active: draft.active,
    filters: {
      ...draft.rest,
      groups: draft.conditions.map(({ properties, rollout, variant, description, rest }) => ({
        ...rest,
        properties,
        rollout_percentage: rollout,
        variant: draft.multivariate ? variant : null,
        ...(description ? { description } : {}),
      })),
      multivariate: draft.multivariate ? { variants } : null,
      payloads: Object.fromEntries(
        allowed.flatMap((key) => {
          const text = draft.payloads[key]?.trim();
          return text ? [[key, text]] : [];
        }),
      ),
      ...schemaOf(draft),
    },
    ensure_experience_continuity: draft.continuity,
    evaluation_runtime: draft.runtime,
    tags: draft.tags,
    is_remote_configuration: draft.config,
    has_encrypted_payloads: draft.config && draft.encrypted,
    bucketing_identifier: draft.device ? "device_id" : null,
    evaluation_contexts: draft.contexts,
    ...(version === undefined ? {} : { version }),
  };
}

/** Whole percentages as equal as possible, 100 in total, the first ones larger. */
export function distributeEvenly(variants: readonly VariantDraft[]): VariantDraft[] {
  const share = Math.floor(100 / variants.length);
  const extra = 100 - share * variants.length;
  return variants.map((variant, index) => ({ ...variant, rollout: share + (index < extra ? 1 : 0) }));
}

/** Sum of the weights, free of floating point noise. */
export function totalWeight(variants: readonly VariantDraft[]): number {
  return Number(variants.reduce((sum, { rollout }) => sum + rollout, 0).toFixed(3));
}

/** Matches persons (null) or the groups of one type. Filters of the other kind cannot stay. */
export function matchedBy(draft: FlagDraft, index: number | null): Partial<FlagDraft> {
  return {
    rest: { ...draft.rest, aggregation_group_type_index: index },
    conditions: draft.conditions.map((condition) => conditionMatchedBy(condition, index, index)),
  };
}

/** The same for one condition, beside `common`, what the flag matches by. */
export function conditionMatchedBy(
  condition: ConditionDraft,
  index: number | null,
  common: number | null,
): ConditionDraft {
  const { aggregation_group_type_index: _, ...rest } = condition.rest;
  const own = index === common ? rest : { ...rest, aggregation_group_type_index: index };
  return { ...condition, properties: [], rest: own };
}

/** Group type that a condition matches by: its own, else the flag's; null: persons. */
export function matchOf({ rest }: ConditionDraft, common: number | null): number | null {
  return rest.aggregation_group_type_index === undefined ? common : rest.aggregation_group_type_index;
}

/** Nothing while the text is no JSON: the editor says so and does not save. */
function schemaOf({ schema }: FlagDraft): Pick<FlagFilters, "payload_schema"> {
  if (schema.trim() === "") return {};
  try {
    return { payload_schema: JSON.parse(schema) as JsonObject };
  } catch {
    return {};
  }
}
