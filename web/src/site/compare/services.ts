/** A sentence about another service, and the page of its documentation where that stands. */
export interface SourcedFact {
  readonly text: string;
  readonly source: string;
}

/** A service that does part of what Edgewise does, beside it. */
export interface Service {
  readonly key: string;
  readonly name: string;
  /** What both are for, in a sentence. */
  readonly both: string;
  readonly same: readonly string[];
  readonly theirs: readonly SourcedFact[];
  readonly ours: readonly string[];
  readonly missing: readonly string[];
}

export const SERVICES: readonly Service[] = [
  {
    key: "launchdarkly",
    name: "LaunchDarkly",
    both: "LaunchDarkly releases features with flags; so do we, beside the analytics that say what a release did.",
    same: [
      "Flags with targeting rules, percentage rollouts, variants, schedules, dependencies, approval and history.",
      "Environments, and changes that reach servers as they happen.",
      "Rollouts that stop by themselves when a metric gets worse, judged by a sequential test.",
      "OpenFeature: ours by OFREP, with the public providers.",
    ],
    theirs: [
      {
        text: "Bills monthly active users, and service connections: each server instance in each environment counts.",
        source: "https://launchdarkly.com/docs/home/account/calculating-billing",
      },
      {
        text: "Guarded rollouts come with the Guardian plan.",
        source: "https://launchdarkly.com/docs/home/releases/guarded-rollouts",
      },
      {
        text: "On the free plan, use above what is included turns the account read-only in the end.",
        source: "https://launchdarkly.com/docs/home/account/calculating-billing",
      },
    ],
    ours: [
      "Requests that evaluate flags are billed, the first million a month is free; servers that evaluate by themselves and their polls cost nothing, however many run.",
      "Guarded releases are in every plan, the free one too.",
      "Over a limit flags go on answering.",
      "In one process, on the same 20 definitions, our evaluator answered five to six times as many evaluations a second as LaunchDarkly’s Node SDK with file data (“What was measured” in the docs; the benchmark is in the repository).",
      "Exposure, conversion, errors and funnels are the same events: no connection to another tool, and every figure shows its SQL.",
      "MIT licence, and the whole product runs on your own machine.",
    ],
    missing: [
      "SDKs for some thirty platforms: we speak PostHog’s SDK protocol and OFREP.",
      "Migration flags, release pipelines over many flags, code references.",
      "Multi-armed bandits, and years of running at LaunchDarkly’s scale.",
    ],
  },
  {
    key: "growthbook",
    name: "GrowthBook",
    both: "GrowthBook runs flags and experiments; so do we, on events that we also collect and analyse.",
    same: [
      "Flags and experiments with open source code and hosting of your own.",
      "Sequential tests, CUPED, Bayesian results; the SQL behind every figure.",
      "Proportion, mean and ratio metrics, guard-rails, holdouts, checks of the split.",
    ],
    theirs: [
      {
        text: "Works on data that you have: it connects to a warehouse of yours and runs its queries there.",
        source: "https://docs.growthbook.io/app/datasources",
      },
      {
        text: "Or on a ClickHouse that its cloud manages, filled by its SDKs or an ingestion API.",
        source: "https://docs.growthbook.io/app/managed-warehouse",
      },
      {
        text: "Reading only new rows at each update is for enterprise customers, on some warehouses.",
        source: "https://docs.growthbook.io/app/data-pipeline",
      },
    ],
    ours: [
      "Events come by PostHog’s SDKs and are in charts, funnels and experiments within seconds: nothing to connect.",
      "An experiment’s statistics are kept by day and only the newest days are read again, in every plan.",
      "Rollouts with guard-rails roll back by themselves within a minute.",
      "In one process, on the same 20 definitions, our evaluator answered about five times as many evaluations a second as GrowthBook’s client.",
    ],
    missing: [
      "Experiments on tables in a warehouse of your own.",
      "A visual editor, URL redirects, bandits.",
      "SDKs of our own.",
    ],
  },
];
