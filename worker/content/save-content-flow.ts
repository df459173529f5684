/** Staff writes what one of the store's own pages says in one locale. */
import { auditEntryOf } from "../admin/audit-store.ts";
import { pendingAudit, settleAudit } from "../admin/pending-audit-store.ts";
import { done, type Outcome, refused } from "../base/outcome.ts";
import { conflictTableOf, isOvertaken } from "../base/unique-conflict.ts";
import { byOf } from "../catalog/save-product-flow.ts";
import { BY_HAND, type GroupWhy, groupActionOf } from "../catalog/versions/group-version.ts";
import { groupVersioned } from "../catalog/versions/group-version-store.ts";
import type { Viewer } from "../customers/viewer.ts";
import { contentTag } from "../http/cache-policy.ts";
import { purgePages } from "../http/purge-pages-flow.ts";
import type { World } from "../world.ts";
import { type ContentName, type ContentText, contentIdOf, type KeptContent } from "./content-page.ts";
import { contentSave, readContent } from "./content-store.ts";

/** `version` is the one that was read; 0 where there was none. `archived` stays as it is where it is left out. */
export type ContentAsk = ContentText & { version: number; archived?: boolean };
export type ContentProblem = { code: "page.unknown" } | { code: "page.changed_meanwhile"; version: number };

/** The same again changes nothing. */
export async function saveContent(
  world: World,
  { page, locale }: ContentName,
  ask: ContentAsk,
  by: Viewer,
  why: GroupWhy = BY_HAND,
): Promise<Outcome<KeptContent, ContentProblem>> {
  const { catalog: db } = world;
  const name = { page, locale };
  const before = await readContent(db, name);
  const had = before?.version ?? 0;
  const { title, description, body } = ask;
  const archived = ask.archived ?? before?.archived ?? false;
  const content = { ...name, title, description, body, archived, version: had + 1, updatedAtMs: world.nowMs() };
  if (before && textOf(before) === textOf(content)) return done(before);
  if (had !== ask.version) return refused({ code: "page.changed_meanwhile", version: had });
  const id = contentIdOf(name);
  const action = groupActionOf("page", why, before, content);
  const entry = auditEntryOf(world, { by, action, subject: `page:${id}`, before, after: content });
  const who = { ...byOf(by), ...why, atMs: content.updatedAtMs };
  try {
    await db.batch([
      ...groupVersioned(db, { kind: "page", id }, who, [contentSave(db, content, had)]),
      pendingAudit(db, entry),
    ]);
  } catch (error) {
    if (!isOvertaken(error, "content_pages") && conflictTableOf(error) !== "content_pages") throw error;
    return refused({ code: "page.changed_meanwhile", version: (await readContent(db, name))?.version ?? 0 });
  }
  await settleAudit(world, entry);
  world.defer(purgePages(world, [contentTag(page)]));
  return done(content);
}

const textOf = ({ title, description, body, archived }: KeptContent): string =>
  JSON.stringify([title, description, body, archived]);
