import type { Viewer } from "../customers/viewer.ts";

/** `actor` is null where nobody but who began it has told it anything. */
export type RunByWhom = { byId: string; byName: string; actor: { id: string; name: string } | null };

/** What comes of a run is done by whoever told it last what to do. */
export const viewerOfRun = ({ byId, byName, actor }: RunByWhom): Viewer => ({
  id: actor?.id ?? byId,
  name: actor?.name ?? byName,
  email: "",
  role: "staff",
  market: "",
});
