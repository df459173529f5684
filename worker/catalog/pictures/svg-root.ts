/** Finds an SVG's outermost tag, reading each letter of its head once: what stands before it may be made to hold readers up. */

/** Characters before the end of the outermost tag: what a drawing program writes there is below 2 KB. */
const HEAD_LENGTH_MAX = 8_192;
/** What may stand before it (XML 1.0, 2.8): a declaration, comments, a type. Another namespace's root is no SVG. */
const BEFORE = [
  ["<?xml", ">"],
  ["<!--", "-->"],
  ["<!DOCTYPE svg", ">"],
] as const;
const SPACE = /\s*/y;

/** Where `<svg` stands; -1 where something else is outermost, or the type declares anything itself. */
export function svgRootAt(text: string): number {
  const head = text.slice(0, HEAD_LENGTH_MAX);
  let at = afterSpace(head, head.startsWith("\uFEFF") ? 1 : 0);
  for (let part = partAt(head, at); part; part = partAt(head, at)) {
    const end = head.indexOf(part[1], at + part[0].length);
    if (end === -1 || (part[0] === "<!DOCTYPE svg" && head.slice(at, end).includes("["))) return -1;
    at = afterSpace(head, end + part[1].length);
  }
  return /^<svg[\s>]/.test(head.slice(at, at + 5)) ? at : -1;
}

/** The whole tag; null where it does not end within the head. */
export function svgRootOf(text: string): string | null {
  const at = svgRootAt(text);
  const end = at === -1 ? -1 : text.slice(0, HEAD_LENGTH_MAX).indexOf(">", at);
  return end === -1 ? null : text.slice(at, end + 1);
}

const partAt = (head: string, at: number) => BEFORE.find(([opens]) => head.startsWith(opens, at));

function afterSpace(head: string, at: number): number {
  SPACE.lastIndex = at;
  SPACE.test(head);
  return SPACE.lastIndex;
}
