import type { JsonObject, JsonValue } from "../events/types.ts";

/** Where a tile stands on the wide screen's 12 columns; one row is 60 px. */
export interface TileBox {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** An event that whoever uses the template may choose; queries name it `"{ID}"`. */
export interface TemplateVariable {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly type: "event";
  readonly required: boolean;
  /** Event that stands there when nothing is chosen. */
  readonly default: { readonly id: string; readonly name: string };
}

export type TemplateTile = {
  readonly layouts: { readonly sm: TileBox };
  readonly color: string | null;
} & (
  | { readonly type: "TEXT"; readonly body: string }
  | {
      readonly type: "INSIGHT";
      readonly name: string;
      readonly description: string;
      readonly query: JsonObject;
    }
);

/** A dashboard to be made: its tiles' queries are whole but for the chosen events. */
export interface DashboardTemplate {
  readonly id: string;
  readonly template_name: string;
  readonly dashboard_description: string;
  readonly dashboard_filters: JsonObject;
  readonly tags: readonly string[];
  readonly tiles: readonly TemplateTile[];
  readonly variables: readonly TemplateVariable[];
}

/** The template's tiles with real events in place of its variables; `chosen` maps variable to event name. */
export function fillTemplate(
  template: DashboardTemplate,
  chosen: Readonly<Record<string, string>> = {},
): readonly TemplateTile[] {
  const events = new Map(
    template.variables.map(({ id, default: { id: event } }) => [`{${id}}`, chosen[id] || event]),
  );
  return template.tiles.map((tile) =>
    tile.type === "TEXT" ? tile : { ...tile, query: fill(tile.query, events) as JsonObject },
  );
}

function fill(value: JsonValue, events: ReadonlyMap<string, string>): JsonValue {
  if (typeof value === "string") return events.get(value) ?? value;
  if (Array.isArray(value)) return value.map((item) => fill(item, events));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(item, events)]));
}
