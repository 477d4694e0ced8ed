import * as z from "zod";
import type { ProjectAccess } from "../../../http/authorize.ts";
import { isoMicros } from "../../../http/time.ts";
import { displayName, type PersonInfo } from "../../../services/persons/person.ts";

export const personSchema = z.object({
  id: z.string(),
  uuid: z.string(),
  name: z.string(),
  distinct_ids: z.array(z.string()),
  properties: z.record(z.string(), z.unknown()),
  created_at: z.string(),
  is_identified: z.boolean(),
});

/** A person as the API shows one. */
export function presentPerson(info: PersonInfo, access: ProjectAccess): z.infer<typeof personSchema> {
  return {
    id: info.id,
    uuid: info.id,
    name: displayName(info, access),
    distinct_ids: [...info.distinctIds],
    properties: info.properties,
    created_at: isoMicros(info.createdAt),
    is_identified: info.isIdentified,
  };
}
