import { lifecycle, node, paths, ranking, retention, stickiness, tile, trends } from "../queries.ts";
import type { DashboardTemplate } from "../template.ts";

const OPENED = "Application Opened";

export const mobile: DashboardTemplate = {
  id: "mobile",
  template_name: "Mobile app",
  dashboard_description: "Installs, opens, crashes and screens of an app, from the events mobile SDKs send.",
  dashboard_filters: {},
  tags: ["mobile"],
  variables: [],
  tiles: [
    tile("Daily users", "People who open the app", trends([node(OPENED, { math: "dau" })]), [0, 0, 6, 6]),
    tile(
      "Installs and updates",
      "Per day",
      trends([node("Application Installed"), node("Application Updated")], {
        trendsFilter: { display: "ActionsBar" },
      }),
      [6, 0, 6, 6],
    ),
    tile(
      "Retention after install",
      "People who open the app again",
      retention("Application Installed", OPENED, "Day", 8),
      [0, 6, 7, 7],
    ),
    tile(
      "Crashes per user",
      "Exceptions by daily users",
      trends([node("$exception"), node(OPENED, { math: "dau" })], { trendsFilter: { formula: "A/B" } }),
      [7, 6, 5, 7],
    ),
    tile("Versions", "Users per app version", ranking(OPENED, "$app_version"), [0, 13, 4, 6]),
    tile("Systems", "Users per version of the system", ranking(OPENED, "$os_version"), [4, 13, 4, 6]),
    tile("Devices", "Users per model", ranking(OPENED, "$device_model"), [8, 13, 4, 6]),
    tile("Growth accounting", "New, returning, resurrecting, dormant", lifecycle(OPENED), [0, 19, 6, 6]),
    tile("Stickiness", "Days of use in two weeks", stickiness(OPENED), [6, 19, 6, 6]),
    tile("Ways through the app", "Screens in the order of visits", paths("$screen"), [0, 25, 12, 8]),
  ],
};
