import type { DataJobRow } from "@edgewise/db/mysql/repos/data-jobs.ts";
import { IMPORT_PREFIX } from "../erase/folders.ts";

/** Folder of the files that were uploaded for an import. */
export const importFolder = ({ environmentId, id }: Pick<DataJobRow, "environmentId" | "id">): string =>
  `${IMPORT_PREFIX}${environmentId}/${id}/`;
