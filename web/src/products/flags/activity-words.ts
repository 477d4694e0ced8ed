const WORDS: Readonly<Record<string, string>> = {
  asked_for_approval: "asked for a second person's approval",
  approved_change: "approved a waiting change",
  rejected_change: "rejected a waiting change",
  withdrew_change: "withdrew a waiting change",
  scheduled_change: "planned a change",
  rescheduled_change: "changed a plan",
  cancelled_change: "cancelled a planned change",
};

/** What an entry of the audit log says somebody did, after their name. */
export const activityWords = (activity: string): string => WORDS[activity] ?? `${activity} this flag`;
