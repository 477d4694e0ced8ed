export const SAME: readonly string[] = [
  "SDKs: PostHog’s own, unchanged. posthog-js and posthog-node run in our tests against every release of ours.",
  "The HTTP API’s paths, fields and errors, for the resources that we have.",
  "Flags: the same key and person get the same answer, because the hash is the same.",
  "What funnels, retention, stickiness, lifecycle and paths count.",
  "MIT licence, and a way to run it on your own machine.",
];

export const DIFFERENT: readonly string[] = [
  "An event with a person profile costs what any event costs.",
  "Polls of local flag evaluation, bots, duplicates and test accounts are never billed.",
  "A project has environments from the first day, each with its token and its flag states.",
  "Experiments are judged by a sequential test unless you choose otherwise, so that looking early is allowed.",
  "Retries are dropped by uuid in the transaction that stores an event, not later in a background merge.",
  "Every answer of a query carries the SQL that gives the same number in the SQL editor.",
];

export const MISSING: readonly string[] = [
  "A player for session recordings; they are taken and kept.",
  "Surveys, error tracking screens, web analytics screens, a toolbar.",
  "A data warehouse with connectors, destinations, batch exports, workflows.",
  "Notebooks, an AI assistant, LLM analytics, logs.",
  "Mobile session replay, and years of running at PostHog’s scale.",
];
