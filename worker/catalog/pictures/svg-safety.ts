/**
 * What an SVG may hold to be taken from a person: drawing, and nothing that runs, loads or leads elsewhere. It is served
 * with a policy that forbids all of that too (`PICTURE_POLICY`); this tells whoever uploads one at once.
 */

const UNSAFE: readonly (readonly [why: string, pattern: RegExp])[] = [
  ["holds a script", /<\s*([a-z]+:)?script\b/i],
  ["holds something that runs", /[\s"'/]on[a-z]+\s*=/i],
  ["holds another document", /<\s*([a-z]+:)?(foreignobject|iframe|embed|object|audio|video|handler|listener)\b/i],
  // A type that is longer than any true one is taken for one that declares.
  ["declares entities", /<!(ENTITY|ATTLIST|ELEMENT|NOTATION|DOCTYPE([^>[]{0,500}\[|[^>[]{501}))/i],
  ["loads something", /@import/i],
  ["changes where a link leads", /attributeName\s*=[\s"']*([a-z]+:)?(href|on[a-z]+)/i],
];
const LINKS = [/\b(?:href|src)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]*))/gi, /url\(\s*["']?([^"')]*)/gi];
/** A part of the drawing itself, or a photograph that is in it. */
const INSIDE = /^\s*(#|data:image\/(png|jpe?g|webp|gif);)/i;

/** What is wrong with it; null when nothing is. */
export function whySvgUnsafe(text: string): string | null {
  const plain = withoutReferences(text);
  const found = UNSAFE.find(([, pattern]) => pattern.test(plain))?.[0];
  if (found) return found;
  const leads = LINKS.flatMap((pattern) => [...plain.matchAll(pattern)].map(([, ...values]) => values.join("")));
  return leads.every((where) => INSIDE.test(where)) ? null : "leads elsewhere";
}

/** Letters that are written as character references are read as what they are. */
const withoutReferences = (text: string): string =>
  text.replaceAll(/&#(x?)([0-9a-f]+);?/gi, (_, hex: string, digits: string) => {
    const code = Number.parseInt(digits, hex ? 16 : 10);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : "";
  });
