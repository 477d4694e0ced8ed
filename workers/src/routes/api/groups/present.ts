import * as z from "zod";
import { isoMicros } from "../../../http/time.ts";
import type { StoredGroup } from "../../../services/groups/list.ts";

export const typeIndex = z.coerce.number().int().min(0).max(4);

export const groupSchema = z.object({
  group_type_index: z.number().int(),
  group_key: z.string(),
  group_properties: z.record(z.string(), z.unknown()),
  created_at: z.string(),
});

export const presentGroup = (row: StoredGroup): z.infer<typeof groupSchema> => ({
  group_type_index: row.index,
  group_key: row.key,
  group_properties: row.properties,
  created_at: isoMicros(row.createdAt),
});
