/** Tells what a catalogue file is from what is in it: names of files are not believed. */

export type FileFormat = "shopify-csv" | "icecat-ndjson";
/** A format that is known but not read yet, by the name people call it. */
export type OtherFormat = "WooCommerce" | "Magento" | "Medusa";
export type Detected = { format: FileFormat } | { format: null; why: string };

/** How much of a file is looked at. */
export const DETECT_LENGTH = 65_536;

const OTHERS: Readonly<Record<OtherFormat, readonly string[]>> = {
  WooCommerce: ["id", "type", "sku", "regular price"],
  Magento: ["sku", "attribute_set_code", "product_type"],
  Medusa: ["product handle", "product title", "variant sku"],
};
/** What each generation of Shopify's header has. */
const SHOPIFY = [
  ["handle", "title", "variant price"],
  ["url handle", "title", "price"],
];
const READ = "Meridian reads Shopify product CSV and Icecat NDJSON";

/** `head` is the beginning of the file, `DETECT_LENGTH` characters of it or all. */
export function detectFormat(head: string): Detected {
  const text = head.replace(/^\uFEFF/, "").trimStart();
  if (text === "") return { format: null, why: "The file is empty" };
  if (text.startsWith("{")) return detectJson(text);
  const names = headerOf(text);
  const header = names.map(foldName);
  if (SHOPIFY.some((names) => hasAll(header, names))) return { format: "shopify-csv" };
  const other = (Object.keys(OTHERS) as OtherFormat[]).find((name) => hasAll(header, OTHERS[name]));
  const place = `row 1, column ${JSON.stringify(bareName(names[0] ?? "").slice(0, 60))}`;
  const what = other ? `this is a ${other} export, which cannot be imported yet` : "no header that is known begins so";
  return { format: null, why: `${place}: ${what}; ${READ}` };
}

function detectJson(text: string): Detected {
  const end = text.indexOf("\n");
  const first = end < 0 ? text : text.slice(0, end);
  // A first line longer than what is looked at is judged by its beginning.
  const looksRight = /^\{"id":/.test(first) && first.includes('"supplier"') && first.includes('"title"');
  return looksRight
    ? { format: "icecat-ndjson" }
    : { format: null, why: `row 1: JSON, but not one Icecat product a line; ${READ}` };
}

/** Names of columns as written. A header holds no line breaks in any known format. */
function headerOf(text: string): string[] {
  const line = text.slice(0, text.search(/[\r\n]|$/));
  const delimiter = [",", ";", "\t"].reduce((best, each) =>
    line.split(each).length > line.split(best).length ? each : best,
  );
  return line.split(delimiter);
}

/** Column names are compared without case, quotes and outer spaces. */
export const foldName = (name: string): string => bareName(name).toLowerCase();
const bareName = (name: string): string => name.trim().replace(/^"|"$/g, "").trim();
const hasAll = (header: readonly string[], names: readonly string[]) => names.every((name) => header.includes(name));
