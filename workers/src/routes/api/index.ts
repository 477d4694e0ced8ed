import type { ApiRoute } from "../../http/route.ts";

/** Every route of the public API: what the router serves, the description lists and the permission tests iterate. */
export const API_ROUTES: readonly ApiRoute[] = [];
