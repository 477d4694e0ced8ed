import { OPERATOR_NAMES } from "@edgewise/core/flags/operators/registry.ts";
import * as z from "zod";

const OPERATORS = [...OPERATOR_NAMES, "in", "not_in", "flag_evaluates_to"] as const;
const KEY = /^[a-zA-Z0-9_-]+$/;
const percentage = z.number().min(0).max(100);
const groupIndex = z.number().int().min(0).max(4).nullable();

const property = z.object({
  key: z.union([z.string().min(1).max(400), z.number().transform(String)]),
  value: z.json().optional(),
  operator: z.enum(OPERATORS).nullish(),
  type: z.enum(["person", "group", "cohort", "flag"]).default("person"),
  group_type_index: groupIndex.optional(),
  negation: z.boolean().nullish(),
  cohort_name: z.string().nullish(),
  label: z.string().nullish(),
});

const condition = z.object({
  properties: z.array(property).max(100).nullish(),
  rollout_percentage: percentage.nullish(),
  variant: z.string().max(400).nullish(),
  description: z.string().max(1000).nullish(),
  users_affected: z.number().nullish(),
  sort_key: z.union([z.string(), z.number()]).nullish(),
  aggregation_group_type_index: groupIndex.optional(),
});

const variant = z.object({
  key: z.string().min(1).max(400).regex(KEY, 'Use letters, digits, "-" and "_".'),
  name: z.string().max(1000).nullish(),
  rollout_percentage: percentage,
});

/** `filters` of a flag as the public API takes it; unknown keys are dropped. */
export const filtersBody = z.object({
  groups: z.array(condition).max(100),
  multivariate: z.object({ variants: z.array(variant).max(100) }).nullish(),
  payloads: z.record(z.string(), z.json()).nullish(),
  aggregation_group_type_index: groupIndex.optional(),
  super_groups: z.array(condition).nullish(),
  feature_enrollment: z.boolean().nullish(),
  holdout: z.object({ id: z.number().int(), exclusion_percentage: percentage }).nullish(),
  holdout_groups: z.array(z.record(z.string(), z.json())).nullish(),
  early_exit: z.boolean().nullish(),
  payload_schema: z.record(z.string(), z.json()).nullish(),
});

/** A flag's state in one environment; what is absent is as everywhere. */
export const flagState = z.object({ active: z.boolean().optional(), filters: filtersBody.optional() });

const tags = z.array(z.string().trim().min(1).max(255)).max(100);

/** What a flag may be written with. */
export const flagBody = z.object({
  key: z.string().min(1).max(400),
  name: z.string().max(10_000).optional(),
  filters: filtersBody.optional(),
  active: z.boolean().optional(),
  archived: z.boolean().optional(),
  deleted: z.boolean().optional(),
  version: z.number().int().nullish(),
  ensure_experience_continuity: z.boolean().nullish(),
  evaluation_runtime: z.enum(["server", "client", "all"]).optional(),
  bucketing_identifier: z.enum(["distinct_id", "device_id"]).nullish(),
  evaluation_contexts: tags.optional(),
  evaluation_tags: tags.optional(),
  tags: tags.optional(),
  is_remote_configuration: z.boolean().nullish(),
  has_encrypted_payloads: z.boolean().nullish(),
  creation_context: z
    .enum(["feature_flags", "experiments", "surveys", "early_access_features", "web_experiments"])
    .optional(),
  rollback_conditions: z.array(z.json()).nullish(),
  /** Ours: what single environments have of their own, by environment number; null = nothing any more. */
  environments: z.record(z.string().regex(/^\d+$/), flagState.nullable()).optional(),
});

export type FlagBody = z.output<typeof flagBody>;
export type FiltersBody = z.output<typeof filtersBody>;

/** A flag without conditions is off for everyone: nothing is released by accident. */
export const DEFAULT_FILTERS: FiltersBody = { groups: [{ properties: [], rollout_percentage: 0 }] };

/** Whether a text may be a flag's key. */
export const isFlagKey = (key: string): boolean => KEY.test(key);
