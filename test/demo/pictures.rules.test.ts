/** The demo's pictures are small, whole and harmless, and every colour of every product has one of its own. */
import { describe, expect, it } from "vitest";
import { CATEGORIES, PRODUCTS } from "../../tools/demo/catalogue.ts";
import { type Picture, picturesOf, scenes, tileOf } from "../../tools/demo/pictures.ts";
import { pictureTypeOf } from "../../worker/catalog/pictures/picture-type.ts";

const BYTES_MAX = 12_288;
const SCENE_BYTES_MAX = 24_576;
const pictures: readonly Picture[] = PRODUCTS.flatMap(picturesOf);
const tiles = CATEGORIES.map(tileOf);
const all = [...pictures, ...tiles, ...scenes()];

/** What is wrong with an SVG as XML, or null: tags that do not close in order, attributes without quotes. */
function malformed(svg: string): string | null {
  const open: string[] = [];
  const left = svg.replace(
    /<(\/?)([a-zA-Z]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/g,
    (_tag, closing, name, _attributes, empty) => {
      if (closing) return open.pop() === name ? "" : `</${name}>`;
      if (!empty) open.push(name);
      return "";
    },
  );
  return left.trim() === "" && open.length === 0 ? null : left.trim() || `unclosed ${open.join()}`;
}

const idsLacking = (svg: string): string[] => {
  const ids = new Set([...svg.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
  return [...svg.matchAll(/url\(#([^)]+)\)/g)].flatMap(([, id]) =>
    id !== undefined && ids.has(id) ? [] : [String(id)],
  );
};

describe("the demo's pictures", () => {
  it.each(all)("$key is well-formed, complete and what its name says", ({ key, svg }) => {
    expect(malformed(svg)).toBeNull();
    expect(idsLacking(svg)).toEqual([]);
    expect(svg).not.toMatch(/NaN|undefined|null|Infinity/);
    expect(pictureTypeOf(key, new TextEncoder().encode(svg))).toBe("image/svg+xml");
  });

  it.each(all)("$key runs nothing, loads nothing and writes nothing", ({ svg }) => {
    const inner = svg.replace('xmlns="http://www.w3.org/2000/svg"', "");
    expect(inner).not.toMatch(
      /<(script|style|image|foreignObject|a|use|text|animate)\b|\son\w+=|href|:\/\/|javascript/i,
    );
  });

  it("are small enough for a slow connection", () => {
    const sizes = (some: readonly Picture[]) => Math.max(...some.map(({ svg }) => Buffer.byteLength(svg)));
    expect(sizes([...pictures, ...tiles])).toBeLessThan(BYTES_MAX);
    expect(sizes(scenes())).toBeLessThan(SCENE_BYTES_MAX);
  });

  it("are all different, under keys of their own", () => {
    expect(new Set(all.map(({ key }) => key)).size).toBe(all.length);
    expect(new Set(all.map(({ svg }) => svg)).size).toBe(all.length);
  });

  it("show each product in each of its colours, named in the key, and once from near", () => {
    for (const product of PRODUCTS) {
      const keys = picturesOf(product).map(({ key }) => key);
      const colours = new Set(product.variants.flatMap(({ options }) => options.Colour ?? []));
      for (const colour of colours)
        expect(keys.filter((key) => key.startsWith(`demo/${product.id}-${colour.toLowerCase()}-`))).toHaveLength(1);
      expect(keys).toHaveLength(Math.max(colours.size, 1) + 1);
      expect(keys.at(-1)).toMatch(new RegExp(`^demo/${product.id}-detail-[0-9a-f]{12}\\.svg$`));
    }
  });

  it("come out the same every time, so that an unchanged one is not sent again", () => {
    expect(PRODUCTS.flatMap(picturesOf).map(({ key }) => key)).toEqual(pictures.map(({ key }) => key));
  });
});
