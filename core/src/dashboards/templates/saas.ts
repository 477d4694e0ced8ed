import { funnel, lifecycle, node, retention, stickiness, tile, trends } from "../queries.ts";
import type { DashboardTemplate } from "../template.ts";

export const saas: DashboardTemplate = {
  id: "saas",
  template_name: "SaaS",
  dashboard_description: "Sign-ups, upgrades and the habit in between, for products with accounts.",
  dashboard_filters: {},
  tags: ["saas"],
  variables: [
    {
      id: "SIGNED_UP",
      name: "Signing up",
      description: "When a visitor gets an account",
      type: "event",
      required: true,
      default: { id: "$identify", name: "Identify" },
    },
    {
      id: "CORE",
      name: "Core action",
      description: "What the product is for",
      type: "event",
      required: true,
      default: { id: "$pageview", name: "Page view" },
    },
    {
      id: "UPGRADED",
      name: "Upgrade",
      description: "When an account starts to pay or pays more",
      type: "event",
      required: true,
      default: { id: "$identify", name: "Identify" },
    },
  ],
  tiles: [
    tile("Sign-ups", "Per day", trends([node("{SIGNED_UP}", { math: "dau" })]), [0, 0, 4, 5]),
    tile("Upgrades", "Per day", trends([node("{UPGRADED}")]), [4, 0, 4, 5]),
    tile(
      "Share of users who are active daily",
      "Daily by monthly active users; above 20 % is a habit",
      trends([node("{CORE}", { math: "dau" }), node("{CORE}", { math: "monthly_active" })], {
        trendsFilter: { formula: "A/B", aggregationAxisFormat: "percentage_scaled" },
      }),
      [8, 0, 4, 5],
    ),
    tile(
      "From visit to upgrade",
      "Within 30 days",
      funnel(["$pageview", "{SIGNED_UP}", "{CORE}", "{UPGRADED}"], 30),
      [0, 5, 6, 7],
    ),
    tile(
      "Retention after sign-up",
      "People who do the core action again",
      retention("{SIGNED_UP}", "{CORE}", "Week", 9),
      [6, 5, 6, 7],
    ),
    tile("Growth accounting", "Weeks of the core action", lifecycle("{CORE}"), [0, 12, 6, 6]),
    tile("Stickiness", "Days of the core action in two weeks", stickiness("{CORE}"), [6, 12, 6, 6]),
  ],
};
