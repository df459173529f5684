/** What one of the store's own pages says in one locale, by form: saved, or shown as it would be. */
import type { AstroGlobal } from "astro";
import {
  CONTENT_LENGTHS_MAX,
  type ContentName,
  type ContentText,
  contentIdOf,
  type KeptContent,
} from "../../worker/content/content-page.ts";
import { contentShape } from "../../worker/content/content-shape.ts";
import { readContent } from "../../worker/content/content-store.ts";
import { saveContent } from "../../worker/content/save-content-flow.ts";
import type { Viewer } from "../../worker/customers/viewer.ts";
import { groupPath } from "../admin-paths.ts";
import { proseHtmlOf } from "../prose-html.ts";
import { type Fault, readSent, wholeOf } from "./admin-fields.ts";
import { type GroupEntry, groupEntry } from "./goods/group.ts";
import { INTENT, postArchive } from "./goods/group-act.ts";
import { NOT_A_FORM } from "./goods/section.ts";

/** The intent of the button that shows and does not save. */
export const PREVIEW = "preview";
const FIELDS = ["title", "description", "body"] as const;

/** `preview` is what is typed, as HTML; null where it was not asked for. */
export type ContentEntry = GroupEntry & { preview: string | null };

/** `given` is the text that comes with the store: what staff begin with. */
export const contentEntry = (kept: KeptContent | null, given: ContentText): ContentEntry => {
  const { title, description, body } = kept ?? given;
  return { ...groupEntry({ title, description, body }, String(kept?.version ?? 0)), preview: null };
};

/** Answers a redirect when it was saved, archived or brought back, else what to show the form with again. */
export async function postContent(
  astro: AstroGlobal,
  name: ContentName,
  kept: KeptContent | null,
  { given, by }: { given: ContentText; by: Viewer },
): Promise<Response | ContentEntry> {
  const { world } = astro.locals;
  const group = { kind: "page" as const, id: contentIdOf(name) };
  const sent = await readSent(astro);
  if (!sent) return { ...contentEntry(kept, given), fault: NOT_A_FORM };
  const acted = await postArchive(astro, group, sent, by);
  if (acted) return acted instanceof Response ? acted : { ...contentEntry(kept, given), fault: acted };
  const version = wholeOf(sent("version")) ?? 0;
  const entry: ContentEntry = { sent, seen: String(version), faults: {}, fault: null, now: null, preview: null };
  const typed = Object.fromEntries(FIELDS.map((field) => [field, sent(field)]));
  const checked = contentShape.safeParse({ ...typed, version });
  if (!checked.success) return { ...entry, faults: faultsOf(checked.error.issues) };
  if (sent(INTENT ?? "") === PREVIEW) return { ...entry, preview: proseHtmlOf(checked.data.body) };
  const saved = await saveContent(world, name, checked.data, by);
  if (saved.ok) {
    const done = saved.value.version === kept?.version ? "unchanged" : "saved";
    return astro.redirect(groupPath(group, "details", { done }), 303);
  }
  if (saved.problem.code !== "page.changed_meanwhile") return { ...entry, fault: NOT_A_FORM };
  const now = await readContent(world.catalog, name);
  const { title, description, body } = now ?? given;
  const fault: Fault = { key: "goods.fault.groupChanged" };
  return { ...entry, fault, now: { title, description, body }, seen: String(saved.problem.version) };
}

const faultsOf = (issues: readonly { path: readonly PropertyKey[]; code: string }[]): Record<string, Fault> =>
  Object.fromEntries(
    issues.map(({ path: [field], code }) => {
      const max = CONTENT_LENGTHS_MAX[field as keyof ContentText];
      const fault: Fault =
        code === "too_big"
          ? { key: "admin.fault.tooLong", values: { max } }
          : { key: "pages.fault.text", values: { max } };
      return [String(field), fault];
    }),
  );
