/** A product's pictures: their order, what each shows in words, and which are taken away. Pure, but for what is uploaded. */
import type { AstroGlobal } from "astro";
import { inspectPicture, type PictureProblem } from "../../../worker/catalog/pictures/picture-inspect.ts";
import { uploadPicture } from "../../../worker/catalog/pictures/upload-picture-flow.ts";
import type { Media } from "../../../worker/catalog/product.ts";
import { MEDIA_MAX } from "../../../worker/catalog/product-shapes.ts";
import type { Viewer } from "../../../worker/customers/viewer.ts";
import { LANGUAGES, type Language } from "../../../worker/markets/markets.ts";
import { type Fault, readForm, type Sent, wholeOf } from "../admin-fields.ts";
import { type Draft, type Entry, entryOf, type Goods, NOT_A_FORM, type Section, sendSection } from "./section.ts";

/** What tells a picture from another: its name in the store, else where it came from. */
const markOf = ({ key, sourceUrl }: Media): string => key ?? sourceUrl ?? "";
export const altField = (media: Media, language: Language) => `alt.${language}.${markOf(media)}`;
export const goneField = (media: Media) => `gone.${markOf(media)}`;
/** A press of this moves a picture; its value is the way and the picture. */
export const MOVE = "move";
export const moveValue = (way: "earlier" | "later", media: Media) => `${way} ${markOf(media)}`;
/** The field of the files. */
export const FILES = "pictures";
const FILES_MAX = 10;
const ALT_LENGTH_MAX = 500;

export const PICTURES: Section = {
  part: "pictures",
  shown: ({ media }) =>
    Object.fromEntries(
      media.flatMap((each) => LANGUAGES.map((language) => [altField(each, language), each.alt[language] ?? ""])),
    ),
  draft(goods, sent): Draft {
    const faults: Record<string, Fault> = {};
    const kept = goods.media.filter((each) => sent(goneField(each)) !== "on");
    const media = moved(kept, sent(MOVE)).map((each) => ({ ...each, alt: altOf(each, sent, faults) }));
    const isSame = JSON.stringify(media) === JSON.stringify(goods.media.map(plain));
    return { changes: isSame ? {} : { media }, faults };
  },
  faultAt: (path) => (path === "media" ? [FILES, TOO_MANY] : null),
};
const TOO_MANY: Fault = { key: "goods.fault.pictures", values: { max: MEDIA_MAX } };

/** Languages in one order, so that equal ones are written alike. */
const plain = (media: Media): Media => ({
  ...media,
  alt: Object.fromEntries(
    LANGUAGES.flatMap((language) => (media.alt[language] ? [[language, media.alt[language]]] : [])),
  ),
});

function altOf(media: Media, sent: Sent, faults: Record<string, Fault>): Media["alt"] {
  const words = LANGUAGES.flatMap((language) => {
    const field = altField(media, language);
    const text = sent(field).trim();
    if (text.length > ALT_LENGTH_MAX) faults[field] = { key: "admin.fault.tooLong", values: { max: ALT_LENGTH_MAX } };
    return text === "" ? [] : [[language, text] as const];
  });
  return Object.fromEntries(words);
}

function moved(media: readonly Media[], press: string): Media[] {
  const [way, mark] = [press.split(" ", 1)[0], press.slice(press.indexOf(" ") + 1)];
  const from = media.findIndex((each) => press !== "" && markOf(each) === mark);
  const to = way === "earlier" ? from - 1 : from + 1;
  const [one, other] = [media[from], media[to]];
  return one && other ? media.map((each, at) => (at === from ? other : at === to ? one : each)) : [...media];
}

/** Answers a redirect, or what to show again; `refused` says which files are not taken, and why. */
export async function postPictures(
  astro: AstroGlobal,
  goods: Goods,
  by: Viewer,
): Promise<Response | (Entry & { refused: readonly RefusedFile[] })> {
  const form = await readForm(astro);
  const version = form && wholeOf(form.sent("version"));
  const files = form?.files(FILES) ?? [];
  const again = { ...entryOf(PICTURES, goods), refused: [] as RefusedFile[] };
  if (!form || version === null) return { ...again, fault: NOT_A_FORM };
  if (form.sent("intent") !== "upload") {
    const entry = await sendSection(astro, PICTURES, goods, { sent: form.sent, version }, by);
    return entry instanceof Response ? entry : { ...entry, refused: [] };
  }
  if (files.length === 0) return { ...again, faults: { [FILES]: { key: "goods.fault.noFile" } } };
  if (files.length > FILES_MAX)
    return { ...again, faults: { [FILES]: { key: "goods.fault.files", values: { max: FILES_MAX } } } };
  if (goods.media.length + files.length > MEDIA_MAX) return { ...again, faults: { [FILES]: TOO_MANY } };
  const refused = await refusedOf(files);
  if (refused.length > 0) return { ...again, refused };
  return addPictures(astro, goods, files, by);
}

export type RefusedFile = { name: string; fault: Fault };

/** All are looked at before any is kept. */
async function refusedOf(files: readonly File[]): Promise<RefusedFile[]> {
  const refused: RefusedFile[] = [];
  for (const file of files) {
    const inspected = inspectPicture(new Uint8Array(await file.arrayBuffer()));
    if (!inspected.ok) refused.push({ name: file.name, fault: pictureFault(inspected.problem) });
  }
  return refused;
}

/** What is wrong with a file, in words. */
export function pictureFault(problem: PictureProblem): Fault {
  if (problem.code === "media.too_large") return { key: "goods.fault.tooLarge", values: { max: MB(problem.bytesMax) } };
  if (problem.code === "media.too_many_pixels")
    return { key: "goods.fault.pixels", values: { max: problem.pixelsMax / 1_000_000 } };
  if (problem.code === "media.unsafe") return { key: "goods.fault.unsafe" };
  return { key: problem.code === "media.broken" ? "goods.fault.broken" : "goods.fault.notAPicture" };
}
const MB = (bytes: number) => Math.floor(bytes / 1_048_576);

async function addPictures(
  astro: AstroGlobal,
  goods: Goods,
  files: readonly File[],
  by: Viewer,
): Promise<Response | (Entry & { refused: readonly RefusedFile[] })> {
  const media: Media[] = [];
  for (const file of files) {
    const kept = await uploadPicture(astro.locals.world, new Uint8Array(await file.arrayBuffer()), by);
    if (kept.ok && ![...goods.media, ...media].some(({ key }) => key === kept.value.key))
      media.push({ key: kept.value.key, sourceUrl: null, alt: {} });
  }
  // Pictures come after those that are there by now: nobody's change is in their way.
  const added: Section = {
    ...PICTURES,
    shown: () => ({}),
    draft: (now) => ({ changes: media.length > 0 ? { media: [...now.media, ...media] } : {}, faults: {} }),
  };
  const entry = await sendSection(astro, added, goods, { sent: () => "", version: goods.version }, by);
  return entry instanceof Response ? entry : { ...entry, ...entryOf(PICTURES, goods), fault: entry.fault, refused: [] };
}
