export interface SiteLink {
  readonly title: string;
  readonly href: string;
}

export const NAVIGATION: readonly SiteLink[] = [
  { title: "Docs", href: "/docs" },
  { title: "Products", href: "/#products" },
  { title: "Pricing", href: "/pricing" },
  { title: "Compared with PostHog", href: "/compare/posthog" },
];

export const FOOTER: readonly { readonly title: string; readonly links: readonly SiteLink[] }[] = [
  {
    title: "Products",
    links: [
      { title: "Product analytics", href: "/products/product-analytics" },
      { title: "Feature flags", href: "/products/feature-flags" },
      { title: "Experiments", href: "/products/experiments" },
      { title: "SQL", href: "/products/sql" },
    ],
  },
  {
    title: "Start",
    links: [
      { title: "Getting started", href: "/docs/guides/getting-started" },
      { title: "Coming from PostHog", href: "/docs/guides/coming-from-posthog" },
      { title: "Run it yourself", href: "/docs/guides/one-machine" },
      { title: "API reference", href: "/api/docs/" },
    ],
  },
  {
    title: "Compared",
    links: [
      { title: "with PostHog", href: "/compare/posthog" },
      { title: "with LaunchDarkly", href: "/compare/launchdarkly" },
      { title: "with GrowthBook", href: "/compare/growthbook" },
    ],
  },
  {
    title: "Trust",
    links: [
      { title: "How an event travels", href: "/docs/event-path" },
      { title: "What was measured", href: "/docs/performance" },
      { title: "Status", href: "/status" },
      { title: "Experiment statistics", href: "/docs/experiments-statistics" },
      { title: "Pricing", href: "/pricing" },
    ],
  },
];
