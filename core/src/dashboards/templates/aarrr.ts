import { funnel, heading, lifecycle, node, ranking, retention, tile, trends } from "../queries.ts";
import type { DashboardTemplate, TemplateVariable } from "../template.ts";

const event = (id: string, name: string, description: string): TemplateVariable => ({
  id,
  name,
  description,
  type: "event",
  required: true,
  default: { id: "$pageview", name: "Page view" },
});

export const aarrr: DashboardTemplate = {
  id: "aarrr",
  template_name: "Pirate metrics (AARRR)",
  dashboard_description: "Acquisition, activation, retention, referral and revenue on one page.",
  dashboard_filters: {},
  tags: ["growth"],
  variables: [
    event("SIGNED_UP", "Signing up", "When a visitor gets an account"),
    event("ACTIVATED", "Activation", "The first moment somebody gets something out of the product"),
    event("REFERRED", "Referral", "An invitation or a share"),
    event("PAID", "Paying", "A purchase or an upgrade"),
  ],
  tiles: [
    heading("## Acquisition\nWho finds us, and from where.", [0, 0, 12, 2]),
    tile(
      "New visitors",
      "People seen for the first time",
      trends([node("$pageview", { math: "first_time_for_user" })]),
      [0, 2, 7, 6],
    ),
    tile(
      "Where they come from",
      "Visitors per referring site",
      ranking("$pageview", "$referring_domain"),
      [7, 2, 5, 6],
    ),
    heading("## Activation\nWho gets something out of it.", [0, 8, 12, 2]),
    tile(
      "From visit to activation",
      "Within 14 days",
      funnel(["$pageview", "{SIGNED_UP}", "{ACTIVATED}"], 14),
      [0, 10, 7, 7],
    ),
    tile(
      "Activated people",
      "Per day",
      trends([node("{ACTIVATED}", { math: "first_time_for_user" })]),
      [7, 10, 5, 7],
    ),
    heading("## Retention\nWho comes back.", [0, 17, 12, 2]),
    tile(
      "Weekly retention after sign-up",
      "Any activity counts",
      retention("{SIGNED_UP}", "{ACTIVATED}", "Week", 8),
      [0, 19, 7, 7],
    ),
    tile(
      "Growth accounting",
      "New, returning, resurrecting, dormant",
      lifecycle("{ACTIVATED}"),
      [7, 19, 5, 7],
    ),
    heading("## Referral and revenue\nWho brings others, and who pays.", [0, 26, 12, 2]),
    tile("People who refer", "Per day", trends([node("{REFERRED}", { math: "dau" })]), [0, 28, 4, 6]),
    tile("People who pay", "Per day", trends([node("{PAID}", { math: "dau" })]), [4, 28, 4, 6]),
    tile("From sign-up to paying", "Within 30 days", funnel(["{SIGNED_UP}", "{PAID}"], 30), [8, 28, 4, 6]),
  ],
};
