/** Why staff corrects what lies at a location. Kept in the ledger as these codes; pages say them in words. */
export const ADJUST_REASONS = ["damaged", "lost", "stolen", "found", "given_away", "expired", "correction"] as const;
