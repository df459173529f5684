/** Makes plain text of HTML from elsewhere: no markup is left of it. What looks like markup in the text was written as text. */

// Each pattern takes an end of the text for an end of the tag: looking for one again and again would take a square of the time.
/** Elements whose content is not for reading. */
const UNREAD = /<(script|style|template|noscript|iframe|object|svg|head)\b[^>]*(>|$)[\s\S]*?(<\/\1\s*>|$)/gi;
const COMMENTS = /<!--[\s\S]*?(-->|$)/g;
const ITEMS = /<li\b[^>]*(>|$)/gi;
const BREAKS = /<(br|\/?(tr|dt|dd|ul|ol|dl|table))\b[^>]*(>|$)/gi;
const PARAGRAPHS = /<\/?(p|div|section|article|h[1-6]|blockquote|pre|hr|header|footer)\b[^>]*(>|$)/gi;
/** Taken together, so that what stands around a tag never becomes one when it is dropped. */
const ANGLES = /<[</]+/g;
const TAGS = /<\/?[a-z!?][^>]*(>|$)/gi;
const NAMED = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
  ["nbsp", " "],
  ["ndash", "–"],
  ["mdash", "—"],
  ["lsquo", "‘"],
  ["rsquo", "’"],
  ["ldquo", "“"],
  ["rdquo", "”"],
  ["bull", "•"],
  ["hellip", "…"],
  ["trade", "™"],
  ["reg", "®"],
  ["copy", "©"],
  ["deg", "°"],
  ["times", "×"],
  ["frac12", "½"],
  ["frac14", "¼"],
  ["frac34", "¾"],
  ["eacute", "é"],
  ["egrave", "è"],
  ["auml", "ä"],
  ["ouml", "ö"],
  ["uuml", "ü"],
  ["Eacute", "É"],
  ["Auml", "Ä"],
  ["Ouml", "Ö"],
  ["Uuml", "Ü"],
  ["szlig", "ß"],
  ["euro", "€"],
  ["pound", "£"],
  ["plusmn", "±"],
  ["micro", "µ"],
  ["prime", "′"],
  ["Prime", "″"],
]);
const CODE_POINT_MAX = 0x10_ffff;

/** Paragraphs are parted by an empty line; each item of a list begins with a bullet on a line of its own. */
export function plainTextOf(html: string): string {
  const marked = html
    .replace(COMMENTS, "")
    .replace(UNREAD, "")
    .replace(/\s+/g, " ")
    .replace(ITEMS, "\n• ")
    .replace(BREAKS, "\n")
    .replace(PARAGRAPHS, "\n\n")
    .replace(ANGLES, "<")
    .replace(TAGS, "");
  return tidy(decodeEntities(marked));
}

/** Text as it is, with control characters and needless space out of it. */
export function tidy(text: string): string {
  return text
    .replace(/\r\n?/g, "\n")
    .replace(/[^\P{Cc}\n\t]/gu, "")
    .replace(/[^\S\n]+/g, " ")
    .replace(/ ?\n ?/g, "\n")
    .replace(/\n•\s*(?=\n|$)/g, "")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

/** The same where only one line fits: titles, names. */
export const oneLine = (text: string): string => tidy(text).replace(/\s+/g, " ");

/** Of a text that is no HTML, and was written as if it were. */
export const decodeEntities = (text: string): string =>
  text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]+\d*));/gi, (whole, hex, decimal, name) => {
    if (name) return NAMED.get(name) ?? NAMED.get(name.toLowerCase()) ?? whole;
    const point = hex ? Number.parseInt(hex, 16) : Number(decimal);
    return point > 0 && point <= CODE_POINT_MAX && !(point >= 0xd800 && point <= 0xdfff)
      ? String.fromCodePoint(point)
      : "";
  });
