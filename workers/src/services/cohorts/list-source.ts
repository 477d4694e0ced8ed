import type { ListedPeople } from "@edgewise/core/cohorts/csv.ts";
import type { JsonObject } from "@edgewise/core/events/types.ts";

/** Where the persons of a static cohort come from. */
export type ListSource =
  | { readonly kind: "csv"; readonly text: string }
  | ({ readonly kind: "ids" } & ListedPeople)
  | { readonly kind: "query"; readonly query: JsonObject };
