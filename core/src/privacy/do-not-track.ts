/** What happens to events of browsers that ask not to be tracked. */
export type DoNotTrack = "ignore" | "drop" | "anonymous";

/** Whether a browser asks for it: Global Privacy Control (`Sec-GPC`), or the older `DNT`. */
export const asksNotToBeTracked = (header: (name: string) => string | null): boolean =>
  header("sec-gpc") === "1" || header("dnt") === "1";
