export type TaskKey = "event" | "insight" | "dashboard" | "flag" | "experiment" | "invite";

export interface Task {
  readonly key: TaskKey;
  readonly title: string;
  readonly why: string;
  /** Below the project. */
  readonly path: string;
}

const TASKS: Readonly<Record<TaskKey, Omit<Task, "key">>> = {
  event: { title: "Send an event", why: "Copy a snippet for your SDK; it takes a minute.", path: "/start" },
  insight: { title: "Save an insight", why: "A question you will ask again.", path: "/insights/new" },
  dashboard: { title: "Make a dashboard", why: "Templates fill it for you.", path: "/dashboards" },
  flag: { title: "Make a flag", why: "Switch a feature without a release.", path: "/flags/new" },
  experiment: {
    title: "Plan an experiment",
    why: "How long it must run, from your traffic.",
    path: "/experiments/new",
  },
  invite: {
    title: "Invite a colleague",
    why: "Members are free, as many as you are.",
    path: "/settings/members",
  },
};

export interface Goal {
  readonly key: string;
  readonly title: string;
  readonly tasks: readonly Task[];
}

const goal = (key: string, title: string, ...tasks: readonly TaskKey[]): Goal => ({
  key,
  title,
  tasks: tasks.map((task) => ({ key: task, ...TASKS[task] })),
});

/** What someone came for, and the way there: each ends with an insight, a flag and a colleague. */
export const GOALS: readonly Goal[] = [
  goal("understand", "See what people do", "event", "insight", "dashboard", "flag", "invite"),
  goal("release", "Release safely", "event", "flag", "insight", "invite"),
  goal("experiment", "Test ideas", "event", "flag", "experiment", "insight", "invite"),
];

/** @param key of a goal; the first goal for any other text */
export const goalOf = (key: string): Goal => GOALS.find((one) => one.key === key) ?? (GOALS[0] as Goal);

/**
 * Where a step begins: an insight with the event that is there, so that the first chart is not an empty one.
 * @param event the newest, or null when none has come yet
 */
export function pathOf({ key, path }: Task, event: string | null): string {
  if (key !== "insight" || event === null) return path;
  const query = {
    kind: "TrendsQuery",
    series: [{ kind: "EventsNode", event }],
    dateRange: { date_from: "-7d" },
  };
  return `${path}?q=${encodeURIComponent(JSON.stringify(query))}`;
}
