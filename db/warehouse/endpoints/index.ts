import type { Endpoint } from "./endpoint.ts";
import { eventNames } from "./event-names.ts";
import { storedByDay } from "./stored-by-day.ts";

/** Every published endpoint. */
export const ENDPOINTS: readonly Endpoint[] = [eventNames, storedByDay];
