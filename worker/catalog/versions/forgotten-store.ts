/** Which versions go with the next one, whatever they are of: those beyond the newest, and those that are too old. */
import { type SQL, sql } from "drizzle-orm";
import { VERSION_AGE_MAX_MS, VERSIONS_KEPT_MIN, VERSIONS_MAX } from "./version.ts";

/** A condition on a row `v` of versions. `all`: the table of them, with a condition that leaves those of the same thing. */
export const isForgotten = (all: SQL, atMs: number): SQL => sql`(
  v.version <= (SELECT version FROM ${all} ORDER BY version DESC LIMIT 1 OFFSET ${VERSIONS_MAX})
  OR (v.at_ms < ${atMs - VERSION_AGE_MAX_MS}
    AND v.version <= (SELECT version FROM ${all} ORDER BY version DESC LIMIT 1 OFFSET ${VERSIONS_KEPT_MIN})))`;
