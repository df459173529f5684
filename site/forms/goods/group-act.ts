/** What is done to a category, collection, brand, attribute definition or page of the store's own besides saving its form: archived, brought back, made again what it was. */
import type { AstroGlobal } from "astro";
import {
  archiveGroup,
  type ChangeGroupProblem,
  revertGroup,
} from "../../../worker/catalog/versions/change-group-flow.ts";
import { differencesOfGroup, type GroupRef } from "../../../worker/catalog/versions/group-version.ts";
import { listGroupVersions, readGroupState } from "../../../worker/catalog/versions/group-version-store.ts";
import type { Viewer } from "../../../worker/customers/viewer.ts";
import { groupPath } from "../../admin-paths.ts";
import { type Fault, readSent, type Sent, wholeOf } from "../admin-fields.ts";
import { type History, readHistory } from "./history.ts";
import { NOT_A_FORM } from "./section.ts";

/** The field that says what a form asks for, and two things it may. */
export const [INTENT, ARCHIVE, RESTORE] = ["intent", "archive", "restore"];

/** Null where the form asks for something else. */
export async function postArchive(
  astro: AstroGlobal,
  group: GroupRef,
  sent: Sent,
  by: Viewer,
): Promise<Response | Fault | null> {
  const intent = sent(INTENT ?? "");
  if (intent !== ARCHIVE && intent !== RESTORE) return null;
  const version = wholeOf(sent("version"));
  if (version === null) return NOT_A_FORM;
  const archived = intent === ARCHIVE;
  const changed = await archiveGroup(astro.locals.world, { group, version, archived, by });
  if (!changed.ok) return faultOf(changed.problem);
  return astro.redirect(groupPath(group, "details", { done: archived ? "archived" : "restored" }), 303);
}

/** A page of its versions: what its form came to, else what it shows. */
export async function beginGroupHistory(
  astro: AstroGlobal,
  group: GroupRef,
  viewer: Viewer,
): Promise<Response | { history: History; fault: Fault | null }> {
  const fault = astro.request.method === "POST" ? await postRevert(astro, group, viewer) : null;
  if (fault instanceof Response) return fault;
  if (fault) astro.response.status = 409;
  const { catalog } = astro.locals.world;
  const history = await readHistory(astro.url.searchParams, {
    list: (page) => listGroupVersions(catalog, group, page),
    read: (version) => readGroupState(catalog, group, version),
    compare: (before, after) => differencesOfGroup(group.kind, before, after),
  });
  return { history, fault };
}

async function postRevert(astro: AstroGlobal, group: GroupRef, by: Viewer): Promise<Response | Fault> {
  const sent = await readSent(astro);
  const [version, to] = [wholeOf(sent?.("version") ?? ""), wholeOf(sent?.("to") ?? "")];
  if (version === null || to === null) return NOT_A_FORM;
  const reverted = await revertGroup(astro.locals.world, { group, version, to, by });
  if (!reverted.ok) return faultOf(reverted.problem);
  return astro.redirect(groupPath(group, "history", { done: "groupReverted" }), 303);
}

function faultOf(problem: ChangeGroupProblem): Fault {
  switch (problem.code) {
    case "version.unknown":
      return { key: "goods.fault.versionGone", values: { version: problem.version } };
    case "category.slug_taken":
    case "collection.slug_taken":
      return { key: "goods.fault.groupSlug", values: { slug: problem.slug } };
    case "brand.slug_taken":
      return { key: "goods.fault.slugTaken" };
    case "brand.name_taken":
      return { key: "goods.fault.brandName", values: { name: problem.name, brand: problem.brandId } };
    case "category.parent_wrong":
      return { key: "goods.fault.groupParent", values: { parent: problem.parentId } };
    case "brand.merged":
      return { key: "goods.archive.merged" };
    case "category.changed_meanwhile":
    case "collection.changed_meanwhile":
    case "brand.changed_meanwhile":
    case "attribute.changed_meanwhile":
    case "page.changed_meanwhile":
      return { key: "goods.fault.groupChanged" };
    default:
      return NOT_A_FORM;
  }
}
