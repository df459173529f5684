/** One stretch of a file, as a `Range` header asks for it (RFC 9110, section 14). */

/** `offset` and `length` in bytes, within the file. */
export type ByteRange = { offset: number; length: number };
const ONE = /^bytes=(\d{0,15})-(\d{0,15})$/;

/**
 * Null where the whole file is meant: no header, another unit, several ranges at once, or nonsense, all of which a server may
 * leave aside. `unsatisfiable` where what is asked for lies behind the end.
 */
export function rangeOf(header: string | null | undefined, bytes: number): ByteRange | "unsatisfiable" | null {
  const [, first = "", last = ""] = ONE.exec((header ?? "").replaceAll(" ", "")) ?? [];
  if (first === "" && last === "") return null;
  if (first === "") {
    const length = Math.min(Number(last), bytes);
    return length === 0 ? "unsatisfiable" : { offset: bytes - length, length };
  }
  const offset = Number(first);
  if (last !== "" && Number(last) < offset) return null;
  if (offset >= bytes) return "unsatisfiable";
  return { offset, length: (last === "" ? bytes : Math.min(Number(last) + 1, bytes)) - offset };
}

export const contentRangeOf = ({ offset, length }: ByteRange, bytes: number): string =>
  `bytes ${offset}-${offset + length - 1}/${bytes}`;

/** `Content-Disposition` of a file to be saved, in the letters of its name and, for old programs, in ASCII (RFC 6266, RFC 8187). */
export function dispositionOf(name: string): string {
  const plain =
    name
      .normalize("NFKD")
      .replaceAll(/[^\x20-\x7e]/g, "")
      .replaceAll(/["\\%]/g, "_")
      .trim() || "download";
  const whole = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${whole}`;
}
