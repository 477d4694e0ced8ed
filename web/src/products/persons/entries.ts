import { useInfiniteQuery } from "@tanstack/react-query";
import type { ProductEntries } from "@/products/manifest";
import { personListQuery } from "@/products/persons/api";
import { personName } from "@/products/persons/person-name";

/** Fewer letters fit too many people to be of use. */
const LEAST = 3;
const SHOWN = 8;

export const personEntries: ProductEntries = {
  heading: "Persons",
  useEntries(projectId, enabled, search) {
    const { data } = useInfiniteQuery({
      ...personListQuery(projectId, search, []),
      enabled: enabled && search.length >= LEAST,
    });
    if (search.length < LEAST) return [];
    return (data?.pages[0]?.results ?? []).slice(0, SHOWN).map((person) => ({
      key: person.uuid,
      title: personName(person),
      hint: person.distinct_ids.join(", "),
      path: `/persons/${person.uuid}`,
    }));
  },
};
