/** Folder of the rows that passed their retention and can still be restored. */
export const RETIRED_PREFIX = "retired/";
