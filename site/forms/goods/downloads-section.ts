/** What a variant is downloaded as: its files, how often and how long. Saved by a flow of its own, since files come with it. */
import type { AstroGlobal } from "astro";
import {
  DAYS_DEFAULT,
  DAYS_MAX,
  type DigitalFile,
  DOWNLOADS_DEFAULT,
  DOWNLOADS_MAX,
  type DownloadTerms,
  FILE_NAME_MAX,
  FILES_MAX,
  typeOfFile,
  whyUnsafeName,
} from "../../../worker/catalog/digital/digital.ts";
import { readUploadedFile } from "../../../worker/catalog/digital/digital-store.ts";
import { type SaveDigitalProblem, saveDigital } from "../../../worker/catalog/digital/save-digital-flow.ts";
import { type UploadFileProblem, uploadFile } from "../../../worker/catalog/digital/upload-file-flow.ts";
import type { StaffProduct } from "../../../worker/catalog/staff-product-store.ts";
import type { Viewer } from "../../../worker/customers/viewer.ts";
import { ADMIN } from "../../admin-paths.ts";
import { type Fault, readForm, wholeOf } from "../admin-fields.ts";
import { type Entry, NOT_A_FORM } from "./section.ts";

/** The field of the files. */
export const FILES = "files";
/** The field of files that came in before the form, by their ids, with a blank between: the script sends large ones so. */
export const ARRIVED = "arrived";
export const nameField = (id: string) => `name.${id}`;
export const goneField = (id: string) => `gone.${id}`;

/** `digital` is null of a variant that is shipped. */
export type Downloads = { sku: string; digital: DownloadTerms | null };

/** The form as it is shown first. */
export function entryOfDownloads({ version }: Pick<StaffProduct, "version">, { digital }: Downloads): Entry {
  const shown: Record<string, string> = {
    downloadsMax: String(digital?.downloadsMax ?? DOWNLOADS_DEFAULT),
    days: String(digital?.days ?? DAYS_DEFAULT),
  };
  for (const { id, name } of digital?.files ?? []) shown[nameField(id)] = name;
  return { sent: (name) => shown[name] ?? "", version, faults: {}, fault: null, meanwhile: null };
}

/** `arrived` are files that are in the store, and not the variant's yet: nobody sends them twice. */
export type DownloadsEntry = Entry & { arrived: readonly DigitalFile[] };

/** Answers a redirect when it was saved or nothing differs, else what to show the form with again. */
export async function postDownloads(
  astro: AstroGlobal,
  product: StaffProduct,
  { sku, digital }: Downloads,
  by: Viewer,
): Promise<Response | DownloadsEntry> {
  const form = await readForm(astro);
  const version = form && wholeOf(form.sent("version"));
  if (!form || version === null)
    return { ...entryOfDownloads(product, { sku, digital }), fault: NOT_A_FORM, arrived: [] };
  const { sent } = form;
  const added = form.files(FILES);
  const before = digital?.files ?? [];
  const arrived = await findArrived(astro, sent(ARRIVED), before);
  const kept = [...before, ...arrived]
    .filter(({ id }) => sent(goneField(id)) !== "on")
    .map(({ id, name }) => ({ id, name: sent(nameField(id)).trim() || name }));
  const [downloadsMax, days] = [wholeOf(sent("downloadsMax")), wholeOf(sent("days"))];
  const faults = faultsOf({ kept, added, downloadsMax, days });
  const entry: DownloadsEntry = { sent, version, faults, fault: null, meanwhile: null, arrived };
  if (Object.keys(faults).length > 0 || downloadsMax === null || days === null) return entry;
  // The next press saves on the version that is shown by then.
  if (version !== product.version)
    return { ...entry, version: product.version, fault: { key: "admin.fault.changedMeanwhile" } };
  const files = [...kept];
  for (const file of added) {
    const id = astro.locals.world.newId();
    const stored = { id, name: file.name, type: typeOfFile(file.type), bytes: file.size };
    const uploaded = await uploadFile(astro.locals.world, { file: stored, body: file, by });
    if (!uploaded.ok) return { ...entry, faults: { [FILES]: uploadFault(uploaded.problem) } };
    files.push({ id, name: file.name });
    arrived.push(uploaded.value.file);
  }
  const ask = {
    productId: product.id,
    sku,
    version,
    by,
    digital: files.length > 0 ? { files, downloadsMax, days } : null,
  };
  const saved = await saveDigital(astro.locals.world, ask);
  if (!saved.ok) return { ...entry, fault: saveFault(saved.problem) };
  const done = saved.value.version === version ? "unchanged" : "saved";
  return astro.redirect(ADMIN.productPart(product.id, "downloads", { sku, done }), 303);
}

/** What is no file of the store's, or the variant's already, is left out. */
async function findArrived(astro: AstroGlobal, text: string, before: readonly DigitalFile[]): Promise<DigitalFile[]> {
  const ids = new Set(text.split(" ").filter((id) => ID.test(id)));
  for (const { id } of before) ids.delete(id);
  const found = [...ids].slice(0, FILES_MAX).map((id) => readUploadedFile(astro.locals.world, id));
  return (await Promise.all(found)).filter((file) => file !== null);
}
const ID = /^[0-9a-f-]{36}$/;

type Said = {
  kept: readonly { id: string; name: string }[];
  added: readonly File[];
  downloadsMax: number | null;
  days: number | null;
};
function faultsOf({ kept, added, downloadsMax, days }: Said): Record<string, Fault> {
  const faults: Record<string, Fault> = {};
  const number = (max: number): Fault => ({ key: "policy.fault.number", values: { min: 1, max } });
  if (downloadsMax === null || downloadsMax < 1 || downloadsMax > DOWNLOADS_MAX)
    faults.downloadsMax = number(DOWNLOADS_MAX);
  if (days === null || days < 1 || days > DAYS_MAX) faults.days = number(DAYS_MAX);
  for (const { id, name } of kept) if (whyUnsafeName(name) !== null) faults[nameField(id)] = NAME;
  if (added.some(({ name }) => whyUnsafeName(name) !== null)) faults[FILES] = NAME;
  if (kept.length + added.length > FILES_MAX)
    faults[FILES] = { key: "goods.downloads.fault.many", values: { max: FILES_MAX } };
  return faults;
}
const NAME: Fault = { key: "goods.downloads.fault.name", values: { max: FILE_NAME_MAX } };

const uploadFault = ({ code }: UploadFileProblem): Fault => ({
  key: code === "digital.file_empty" ? "goods.downloads.fault.empty" : "admin.fault.form",
});

function saveFault({ code }: SaveDigitalProblem): Fault {
  if (code === "digital.is_bundle") return { key: "goods.downloads.fault.bundle" };
  return { key: code === "request.invalid" ? "admin.fault.form" : "admin.fault.changedMeanwhile" };
}

/** The variant that is asked for, else the first. Null of a product without any. */
export const skuShown = ({ variants }: StaffProduct, asked: string | null): string | null =>
  (variants.find(({ sku }) => sku === asked) ?? variants[0])?.sku ?? null;
