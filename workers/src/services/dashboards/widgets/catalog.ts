import type { JsonObject } from "@edgewise/core/events/types.ts";
import * as z from "zod";
import type { Scope } from "../../../http/scopes.ts";

const RECENT = ["-1M", "-30M", "-1h", "-3h", "-24h", "-7d", "-14d", "-30d", "-90d"] as const;

/** Settings of each kind of live list; a new kind is one entry here and one in `run.ts`. */
export const WIDGET_CONFIGS = {
  activity_events_list: z.object({
    limit: z.number().int().min(1).max(50).default(20),
    eventName: z.string().min(1).nullish(),
    dateRange: z.object({ date_from: z.enum(RECENT).nullish() }).nullish(),
    filterTestAccounts: z.boolean().nullish(),
    properties: z
      .array(z.looseObject({ key: z.string().min(1) }))
      .max(20)
      .nullish(),
  }),
  experiments_list: z.object({
    limit: z.number().int().min(1).max(25).default(10),
    orderBy: z.enum(["created_at", "name", "start_date"]).default("created_at"),
    orderDirection: z.enum(["ASC", "DESC"]).default("DESC"),
    status: z.enum(["draft", "running", "paused", "exposure_frozen", "stopped", "all"]).default("all"),
    createdBy: z.number().int().nullish(),
  }),
  experiment_results: z.object({ experimentId: z.number().int().nullish() }),
} as const;

export type WidgetType = keyof typeof WIDGET_CONFIGS;
export const WIDGET_TYPES = Object.keys(WIDGET_CONFIGS) as [WidgetType, ...WidgetType[]];

interface CatalogText {
  readonly label: string;
  readonly description: string;
  /** What a key needs besides `dashboard:read` to be shown its data. */
  readonly scope: Scope;
  readonly product: string;
}

export const WIDGET_TEXTS: Readonly<Record<WidgetType, CatalogText>> = {
  activity_events_list: {
    label: "Latest events",
    description: "The newest events, all or of one name.",
    scope: "query:read",
    product: "product_analytics",
  },
  experiments_list: {
    label: "Experiments",
    description: "Experiments and where they stand.",
    scope: "experiment:read",
    product: "experiments",
  },
  experiment_results: {
    label: "Results of an experiment",
    description: "Every metric of one experiment, with its verdict.",
    scope: "experiment:read",
    product: "experiments",
  },
};

/** Every kind as `widget_catalog/` lists it. */
export const widgetCatalog = () =>
  WIDGET_TYPES.map((type) => {
    const { label, description, scope, product } = WIDGET_TEXTS[type];
    return {
      widget_type: type,
      label,
      description,
      config_schema: z.toJSONSchema(WIDGET_CONFIGS[type], { io: "input" }) as JsonObject,
      required_scope: scope,
      required_product_access: product,
    };
  });

export const isWidgetType = (type: string): type is WidgetType => Object.hasOwn(WIDGET_CONFIGS, type);
