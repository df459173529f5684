/** The form that uploads a catalogue. It brings the import's own id, so that sending it twice imports once. */
import type { AstroGlobal } from "astro";
import type { Viewer } from "../../worker/customers/viewer.ts";
import { CURRENCIES, isCurrency } from "../../worker/pricing/money.ts";
import { mappingShape } from "../../worker/transfer/formats/column-mapping.ts";
import { UPLOAD_BYTES_MAX } from "../../worker/transfer/import-run.ts";
import { uploadFile } from "../../worker/transfer/upload-import-flow.ts";
import type { World } from "../../worker/world.ts";
import { ADMIN } from "../admin-paths.ts";
import { type Fault, type Faults, idOf, readForm, type Sent, wholeOf } from "./admin-fields.ts";

/** What the fields hold, and what is wrong with them. A file is not shown again: browsers let nobody choose it for them. */
export type ImportEntry = { sent: Sent; faults: Faults };

const PRESETS: Readonly<Record<string, string>> = { stock: "20", currency: "USD", dryRun: "yes" };
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const STOCK_MAX = 1_000_000;
const LEFT_OUT_MAX = 100;
const MAPPING_LENGTH_MAX = 20_000;

/** The one that the form brought; another where that is no id. */
export const importIdOf = (given: string, world: Pick<World, "newId">): string =>
  UUID.test(given) ? given : world.newId();

export const newImportEntry = (): ImportEntry => ({ sent: (name) => PRESETS[name] ?? "", faults: {} });

export async function postImport(astro: AstroGlobal, by: Viewer): Promise<Response | ImportEntry> {
  const { world } = astro.locals;
  const form = await readForm(astro);
  if (!form) return { ...newImportEntry(), faults: { file: { key: "transfer.fault.size" } } };
  const { sent } = form;
  const [file] = form.files("file");
  const mapping = mappingOf(sent("mapping"));
  const stock = wholeOf(sent("stock") || "0");
  const currency = sent("currency");
  const faults: Record<string, Fault> = {
    ...(file
      ? file.size > UPLOAD_BYTES_MAX
        ? { file: { key: "transfer.fault.size" as const } }
        : {}
      : { file: { key: form.isEmpty("file") ? ("transfer.fault.empty" as const) : ("transfer.fault.file" as const) } }),
    ...(stock === null || stock > STOCK_MAX ? { stock: { key: "transfer.fault.stock" as const } } : {}),
    ...(sent("pictures") === "" || /^https?:\/\/\S+$/.test(sent("pictures").trim())
      ? {}
      : { pictures: { key: "transfer.fault.pictures" as const } }),
    ...("why" in mapping ? { mapping: { key: "transfer.fault.mapping" as const, values: { why: mapping.why } } } : {}),
  };
  if (!file || stock === null || "why" in mapping || Object.keys(faults).length > 0) return { sent, faults };
  const uploaded = await uploadFile(world, {
    id: importIdOf(idOf(sent, world.newId), world),
    file: file.name,
    bytes: file,
    settings: { openingQuantity: stock, skipBad: sent("skipBad") === "yes", dryRun: sent("dryRun") !== "no" },
    reading: {
      currency: isCurrency(currency) ? currency : CURRENCIES[0],
      mediaBase: sent("pictures").trim() || undefined,
      leaveOut: sent("leaveOut")
        .split(",")
        .map((each) => each.trim())
        .filter(Boolean)
        .slice(0, LEFT_OUT_MAX),
      mapping: mapping.value,
    },
    by,
  });
  if (uploaded.ok) return astro.redirect(ADMIN.import(uploaded.value.id), 303);
  return { sent, faults: { file: { key: "transfer.fault.size" } } };
}

function mappingOf(text: string): { value: ReturnType<typeof mappingShape.parse> | undefined } | { why: string } {
  if (text.trim() === "") return { value: undefined };
  try {
    const parsed = mappingShape.safeParse(JSON.parse(text.slice(0, MAPPING_LENGTH_MAX)));
    if (parsed.success) return { value: parsed.data };
    const [issue] = parsed.error.issues;
    return { why: `${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}` };
  } catch (error) {
    return { why: error instanceof Error ? error.message : "" };
  }
}
