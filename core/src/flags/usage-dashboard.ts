import { node, tile, trends } from "../dashboards/queries.ts";
import type { TemplateTile } from "../dashboards/template.ts";
import type { JsonObject } from "../events/types.ts";

/** Events about one flag only. */
const about = (property: string, key: string): JsonObject => ({
  properties: [{ type: "event", key: property, operator: "exact", value: [key] }],
});

/** Tiles of the dashboard that shows how a flag is used: calls and people by answer. */
export function usageTiles(key: string): readonly TemplateTile[] {
  const own = about("$feature_flag", key);
  const byAnswer = { breakdownFilter: { breakdown: "$feature_flag_response", breakdown_type: "event" } };
  return [
    tile(
      "Feature Flag Called Total Volume",
      `How often code asked for "${key}", by answer`,
      trends([node("$feature_flag_called", own)], byAnswer),
      [0, 0, 6, 6],
    ),
    tile(
      "Feature Flag calls made by unique users per variant",
      `Different people who asked for "${key}", by answer`,
      trends([node("$feature_flag_called", { math: "dau", ...own })], {
        ...byAnswer,
        trendsFilter: { display: "ActionsTable" },
      }),
      [6, 0, 6, 6],
    ),
  ];
}

/** What is added when code also reports views of the feature and interactions with it. */
export function enrichedTiles(key: string): readonly TemplateTile[] {
  const own = about("feature_flag", key);
  const volume = (name: string, event: string, x: number): TemplateTile =>
    tile(
      name,
      `${event} of "${key}": how often, and by how many people`,
      trends([node(event, own), node(event, { math: "dau", ...own })]),
      [x, 6, 6, 6],
    );
  return [
    volume("Feature Interaction Total Volume", "$feature_interaction", 0),
    volume("Feature Viewed Total Volume", "$feature_view", 6),
  ];
}
