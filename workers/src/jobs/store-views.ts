import type { Deps } from "../deps.ts";
import { storeDueViews } from "../services/saved-queries/materialise.ts";

/** Stores materialised views whose time has come. */
export const storeViews = (deps: Deps): Promise<unknown> => storeDueViews(deps);
