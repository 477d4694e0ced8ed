import type { MaterializedView } from "../schema/view.ts";
import { eventsByPersonView } from "./events-by-person.ts";
import { eventsDailyView } from "./events-daily.ts";
import { sessionsView } from "./sessions.ts";

/** Every materialised view, created after all tables. */
export const VIEWS: readonly MaterializedView[] = [eventsByPersonView, sessionsView, eventsDailyView];
