import { node, ranking, tile, trends } from "../queries.ts";
import type { DashboardTemplate } from "../template.ts";

const VIEW = "$pageview";
const number = { trendsFilter: { display: "BoldNumber" }, compareFilter: { compare: true } };

export const web: DashboardTemplate = {
  id: "web",
  template_name: "Web",
  dashboard_description: "Visitors of a website: how many, from where, with what, to which pages.",
  dashboard_filters: { date_from: "-30d" },
  tags: ["web"],
  variables: [],
  tiles: [
    tile("Visitors", "Different people", trends([node(VIEW, { math: "dau" })], number), [0, 0, 4, 3]),
    tile("Page views", "Every view", trends([node(VIEW)], number), [4, 0, 4, 3]),
    tile(
      "Sessions",
      "Visits of someone to the site",
      trends([node(VIEW, { math: "unique_session" })], number),
      [8, 0, 4, 3],
    ),
    tile(
      "Visitors and views",
      "Per day",
      trends([node(VIEW, { math: "dau", custom_name: "Visitors" }), node(VIEW, { custom_name: "Views" })]),
      [0, 3, 8, 6],
    ),
    tile("Top pages", "Visitors per path", ranking(VIEW, "$pathname"), [8, 3, 4, 6]),
    tile("Referrers", "Visitors per site they came from", ranking(VIEW, "$referring_domain"), [0, 9, 4, 6]),
    tile("Campaigns", "Visitors per utm_source", ranking(VIEW, "utm_source"), [4, 9, 4, 6]),
    tile(
      "Countries",
      "Visitors per country",
      ranking(VIEW, "$geoip_country_code", { trendsFilter: { display: "WorldMap" } }),
      [8, 9, 4, 6],
    ),
    tile("Devices", "Visitors per kind of device", ranking(VIEW, "$device_type"), [0, 15, 4, 6]),
    tile("Browsers", "Visitors per browser", ranking(VIEW, "$browser"), [4, 15, 4, 6]),
    tile("Systems", "Visitors per operating system", ranking(VIEW, "$os"), [8, 15, 4, 6]),
  ],
};
