/** Rows that one statement deletes at most: far below the limit for its time, whatever a picture takes along with it. */
export const BATCH = 1_000;
