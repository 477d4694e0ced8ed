import type { DataJobRow } from "@edgewise/db/mysql/repos/data-jobs.ts";

/** Folder of the files that were uploaded for an import. */
export const importFolder = ({ environmentId, id }: Pick<DataJobRow, "environmentId" | "id">): string =>
  `imports/${environmentId}/${id}/`;
