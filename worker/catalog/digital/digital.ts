/** Digital goods: a variant that is sold as files. Nothing is packed or shipped; who bought it may download it. */

/** A file that was uploaded. `id` names it in R2 and is no right to it; `name` is what a browser saves it as. */
export type DigitalFile = { id: string; name: string; type: string; bytes: number };
/** What a buyer gets: `downloadsMax` downloads of each file for each unit bought, within `days` of the payment. */
export type DownloadTerms = { files: readonly DigitalFile[]; downloadsMax: number; days: number };

export const FILES_MAX = 10;
/** A file's. More is more than a shopper's connection brings home in one go. */
export const FILE_BYTES_MAX = 5_000_000_000;
/** Of one that comes in one request: Cloudflare takes bodies of 100 MB on its smaller plans. A larger one comes in parts. */
export const WHOLE_BYTES_MAX = 95_000_000;
export const FILE_NAME_MAX = 120;
export const DOWNLOADS_DEFAULT = 5;
export const DOWNLOADS_MAX = 1_000;
export const DAYS_DEFAULT = 30;
export const DAYS_MAX = 3_650;

/** Where a file lies in the bucket of downloads. */
export const keyOfFile = (id: string): string => `files/${id}`;

/** No path, nothing unseen, nothing that turns a name around when it is read, no name that systems keep for themselves. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}/\\:*?"<>|]/u;
const RESERVED = /^(?:\.+|(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?)$/i;
/** What is wrong with a file's name, in English; null where it may be saved anywhere. */
export function whyUnsafeName(name: string): string | null {
  if (name.trim() !== name || name === "") return "is empty, or begins or ends with a space";
  if (name.length > FILE_NAME_MAX) return `is longer than ${FILE_NAME_MAX} characters`;
  return UNSAFE.test(name) || RESERVED.test(name) || name.endsWith(".") ? "is not a name every system can save" : null;
}

const TYPE = /^[a-z0-9][\w.+-]{0,60}\/[\w.+-]{1,60}$/i;
/** The media type that was sent with a file, without its parameters; bytes of no type where it is none. */
export function typeOfFile(sent: string | null | undefined): string {
  const type = (sent ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  return TYPE.test(type) ? type : "application/octet-stream";
}

/** Under the same id nothing else is ever stored. */
export const sameFile = (one: Pick<DigitalFile, "name" | "bytes">, other: Pick<DigitalFile, "name" | "bytes">) =>
  one.name === other.name && one.bytes === other.bytes;

export const sameTerms = (one: DownloadTerms | null, other: DownloadTerms | null): boolean =>
  keyOf(one) === keyOf(other);
const keyOf = (terms: DownloadTerms | null): string =>
  terms === null ? "" : JSON.stringify([terms.downloadsMax, terms.days, terms.files.map(({ id, name }) => [id, name])]);
