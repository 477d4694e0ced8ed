export interface DocEntry {
  /** Of the file in the folder `docs`, without its ending, and of the page below `/docs`. */
  readonly path: string;
  readonly title: string;
}

/** Every page of the documentation, in the order in which one would read. */
export const SECTIONS: readonly { readonly title: string; readonly docs: readonly DocEntry[] }[] = [
  {
    title: "Start",
    docs: [
      { path: "guides/getting-started", title: "Getting started" },
      { path: "guides/sdks", title: "SDKs and frameworks" },
      { path: "guides/coming-from-posthog", title: "Coming from PostHog" },
      { path: "guides/one-machine", title: "Run it yourself" },
      { path: "deploy", title: "Deploying" },
      { path: "operations", title: "Operations" },
      { path: "capacity", title: "Capacity and cost" },
    ],
  },
  {
    title: "Products",
    docs: [
      { path: "insights", title: "Insights" },
      { path: "people", title: "People, groups, definitions" },
      { path: "cohorts", title: "Cohorts" },
      { path: "flags", title: "Flags" },
      { path: "guarded-releases", title: "Guarded releases" },
      { path: "experiments", title: "Experiments" },
      { path: "experiments-statistics", title: "Experiment statistics" },
      { path: "sharing", title: "Sharing" },
      { path: "alerts", title: "Alerts" },
      { path: "notifications", title: "Notifications" },
      { path: "privacy", title: "Privacy and data" },
    ],
  },
  {
    title: "API",
    docs: [
      { path: "api", title: "Public API" },
      { path: "api-query", title: "Queries over HTTP" },
      { path: "sql", title: "The query language" },
      { path: "cli-tools", title: "Command line tools" },
    ],
  },
  {
    title: "How it works",
    docs: [
      { path: "architecture", title: "The house" },
      { path: "event-path", title: "An event's way" },
      { path: "capture", title: "Capture" },
      { path: "partition", title: "The partition" },
      { path: "accounts", title: "Accounts" },
      { path: "billing", title: "Usage, limits and billing" },
      { path: "data-model", title: "Data model" },
      { path: "web", title: "The web app" },
      { path: "engines/chdb", title: "ClickHouse on one machine" },
      { path: "engines/mariadb", title: "MySQL on one machine" },
      { path: "engines/tinybird-and-clickhouse-cluster", title: "Tinybird and clusters" },
      { path: "threat-model", title: "Threat model" },
      { path: "performance", title: "What was measured" },
    ],
  },
];

export const DOCS: readonly DocEntry[] = SECTIONS.flatMap(({ docs }) => docs);
