/** Text can be read on every ground it stands on, by day and by night (WCAG 2.2, 1.4.3 and 1.4.11). */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const styles = join(import.meta.dirname, "../../site/styles");
/** The shop's own look, and each that is laid over it. */
const LOOKS = ["tokens.css", "themes/kiosk.css"].map((file) => ({
  file,
  css: readFileSync(join(styles, file), "utf8"),
}));
const THEMES = ["light", "dark"] as const;
type Theme = (typeof THEMES)[number];

type Roles = ReadonlyMap<string, Record<Theme, string>>;
function rolesIn(css: string): Roles {
  const pairs = css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\);/g);
  const always = css.matchAll(/--([\w-]+): (#\w{6});/g);
  return new Map([
    ...[...pairs].map(([, name = "", light = "", dark = ""]) => [name, { light, dark }] as const),
    ...[...always].map(([, name = "", both = ""]) => [name, { light: both, dark: both }] as const),
  ]);
}

const GROUNDS = ["ground", "surface", "sunken", "raised", "stage"];
const TEXTS = ["ink", "ink-soft", "ink-faint", "brand", "accent", "good", "bad", "warn"];
const PAIRS: readonly (readonly [text: string, ground: string])[] = [
  ...GROUNDS.flatMap((ground) => TEXTS.map((text) => [text, ground] as const)),
  ...["brand", "accent", "good", "warn", "bad"].flatMap((tone) => [
    [tone, `${tone}-soft`] as const,
    ["ink", `${tone}-soft`] as const,
  ]),
  ["ink-soft", "brand-soft"],
  ["ink-soft", "accent-soft"],
  ["on-brand", "brand"],
  ["on-brand", "brand-strong"],
  ["on-accent", "accent"],
  ["brand-strong", "brand-soft"],
  ...["board", "board-deep"].flatMap((ground) =>
    ["on-board", "on-board-soft", "copper"].map((text) => [text, ground] as const),
  ),
];
/** What bounds a control, or shows where the focus is, stands out from what is around it. */
const EDGES: typeof PAIRS = [
  ...["surface", "ground", "raised"].map((ground) => ["line-strong", ground] as const),
  ...GROUNDS.map((ground) => ["focus", ground] as const),
];

/** What a theme does not name it has from the shop's own look. */
const own = rolesIn(LOOKS[0]?.css ?? "");
const cases = LOOKS.flatMap(({ file, css }) =>
  THEMES.map((theme) => ({ file, theme, roles: new Map([...own, ...rolesIn(css)]) })),
);

describe.each(cases)("in $file, $theme", ({ file, theme, roles }) => {
  const short = (pairs: typeof PAIRS, least: number) =>
    pairs
      .map(
        ([one, other]) =>
          `${one} on ${other}: ${contrast(colour(roles, one, theme), colour(roles, other, theme)).toFixed(2)}`,
      )
      .filter((line) => Number(line.split(": ")[1]) < least);

  test("every text stands out from its ground by 4.5 to 1", () => expect(short(PAIRS, 4.5)).toEqual([]));
  test("every edge that means something stands out by 3 to 1", () => expect(short(EDGES, 3)).toEqual([]));
  test("a theme names no role that the shop has not", () =>
    expect(
      [...rolesIn(LOOKS.find((look) => look.file === file)?.css ?? "").keys()].filter((name) => !own.has(name)),
    ).toEqual([]));
});

function colour(roles: Roles, role: string, theme: Theme): string {
  const found = roles.get(role);
  if (!found) throw new Error(`There is no colour ${role}`);
  return found[theme];
}

function contrast(one: string, other: string): number {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
