import { initial } from "./0001-initial.ts";
import { eventsDaily } from "./0002-events-daily.ts";
import { people } from "./0004-people.ts";
import { sampleWeight } from "./0005-sample-weight.ts";
import { viewRows } from "./0006-view-rows.ts";
import type { Migration } from "./migration.ts";

/** Every migration in order. Append only. */
export const MIGRATIONS: readonly Migration[] = [initial, eventsDaily, people, sampleWeight, viewRows];
