import * as z from "zod";

export const EXPORT_VERSION = 1;

const exportedFile = z.object({
  /** Path below the export's folder. */
  name: z
    .string()
    .regex(/^[\w./-]+$/)
    .refine((name) => !name.includes("..")),
  table: z.enum(["events", "persons", "groups", "cohort_lists", "recordings"]),
  rows: z.number().int().min(0),
  bytes: z.number().int().min(0),
  sha256: z.string().length(64),
});
export type ExportedFile = z.output<typeof exportedFile>;

/** What an export consists of: `manifest.json`, written last. */
export const manifestSchema = z.object({
  version: z.literal(EXPORT_VERSION),
  format: z.enum(["ndjson", "parquet"]),
  project_id: z.number().int(),
  environment_id: z.number().int(),
  until: z.string(),
  /** Names of group types by the index that `groups` files use. */
  group_types: z.record(z.string(), z.string()),
  files: z.array(exportedFile).max(1_000_000),
});
export type Manifest = z.output<typeof manifestSchema>;
