import { allFlags, type FlagListFilter, type FlagRow, listFlags } from "@edgewise/db/mysql/repos/flags.ts";
import type { Deps, RegionDeps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { hiddenIds } from "../../http/governed.ts";
import { parseJsonList } from "../../http/json-list.ts";
import type { PageRequest } from "../../http/page.ts";
import { findAuthor } from "../users/find-author.ts";
import { statusOf } from "./describe.ts";
import { inPlace } from "./states.ts";
import { lastEvaluated } from "./usage.ts";

/** List filters as the query string spells them. */
export interface FlagListQuery extends PageRequest {
  readonly search?: string;
  readonly key?: string;
  readonly active?: string;
  readonly archived?: string;
  readonly type?: string;
  readonly created_by_id?: string;
  readonly evaluation_runtime?: string;
  readonly tags?: string;
  readonly excluded_tags?: string;
  readonly has_evaluation_contexts?: string;
  readonly eligible_for_experiment?: string;
  readonly order?: string;
}

/** A page of the project's live flags. */
export async function findFlagPage(
  access: ProjectAccess,
  query: FlagListQuery,
  deps: RegionDeps,
): Promise<{ total: number; rows: FlagRow[] }> {
  if (query.type === "experiment") return { total: 0, rows: [] };
  const filter = await filterOf(access, query, deps);
  if (filter === null) return { total: 0, rows: [] };
  const last = query.active === "STALE" ? await lastEvaluated(access, deps) : {};
  const inCode = conditionsInCode(access, query, last, deps);
  if (inCode.length === 0) return await listFlags(access, deps.db, filter, query, query.order);
  // Few projects have more flags than one page, and these filters are computed from the definition.
  const most = (await allFlags(access, deps.db)).length;
  const { rows } = await listFlags(
    access,
    deps.db,
    filter,
    { limit: Math.max(1, most), offset: 0 },
    query.order,
  );
  const found = rows.filter((row) => inCode.every((matches) => matches(row)));
  return { total: found.length, rows: found.slice(query.offset, query.offset + query.limit) };
}

async function filterOf(
  access: ProjectAccess,
  query: FlagListQuery,
  deps: Deps,
): Promise<FlagListFilter | null> {
  const author = query.created_by_id === undefined ? undefined : await findAuthor(query.created_by_id, deps);
  if (author === null) return null;
  return {
    search: query.search || undefined,
    key: query.key,
    active: access.environment.isDefault ? switchOf(query) : undefined,
    archived: query.archived === "true" ? true : query.archived === "false" ? false : undefined,
    createdBy: author,
    runtime: query.evaluation_runtime,
    type: TYPES.find((type) => type === query.type),
    without: hiddenIds(access, "feature_flag"),
  };
}

/** An experiment needs variants, the first of them `control`, and nobody else using the flag. */
function isEligible({ filters, creationContext }: FlagRow): boolean {
  const variants = filters.multivariate?.variants ?? [];
  return variants.length > 1 && variants[0]?.key === "control" && creationContext !== "surveys";
}

const switchOf = ({ active }: FlagListQuery): boolean | undefined =>
  active === "true" ? true : active === "false" ? false : undefined;

const TYPES = ["boolean", "multivariant", "remote_config"] as const;

function conditionsInCode(
  access: ProjectAccess,
  query: FlagListQuery,
  last: Readonly<Record<string, number>>,
  deps: Deps,
): ((row: FlagRow) => boolean)[] {
  const now = deps.now();
  const active = switchOf(query);
  const wanted = parseJsonList("tags", query.tags, '["checkout"]');
  const unwanted = parseJsonList("excluded_tags", query.excluded_tags, '["checkout"]');
  return [
    ...(active !== undefined && !access.environment.isDefault
      ? [(row: FlagRow) => inPlace(row, access).active === active]
      : []),
    ...(query.active === "STALE"
      ? [(row: FlagRow) => statusOf(inPlace(row, access), now, last[row.key] ?? null).status === "STALE"]
      : []),
    ...(query.has_evaluation_contexts
      ? [(row: FlagRow) => row.evaluationContexts.length > 0 === (query.has_evaluation_contexts === "true")]
      : []),
    ...(query.eligible_for_experiment === "true" ? [isEligible] : []),
    ...(wanted.length > 0 ? [(row: FlagRow) => row.tags.some((tag) => wanted.includes(tag))] : []),
    ...(unwanted.length > 0 ? [(row: FlagRow) => !row.tags.some((tag) => unwanted.includes(tag))] : []),
  ];
}
