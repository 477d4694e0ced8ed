import * as z from "zod";

const side = z.looseObject({
  x: z.number().int().min(0).optional(),
  y: z.number().int().min(0).optional(),
  w: z.number().int().min(1).optional(),
  h: z.number().int().min(1).optional(),
});
export const text = z.string().max(4000);

/** Where a tile stands on a wide (`sm`, 12 columns) and a narrow (`xs`, 1 column) screen. */
const layouts = z.object({ sm: side.optional(), xs: side.optional() });
const color = z.string().max(32).nullable();

/** How a tile looks, in every body that makes one. */
export const tileLook = z.object({ layouts: layouts.nullish(), color: color.optional() });

/** A tile of a PATCH: with `id` a change, without it a new text. */
export const tileChange = z.object({
  id: z.number().int().optional(),
  layouts: layouts.optional(),
  color: color.optional(),
  deleted: z.boolean().optional(),
  text: z.object({ body: text }).nullish(),
  /** Settings of a live list; its kind stays. */
  widget: z
    .object({
      name: z.string().max(400).nullish(),
      description: z.string().max(4000).optional(),
      config: z.record(z.string(), z.json()).optional(),
    })
    .nullish(),
});
export type TileChange = z.output<typeof tileChange>;

const filters = z.looseObject({
  date_from: z.string().nullish(),
  date_to: z.string().nullish(),
  properties: z.union([z.array(z.json()), z.record(z.string(), z.json())]).nullish(),
  breakdown_filter: z.record(z.string(), z.json()).nullish(),
});

export const dashboardBody = z.object({
  name: z.string().trim().min(1).max(400),
  description: z.string().max(10_000).optional(),
  pinned: z.boolean().optional(),
  tags: z.array(z.string().trim().min(1).max(255)).max(100).optional(),
  /** 21: everyone in the project can edit. */
  restriction_level: z.literal(21).optional(),
  filters: filters.optional(),
  variables: z.record(z.string(), z.json()).optional(),
  breakdown_colors: z.array(z.json()).optional(),
  deleted: z.boolean().optional(),
});
export type DashboardBody = z.output<typeof dashboardBody>;

export const newDashboardBody = dashboardBody.extend({
  name: dashboardBody.shape.name.optional(),
  /** Number of a dashboard to copy. */
  use_dashboard: z.number().int().nullish(),
  /** Id or name of one of the product's templates. */
  use_template: z.string().max(400).nullish(),
});

export const dashboardChange = dashboardBody.partial().extend({
  tiles: z.array(tileChange).max(1000).optional(),
  /** With `deleted: true`: the insights that stand on no other dashboard go too. */
  delete_insights: z.boolean().optional(),
});

export const textTile = z.object({ body: text, layouts: layouts.optional(), color: color.optional() });
export const textTileChange = textTile.partial().extend({ tile_id: z.number().int() });
export const tileChoice = z.object({ tile_id: z.number().int() });
export const tileCopy = z.object({ fromDashboardId: z.number().int(), tileId: z.number().int() });
export const tileMove = z.object({
  to_dashboard: z.number().int(),
  tile: z.object({ id: z.number().int() }),
});
export const tileOrder = z.object({ tile_order: z.array(z.number().int()).min(1).max(1000) });
