import type { DataJobRow } from "@edgewise/db/mysql/repos/data-jobs.ts";
import * as z from "zod";
import { isoMicrosOrNull } from "../../../http/time.ts";
import type { ExportedFile } from "../../../services/exports/manifest.ts";
import { jobFields, presentJob } from "./present-deletion.ts";

export const exportSchema = z.object({
  ...jobFields,
  format: z.string(),
  date_from: z.string().nullable(),
  date_to: z.string().nullable(),
  /** Files written and to be written. */
  done: z.number().int(),
  total: z.number().int().nullable(),
  rows: z.number().int(),
  bytes: z.number().int(),
  /** The files are deleted then; null when there are none (any more). */
  expires_at: z.string().nullable(),
});

export const exportDetailSchema = exportSchema.extend({
  files: z.array(
    z.object({
      name: z.string(),
      table: z.string(),
      rows: z.number().int().nullable(),
      bytes: z.number().int().nullable(),
      url: z.string(),
    }),
  ),
});

const written = (row: DataJobRow) => (row.progress.files ?? []) as unknown as ExportedFile[];

/** Data files, and the two that say what they are. */
export function filesOf(row: DataJobRow) {
  const of = (name: string, table: string) => ({ name, table, rows: null, bytes: null });
  return [
    of("manifest.json", "manifest"),
    of("config.json", "definitions"),
    ...written(row).map(({ name, table, rows, bytes }) => ({ name, table, rows, bytes })),
  ];
}

export function presentExport(row: DataJobRow): z.infer<typeof exportSchema> {
  const files = written(row);
  const { parts } = row.progress;
  const { format, date_from: from, date_to: to } = row.params;
  return {
    ...presentJob(row),
    format: String(format),
    date_from: typeof from === "string" ? from : null,
    date_to: typeof to === "string" ? to : null,
    done: files.length,
    total: Array.isArray(parts) ? parts.length : null,
    rows: files.reduce((sum, file) => sum + file.rows, 0),
    bytes: files.reduce((sum, file) => sum + file.bytes, 0),
    expires_at: isoMicrosOrNull(row.expiresAt),
  };
}
