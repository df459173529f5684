/**
 * Turns a file's bytes to text, a piece at a time: UTF-8, UTF-16 by its mark, or Windows-1252 where it is neither. What no text has
 * is refused: a catalogue holds no zero bytes.
 */

export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";
/** `code` says why the bytes are no text in this encoding; a caller may try another. */
export class NotText extends Error {
  override name = "NotText";
  readonly byte: number;
  constructor(byte: number) {
    super(`Not text near byte ${byte}: a catalogue is a CSV, JSON or NDJSON file`);
    this.byte = byte;
  }
}

/** By the mark at the beginning, or every other byte of it being zero; else it is UTF-8 until a byte says otherwise. */
export function encodingOf(begin: Uint8Array): Encoding {
  const [one = 1, two = 1, three = 1, four = 1] = begin;
  if (one !== 0 && two === 0 && three !== 0 && four === 0) return "utf-16le";
  if (one === 0 && two !== 0 && three === 0 && four !== 0) return "utf-16be";
  if (begin[0] === 0xff && begin[1] === 0xfe) return "utf-16le";
  if (begin[0] === 0xfe && begin[1] === 0xff) return "utf-16be";
  return "utf-8";
}

/**
 * Throws `NotText` where bytes are no text of the encoding. The mark at the beginning of a file is taken off; `fromByte` is where
 * a stretch of it begins, which is between two characters (`wholeLength`).
 */
export function textDecoder(encoding: Encoding, fromByte = 0): { push(bytes: Uint8Array): string; end(): string } {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: fromByte > 0 });
  let read = fromByte;
  const decode = (bytes: Uint8Array | null): string => {
    try {
      const text = bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
      const at = text.search(UNTEXT);
      if (at >= 0) throw new NotText(read + at);
      read += bytes?.length ?? 0;
      return text;
    } catch (error) {
      throw error instanceof NotText ? error : new NotText(read);
    }
  };
  return { push: decode, end: () => decode(null) };
}

/** How many of the bytes are whole characters: what comes after them ends in bytes that are still to come. */
export function wholeLength(bytes: Uint8Array, encoding: Encoding): number {
  const { length } = bytes;
  if (encoding === "windows-1252") return length;
  if (encoding === "utf-8") {
    for (let back = 1; back <= Math.min(UTF8_BYTES_MAX, length); back += 1) {
      const byte = bytes[length - back] ?? 0;
      if ((byte & 0xc0) === 0x80) continue;
      const wanted = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
      return wanted > back ? length - back : length;
    }
    return length;
  }
  const even = length - (length % 2);
  const high = bytes[encoding === "utf-16le" ? even - 1 : even - 2] ?? 0;
  // The first half of a pair waits for the second.
  return even >= 2 && (high & 0xfc) === 0xd8 ? even - 2 : even;
}
const UTF8_BYTES_MAX = 4;

/** Control characters that no program writes into a table. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const UNTEXT = /[\u0000-\u0006\u000e-\u001a\u007f]/;
