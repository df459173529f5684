/** Text as XML holds it (XML 1.0, sections 2.2 and 2.4). Every value that goes into a sitemap or a feed passes here. */

/** Characters that XML cannot hold in any spelling: most controls, lone surrogates, and two that mean nothing. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

export const xmlText = (text: string): string =>
  text
    .toWellFormed()
    .replace(NOT_XML, "")
    .replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);

/** `<name>text</name>` */
export const xmlTag = (name: string, text: string): string => `<${name}>${xmlText(text)}</${name}>`;

const BIDI_CONTROLS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * What a shop's text says, on one line: no markup, no control of direction, no more than `lengthMax` characters, cut between
 * words where there is one to cut at.
 */
export function plainText(text: string, lengthMax: number): string {
  const line = text
    .replace(/<[^>]{0,2000}>/g, " ")
    .replace(BIDI_CONTROLS, "")
    .replace(/\s+/g, " ")
    .trim();
  if (line.length <= lengthMax) return line;
  const cut = line.slice(0, lengthMax - 1).toWellFormed();
  const space = cut.lastIndexOf(" ");
  return `${(space > lengthMax / 2 ? cut.slice(0, space) : cut).trimEnd()}…`;
}
