/** An export that the store writes by itself: what state it is in, and how long its file is kept. */

/** `writing`: a step after the other. `done`: the file is whole. `expired`: it was dropped, by age. */
export const EXPORT_STATES = ["writing", "done", "failed", "expired"] as const;
export type ExportState = (typeof EXPORT_STATES)[number];

/** After it was written, or given up on. */
export const EXPORT_KEPT_MS = 7 * 86_400_000;
/** Under way at once: each of them reads the whole catalogue. */
export const EXPORTS_WRITING_MAX = 3;
/** Steps of one stretch that came to nothing. */
export const EXPORT_TRIES_MAX = 6;

export type ExportProblem =
  | { code: "export.unknown" }
  | { code: "export.id_taken" }
  | { code: "export.too_many"; writingMax: number }
  | { code: "export.not_there" };

/** When its file is dropped; null where there is none. */
export const expiresAtMs = ({ state, updatedAtMs }: { state: ExportState; updatedAtMs: number }): number | null =>
  state === "done" ? updatedAtMs + EXPORT_KEPT_MS : null;
