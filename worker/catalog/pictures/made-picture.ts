/**
 * Pictures that are made of a product's for other programs, which take photographs of one shape and no drawings: `shared` is
 * shown beside a link (1.91 to 1, as Open Graph's readers cut it) and bears the store's mark, `goods` stands in a product feed,
 * where no mark may be. Neither has words: letters of every script would need fonts of tens of megabytes.
 */

export const MADE_KINDS = ["shared", "goods"] as const;
export type MadeKind = (typeof MADE_KINDS)[number];
export const MADE_SIZES: Readonly<Record<MadeKind, { width: number; height: number }>> = {
  shared: { width: 1_200, height: 630 },
  goods: { width: 1_200, height: 1_200 },
};
/** Room around the picture. */
const EDGE: Readonly<Record<MadeKind, number>> = { shared: 36, goods: 0 };
const GROUND: Readonly<Record<MadeKind, string>> = { shared: "#f5f7f3", goods: "#ffffff" };

/** `key` is the picture's, in R2 or of those that the store draws. */
export type MadeAsk = { kind: MadeKind; key: string };
const PATH = /^\/media\/(.+)$/;
const MADE = /^made\/(shared|goods)\/(.+)\.jpg$/;
/** What is made already is not made again of itself. */
const NOT_MADE_OF = /^(made|sized)\//;

/** Where a picture of the store's (`/media/…`) is found in that kind. */
export const madePathOf = (kind: MadeKind, path: string): string =>
  `/media/made/${kind}/${PATH.exec(path)?.[1] ?? path}.jpg`;

/** What a path below `/media/` asks for; null where it is nothing that is made. */
export function madeAskOf(path: string): MadeAsk | null {
  const [, kind, key = ""] = MADE.exec(path) ?? [];
  return kind && !NOT_MADE_OF.test(key) ? { kind: kind as MadeKind, key } : null;
}

const MARK_SIDE = 76;
const MARK =
  '<rect width="34" height="34" rx="9" fill="#0b3d31"/><path d="M9 11.5h4l4 4M25 11.5h-4l-4 4V24" fill="none" stroke="#f1f7f3" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round"/><g fill="#0b3d31" stroke="#e9a273" stroke-width="2.2"><circle cx="8.5" cy="11.5" r="2.4"/><circle cx="25.5" cy="11.5" r="2.4"/><circle cx="17" cy="25" r="2.4"/></g>';

/** The drawing that it is printed from. `href` is a data address: nothing is fetched. */
export function madeDrawingOf(kind: MadeKind, href: string): string {
  const { width, height } = MADE_SIZES[kind];
  const edge = EDGE[kind];
  const mark =
    kind === "shared"
      ? `<g transform="translate(${edge} ${height - edge - MARK_SIDE}) scale(${MARK_SIDE / 34})">${MARK}</g>`
      : "";
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><rect width="${width}" height="${height}" fill="${GROUND[kind]}"/><image x="${edge}" y="${edge}" width="${width - 2 * edge}" height="${height - 2 * edge}" preserveAspectRatio="xMidYMid meet" href="${href}"/>${mark}</svg>`;
}
