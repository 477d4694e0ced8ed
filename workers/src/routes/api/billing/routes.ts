import { readMeterKey } from "@edgewise/core/billing/meter-key.ts";
import { type MeterDays, meterSql } from "@edgewise/core/billing/meter-sql.ts";
import { PRODUCT_KEYS, type ProductKey, productOf } from "@edgewise/core/billing/products.ts";
import {
  groupUsage,
  USAGE_DIMENSIONS,
  type UsageDimension,
  type UsageRow,
} from "@edgewise/core/billing/usage.ts";
import { listBillingAlerts, listMeterDays } from "@edgewise/db/mysql/repos/billing.ts";
import * as z from "zod";
import { type OrganizationAccess, requireNoTeamLimit } from "../../../http/authorize.ts";
import { invalid, notFound } from "../../../http/errors.ts";
import { roleAtLeast } from "../../../http/roles.ts";
import { type ApiRoute, route } from "../../../http/route.ts";
import { isoMicros } from "../../../http/time.ts";
import { changeLimits } from "../../../services/billing/change-limits.ts";
import { currentDue } from "../../../services/billing/due.ts";
import { meteredUsage } from "../../../services/billing/meter.ts";
import { type Bill, currentBill, dayOf } from "../../../services/billing/overview.ts";
import { type BillingSettings, billingSettings } from "../../../services/billing/settings.ts";
import * as shape from "./schema.ts";
import { visibleEnvironments } from "./visible.ts";

const tag = "billing";
const below = (path: string) => [`/api/organizations/:organization_id/${path}`];
const read = { kind: "organization", scope: "billing:read" } as const;
const DAY_MS = 86_400_000;
const MAX_DAYS = 400;
const day = z.string().regex(/^\d{4}-\d\d-\d\d$/, "Use YYYY-MM-DD.");

const usageQuery = z.object({
  date_from: day.optional(),
  date_to: day.optional(),
  environment_id: z.coerce.number().int().positive().optional(),
  product: z.enum(PRODUCT_KEYS as readonly [ProductKey, ...ProductKey[]]).optional(),
  /** Dimensions that rows are told apart by, separated by commas. */
  group_by: z.string().default("day,product"),
});

function dimensionsOf(text: string): Set<UsageDimension> {
  const names = text.split(",").filter((name) => name !== "");
  const unknown = names.find((name) => !USAGE_DIMENSIONS.some((known) => known === name));
  if (unknown !== undefined)
    throw invalid(
      "group_by",
      `"${unknown}" is no dimension: use ${USAGE_DIMENSIONS.join(", ")}.`,
      "invalid_choice",
    );
  return new Set(names as UsageDimension[]);
}

function daysOf(query: z.infer<typeof usageQuery>, now: Date): MeterDays {
  const to = query.date_to ?? dayOf(now.getTime());
  const from = query.date_from ?? `${to.slice(0, 7)}-01`;
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS;
  if (!(days >= 0 && days < MAX_DAYS))
    throw invalid("date_from", `Ask for 1 to ${MAX_DAYS} days that exist, the first one first.`);
  return { from, to };
}

function presentRow({ environmentId, ...row }: UsageRow) {
  return { environment_id: environmentId, ...row };
}

function presentLimits(
  access: OrganizationAccess,
  settings: BillingSettings,
): z.input<typeof shape.limitsAnswer> {
  return {
    limits: { overall: settings.limits.overall, products: { ...settings.limits.products } },
    limits_are_own: settings.limitsAreOwn,
    pause_sdks: settings.pause,
    can_change: roleAtLeast(access.role, "admin"),
    alert_steps: [50, 80, 100],
  };
}

function presentProducts({ products, limits }: Bill): z.input<typeof shape.productBill>[] {
  return products.map(({ product, units, cost, projection, projectedCost }) => ({
    product,
    name: productOf(product).name,
    unit: productOf(product).unit,
    free_units: productOf(product).free,
    units,
    cost_micros: cost,
    projection,
    projected_cost_micros: projectedCost,
    allowance: limits[product]?.allowance ?? null,
    is_over_limit: limits[product]?.over ?? false,
  }));
}

/** Usage and what it costs: every member sees it, admins set limits. */
export const BILLING_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths: below("usage/"),
    access: read,
    summary: "Metered units by day, product, environment, event and SDK, and what became of them",
    tag,
    query: usageQuery,
    response: z.object({
      date_from: z.string(),
      date_to: z.string(),
      environments: z.array(
        z.object({
          id: z.number().int(),
          name: z.string(),
          project_id: z.number().int(),
          project_name: z.string(),
        }),
      ),
      rows: z.array(shape.usageRow),
      over_limit_periods: z.array(shape.overPeriod),
      /** The same figures from the raw events, for the SQL editor of each environment; null: not made of events. */
      sql: z.record(z.string(), z.string().nullable()),
      /** Settled days, and where the meter differed from the raw events. */
      checks: z.array(shape.check),
    }),
    async handler({ access, deps, query }) {
      const days = daysOf(query, deps.now());
      const dimensions = dimensionsOf(query.group_by);
      const environments = await visibleEnvironments(access, deps);
      const ids = new Set(environments.map(({ id }) => id));
      if (query.environment_id !== undefined && !ids.has(query.environment_id))
        throw notFound(`There is no environment ${query.environment_id}.`);
      const [usage, checks] = await Promise.all([
        meteredUsage(access.organizationId, days, query.environment_id ?? null, deps),
        listMeterDays(access, deps.db, days),
      ]);
      const rows = usage.rows.filter(
        (row) => ids.has(row.environmentId) && (query.product === undefined || row.product === query.product),
      );
      return {
        date_from: days.from,
        date_to: days.to,
        environments: environments.map(({ id, name, projectId, projectName }) => ({
          id,
          name,
          project_id: projectId,
          project_name: projectName,
        })),
        rows: groupUsage(rows, dimensions).map(presentRow),
        over_limit_periods: usage.over.map(({ product, startedAt, endedAt }) => ({
          product,
          started_at: isoMicros(new Date(startedAt)),
          ended_at: endedAt === null ? null : isoMicros(new Date(endedAt)),
        })),
        sql: Object.fromEntries(PRODUCT_KEYS.map((key) => [key, meterSql(key, days)])),
        checks: checks
          .filter(({ environmentId }) => ids.has(environmentId))
          .map(({ environmentId, day, checkedAt, differences }) => ({
            environment_id: environmentId,
            day,
            checked_at: checkedAt && isoMicros(checkedAt),
            differences: differences.map(({ key, ...sides }) => ({ ...readMeterKey(key), ...sides })),
          })),
      };
    },
  }),
  route({
    method: "get",
    paths: below("billing/"),
    access: read,
    summary: "The running month: units, cost, projection, limits and what was said about them",
    tag,
    response: shape.bill,
    async handler({ access, deps }) {
      requireNoTeamLimit(access.principal);
      const [current, settings, alerts] = await Promise.all([
        currentBill(access.organizationId, deps),
        billingSettings(access, deps),
        listBillingAlerts(access, deps.db, 50),
      ]);
      const due = await currentDue(access, current, deps);
      return {
        date_from: current.from,
        date_to: current.to,
        products: presentProducts(current),
        cost_micros: current.cost,
        projected_cost_micros: current.projectedCost,
        due_micros: due.now,
        projected_due_micros: due.projected,
        limits: presentLimits(access, settings),
        alerts: alerts.map(({ id, kind, subject, detail, createdAt }) => ({
          id,
          kind,
          subject,
          detail,
          created_at: isoMicros(createdAt),
        })),
      };
    },
  }),
  route({
    method: "patch",
    paths: below("billing/limits/"),
    access: { kind: "organization", scope: "billing:write", role: "admin" },
    summary: "Set spending limits, and whether SDKs are asked to pause over them",
    tag,
    body: shape.limitsBody,
    response: shape.limitsAnswer,
    async handler({ access, deps, body }) {
      const change = { limits: body.limits, pause: body.pause_sdks };
      return presentLimits(access, await changeLimits(access, change, deps));
    },
  }),
];
