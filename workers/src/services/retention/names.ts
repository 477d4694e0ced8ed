/** Folder of the rows that passed their retention and can still be restored. */
export const RETIRED_PREFIX = "retired/";

/** `retired/<environment>/<day they are of>/<day they went>-<slice>.ndjson.zst` */
export const retiredFolder = (environmentId: number, day: string): string =>
  `${RETIRED_PREFIX}${environmentId}/${day}/`;

/** The day that an object went, from its name. */
export const retiredOn = (key: string): string => key.split("/").at(-1)?.slice(0, 10) ?? "";
