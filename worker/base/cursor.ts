/** Where a list goes on: opaque to the caller, and of use only to the list that gave it out. */

/** A number must be finite to be read back. */
export type CursorPart = string | number;
/** Longer ones were not made here. */
export const CURSOR_LENGTH_MAX = 2_000;

/** `list` says which list and order it belongs to; `parts` name the last item given out. */
export function cursorOf(list: string, parts: readonly CursorPart[]): string {
  const bytes = new TextEncoder().encode(JSON.stringify([list, ...parts]));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

/** The parts of a cursor, or null unless this list made it and they are of these kinds. */
export function partsOfCursor(
  cursor: string,
  list: string,
  kinds: readonly ("string" | "number")[],
): CursorPart[] | null {
  if (cursor.length > CURSOR_LENGTH_MAX) return null;
  const parts = readParts(cursor);
  if (!Array.isArray(parts) || parts.length !== kinds.length + 1 || parts[0] !== list) return null;
  const rest = parts.slice(1);
  const fits = rest.every(
    (part, index) => typeof part === kinds[index] && (typeof part === "string" || Number.isFinite(part)),
  );
  return fits ? rest : null;
}

function readParts(cursor: string): unknown {
  try {
    const bytes = Uint8Array.from(atob(cursor.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return null;
  }
}
