import { lifecycle, node, paths, retention, stickiness, tile, trends } from "../queries.ts";
import type { DashboardTemplate } from "../template.ts";

const ACTIVE = "{ACTIVE}";

export const product: DashboardTemplate = {
  id: "product",
  template_name: "Product",
  dashboard_description: "Who uses the product, how often, and whether they come back.",
  dashboard_filters: {},
  tags: ["product"],
  variables: [
    {
      id: "ACTIVE",
      name: "Using the product",
      description: "What someone does when they really use it",
      type: "event",
      required: true,
      default: { id: "$pageview", name: "Page view" },
    },
  ],
  tiles: [
    tile(
      "Daily active users",
      "Different people on each day",
      trends([node(ACTIVE, { math: "dau" })]),
      [0, 0, 6, 6],
    ),
    tile(
      "Weekly active users",
      "Different people in the seven days up to each day",
      trends([node(ACTIVE, { math: "weekly_active" })]),
      [6, 0, 6, 6],
    ),
    tile(
      "Retention",
      "People who come back in the weeks after their first",
      retention(ACTIVE, ACTIVE, "Week", 8),
      [0, 6, 7, 7],
    ),
    tile("Growth", "New, returning, resurrecting and dormant people", lifecycle(ACTIVE), [7, 6, 5, 7]),
    tile("Stickiness", "On how many days of two weeks people came", stickiness(ACTIVE), [0, 13, 6, 6]),
    tile(
      "Events per person",
      "How much an active person does in a day",
      trends([node(ACTIVE, { math: "avg_count_per_actor" })]),
      [6, 13, 6, 6],
    ),
    tile("Ways through the product", "Pages in the order of visits", paths("$pageview"), [0, 19, 12, 8]),
  ],
};
