import type { UserBasic } from "@/lib/api/types";
import type { Widget } from "@/products/dashboards/widgets";
import type { PropertyFilter } from "@/products/filters/filter";

export interface DashboardBasic {
  readonly id: number;
  readonly name: string;
  readonly description: string;
  readonly pinned: boolean;
  readonly tags: readonly string[];
  readonly created_at: string;
  readonly created_by: UserBasic | null;
}

export interface Breakdown {
  readonly property: string;
  readonly type: string;
  readonly group_type_index?: number;
}

/** What a dashboard lays over every tile's query. */
export interface DashboardFilters {
  readonly date_from?: string | null;
  readonly date_to?: string | null;
  readonly properties?: readonly PropertyFilter[] | null;
  readonly breakdown_filter?: { readonly breakdowns?: readonly Breakdown[] } | null;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** An insight of a list or tile, as far as dashboards read it. */
export interface TileInsight {
  readonly id: number;
  readonly short_id: string;
  readonly name: string;
  readonly derived_name: string | null;
  readonly description: string;
  readonly query: Readonly<Record<string, unknown>>;
  readonly dashboards: readonly number[];
  readonly last_modified_at: string;
}

export interface Tile {
  readonly id: number;
  readonly insight: TileInsight | null;
  readonly text: { readonly body: string } | null;
  readonly widget?: Widget | null;
  readonly layouts: { readonly sm?: Partial<Box> };
  readonly color: string | null;
}

export interface Dashboard extends DashboardBasic {
  readonly tiles: readonly Tile[];
  readonly filters: DashboardFilters;
  /** What variables are set to for every tile's SQL. */
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** What an insight is called where it has no room for its query. */
export function insightTitle(insight: Pick<TileInsight, "name" | "derived_name">): string {
  return insight.name || insight.derived_name || "Untitled insight";
}
