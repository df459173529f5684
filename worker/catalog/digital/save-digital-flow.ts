/**
 * Staff says that a variant is a download, and of which files: written whole with its events or not at all, and never over
 * somebody else's change. One of which nobody ever said how it is counted is not counted from then on; one that is sold as
 * so many licences is counted by its stock policy, as any other. One that is shipped again is counted again.
 */
import { auditEntryOf } from "../../admin/audit-store.ts";
import { done, type Outcome, refused } from "../../base/outcome.ts";
import type { Viewer } from "../../customers/viewer.ts";
import { newEvent } from "../../events/outbox-store.ts";
import { savePolicy } from "../../inventory/save-policy-flow.ts";
import { POLICY_DEFAULT } from "../../inventory/stock-policy.ts";
import { readPolicies } from "../../inventory/supply-store.ts";
import type { World } from "../../world.ts";
import { skusOfBundles } from "../bundles/bundle-store.ts";
import { type SavePartProblem, savePart } from "../versions/save-part-flow.ts";
import { readVersionWith, type VariantProblem } from "../versions/variant-version-store.ts";
import { type DigitalFile, type DownloadTerms, FILES_MAX, sameTerms, whyUnsafeName } from "./digital.ts";
import { digitalReplace, readDigitalGoods, readUploadedFile } from "./digital-store.ts";

export type DigitalProblem = { code: "digital.is_bundle" };
export type SaveDigitalProblem =
  | DigitalProblem
  | SavePartProblem
  | VariantProblem
  | { code: "request.invalid"; at: readonly { path: string; why: string }[] };

/** Files are named by their ids; a name here stands in place of the one they were uploaded with. */
export type DigitalAsk = {
  files: readonly { id: string; name?: string | undefined }[];
  downloadsMax: number;
  days: number;
};
/** `version` is the product's. `digital` null: it is no download any more. */
type SaveDigital = { productId: string; sku: string; version: number; digital: DigitalAsk | null; by: Viewer };
type Saved = { version: number; digital: DownloadTerms | null };

/** Answers the product's version by now. The same again changes nothing. */
export async function saveDigital(world: World, ask: SaveDigital): Promise<Outcome<Saved, SaveDigitalProblem>> {
  const { productId, sku, by } = ask;
  const found = await readVersionWith(world.catalog, productId, sku);
  if (!found.ok) return found;
  const version = found.value;
  const before = (await readDigitalGoods(world.catalog, [sku])).get(sku) ?? null;
  const asked = ask.digital ? await findFiles(world, ask.digital) : done(null);
  if (!asked.ok) return asked;
  const terms = asked.value;
  if (sameTerms(before, terms)) {
    // A crash may have come between the first request's write and this.
    if (terms) await leaveUncounted(world, sku, by);
    return done({ version, digital: before });
  }
  if (version !== ask.version) return refused({ code: "product.changed_meanwhile", version });
  // A bundle is packed of units; a download has none.
  if (terms && (await skusOfBundles(world.catalog, [sku])).size > 0) return refused({ code: "digital.is_bundle" });
  // In this order nothing that is shipped is ever uncounted, wherever a crash comes: at worst a download is sold out.
  if (!terms) await countAgain(world, sku, by);
  const problem = await savePart(world, ask, {
    writes: [digitalReplace(world.catalog, sku, terms)],
    events: [newEvent(world, "products.changed", { productIds: [productId] })],
    entry: auditEntryOf(world, {
      by,
      action: "digital.saved",
      subject: `product:${productId}`,
      before: { sku, digital: before },
      after: { sku, digital: terms },
    }),
  });
  if (problem) return refused(problem);
  if (terms) await leaveUncounted(world, sku, by);
  return done({ version: version + 1, digital: terms });
}

/** Every file must have arrived: nobody buys a download that is not there. */
async function findFiles(
  world: World,
  { files, downloadsMax, days }: DigitalAsk,
): Promise<Outcome<DownloadTerms, SaveDigitalProblem>> {
  if (files.length === 0 || files.length > FILES_MAX)
    return refused({ code: "request.invalid", at: [{ path: "files", why: `are 1 to ${FILES_MAX}` }] });
  const stored = await Promise.all(files.map(({ id }) => readUploadedFile(world, id)));
  const at: { path: string; why: string }[] = [];
  const found: DigitalFile[] = [];
  for (const [index, ask] of files.entries()) {
    const file = stored[index];
    const name = ask.name ?? file?.name ?? "";
    if (!file) at.push({ path: `files.${index}.id`, why: "was not uploaded" });
    else if (files.findIndex(({ id }) => id === ask.id) !== index)
      at.push({ path: `files.${index}.id`, why: "is named twice" });
    else {
      const why = whyUnsafeName(name);
      if (why !== null) at.push({ path: `files.${index}.name`, why });
      else found.push({ ...file, name });
    }
  }
  return at.length > 0 ? refused({ code: "request.invalid", at }) : done({ files: found, downloadsMax, days });
}

/** Someone else's policy, made at this moment, stays. */
async function leaveUncounted(world: World, sku: string, by: Viewer): Promise<void> {
  if ((await readPolicies(world.catalog, [sku])).has(sku)) return;
  const { splitBy: _by, ...policy } = POLICY_DEFAULT;
  await savePolicy(world, { sku, policy: { ...policy, tracked: false }, by });
}

/** What is shipped from now on must not be sold without end; staff may say otherwise again. */
async function countAgain(world: World, sku: string, by: Viewer): Promise<void> {
  const policy = (await readPolicies(world.catalog, [sku])).get(sku);
  if (!policy || policy.tracked) return;
  const { splitBy: _by, ...kept } = policy;
  await savePolicy(world, { sku, policy: { ...kept, tracked: true }, by });
}
