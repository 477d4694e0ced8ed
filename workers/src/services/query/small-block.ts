/** Rows of a block of queries that work on each actor's arrays: two granules of the tables. */
export const SMALL_BLOCK = 16_384;
