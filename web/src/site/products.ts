export interface ProductPage {
  readonly key: string;
  readonly title: string;
  /** Two sentences on the front page. */
  readonly summary: string;
  readonly screenshot: { readonly name: string; readonly alt: string };
  readonly parts: readonly { readonly title: string; readonly text: string }[];
  /** Pages of the documentation that tell it whole. */
  readonly docs: readonly { readonly title: string; readonly href: string }[];
}

export const PRODUCTS: readonly ProductPage[] = [
  {
    key: "product-analytics",
    title: "Product analytics",
    summary:
      "Trends, funnels, retention, stickiness, lifecycle and paths, on dashboards. Click any number to see the people behind it, save them as a cohort, or open the SQL.",
    screenshot: { name: "insights", alt: "Unique visitors by country over thirty days" },
    parts: [
      {
        title: "Every question",
        text: "Unique users, sessions and groups, sums and percentiles of properties, formulas, up to three breakdowns, comparison with any earlier period. Funnels in order, strict or in any order, with exclusions, optional steps and four attributions.",
      },
      {
        title: "Numbers with a definition",
        text: "What each figure counts is written down, down to time zones and changes of the clock. Hundreds of random small projects are computed by plain code and compared on the real engine.",
      },
      {
        title: "The people behind it",
        text: "Each point, bar, step and cell answers who. Export them, save them as a cohort, open one to see the whole history.",
      },
      {
        title: "Cohorts and people",
        text: "Static lists, properties, behaviour in a window, nested and negated. Merges have a history and can be undone; a person is deleted with a receipt.",
      },
    ],
    docs: [
      { title: "Insights", href: "/docs/insights" },
      { title: "Cohorts", href: "/docs/cohorts" },
      { title: "People", href: "/docs/people" },
    ],
  },
  {
    key: "feature-flags",
    title: "Feature flags",
    summary:
      "Targeting, percentages, variants and payloads, answered next to your user. Ask why anyone got what they got, and see which condition, hash and threshold decided.",
    screenshot: { name: "flags", alt: "A flag with its conditions, rollout and usage" },
    parts: [
      {
        title: "Environments from the first day",
        text: "Development, staging, production or your own, each with a token. One definition, a state per environment, promotion with a diff, a second person's approval where you want it.",
      },
      {
        title: "Why did this person get this?",
        text: "For anyone, any properties, any time: the answer, the condition that decided, each filter's verdict, the hash and the threshold.",
      },
      {
        title: "Safe to change",
        text: "History with restore in one click, schedules and ramps, a kill switch two key strokes away, and the code to delete once a flag is done.",
      },
      {
        title: "Your SDK, OpenFeature, your terminal",
        text: "PostHog's SDKs unchanged, OFREP for OpenFeature providers, server-sent changes, and a command line that writes the types of your flags.",
      },
    ],
    docs: [{ title: "Flags", href: "/docs/flags" }],
  },
  {
    key: "experiments",
    title: "Experiments",
    summary:
      "A default engine that stays honest although everybody looks every day. Intervals for every metric, a check of the split before any verdict, and a plan from your real traffic.",
    screenshot: { name: "experiments", alt: "The results of an experiment: verdict, interval and exposures" },
    parts: [
      {
        title: "Look as often as you like",
        text: "Sequential by default: in a thousand simulated A/A tests looked at hourly, 2.8 % were called, where a fixed test calls 45 %.",
      },
      {
        title: "The split is checked first",
        text: "If the groups differ in size from what was planned, there is no verdict until you know why.",
      },
      {
        title: "Plain words, exact numbers",
        text: "Absolute and relative effects with intervals, CUPED, winsorisation, guard-rails, corrections for many metrics, and a verdict in a sentence.",
      },
    ],
    docs: [
      { title: "Experiments", href: "/docs/experiments" },
      { title: "The statistics", href: "/docs/experiments-statistics" },
    ],
  },
  {
    key: "sql",
    title: "SQL",
    summary:
      "Events, persons, groups and sessions as tables, in ClickHouse's dialect, with completion and charts. The same tables behind every insight, so the numbers agree.",
    screenshot: { name: "sql", alt: "The SQL editor with a result as a chart" },
    parts: [
      {
        title: "Ask what no form asks",
        text: "Joins, subqueries, window functions, parameters and completion of tables, properties and functions. Mistakes are marked where they are.",
      },
      {
        title: "Yours alone",
        text: "A query is parsed, checked against the known tables and printed with your project's filter; there is no way around it.",
      },
    ],
    docs: [
      { title: "The query language", href: "/docs/sql" },
      { title: "Queries over HTTP", href: "/docs/api-query" },
    ],
  },
];
