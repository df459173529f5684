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

/** By the mark at the beginning; without one it is UTF-8 until a byte says otherwise. */
export function encodingOf(begin: Uint8Array): Encoding {
  if (begin[0] === 0xff && begin[1] === 0xfe) return "utf-16le";
  if (begin[0] === 0xfe && begin[1] === 0xff) return "utf-16be";
  return "utf-8";
}

/** Throws `NotText` where bytes are no text of the encoding. The mark at the beginning is taken off. */
export function textDecoder(encoding: Encoding): { push(bytes: Uint8Array): string; end(): string } {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let read = 0;
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

/** Control characters that no program writes into a table. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const UNTEXT = /[\u0000-\u0006\u000e-\u001a\u007f]/;
