import { saveFile } from "@/lib/save-file";
import { type SqlNode, toSqlQuery } from "@/products/sql/node";

export const ALL_FORMATS = ["csv", "ndjson", "json"] as const;
type Format = (typeof ALL_FORMATS)[number];

/** Longest link that every browser and proxy takes. */
const MAX_LINK = 6000;
const TYPES: Readonly<Record<Format, string>> = {
  csv: "text/csv",
  ndjson: "application/x-ndjson",
  json: "application/json",
};

/** Saves all rows of SQL, straight to the disk; a text too long for a link goes through the page's memory. */
export async function exportAll(projectId: number, node: SqlNode, format: Format): Promise<void> {
  const query = toSqlQuery(node);
  const path = `/api/projects/${projectId}/query/export/`;
  const link = `${path}?format=${format}&query=${encodeURIComponent(JSON.stringify(query))}`;
  if (link.length <= MAX_LINK) {
    window.location.assign(link);
    return;
  }
  const response = await fetch(path, {
    method: "POST",
    credentials: "same-origin",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ query, format }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error((JSON.parse(text) as { detail?: string }).detail ?? "The export failed.");
  saveFile(`query.${format}`, TYPES[format], text);
}
