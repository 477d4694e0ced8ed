import type { EventRow } from "./types.ts";

/** Names people know for the SDK's own events. */
const NAMES: Readonly<Record<string, string>> = {
  $pageview: "Pageview",
  $pageleave: "Pageleave",
  $autocapture: "Autocapture",
  $identify: "Identify",
  $set: "Set person properties",
  $create_alias: "Alias",
  $groupidentify: "Group identify",
  $feature_flag_called: "Feature flag called",
  $feature_interaction: "Feature interaction",
  $exception: "Exception",
  $rageclick: "Rage click",
  $dead_click: "Dead click",
  $screen: "Screen",
  $web_vitals: "Web vitals",
  $opt_in: "Opted in",
};

/** `$pageview` → `Pageview`; custom names stay as they are. */
export function eventTitle(event: string): string {
  return Object.hasOwn(NAMES, event) ? (NAMES[event] ?? event) : event;
}

/** The one thing that tells this event from others of its name: page, flag, message, clicked text. */
export function eventDetail({ event, properties }: Pick<EventRow, "event" | "properties">): string {
  const text = (key: string) => {
    const value = properties[key];
    return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
      ? String(value)
      : "";
  };
  if (event === "$feature_flag_called") return `${text("$feature_flag")} → ${text("$feature_flag_response")}`;
  if (event === "$autocapture") {
    const what = [text("$event_type"), text("$el_text")].filter(Boolean).join(" ");
    return what || text("$pathname");
  }
  if (event === "$exception") return text("$exception_message") || text("$exception_type");
  if (event === "$screen") return text("$screen_name");
  return text("$pathname") || text("$current_url");
}
