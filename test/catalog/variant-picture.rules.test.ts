import { expect, test } from "vitest";
import { pictureOfVariant } from "../../worker/catalog/pictures/variant-picture.ts";
import type { Media } from "../../worker/catalog/product.ts";

const picture = (key: string, de: string): Media => ({ key, sourceUrl: null, alt: { de } });
const PICTURES = [
  picture("black", "Hush, Schwarz"),
  picture("sage", "Hush, Salbei"),
  picture("near", "Hush, aus der Nähe"),
];

test("a variant is shown by the picture that names most of its options, in the language of the page", () => {
  expect(pictureOfVariant(PICTURES, ["Salbei", "512 GB"], "de")?.key).toBe("sage");
  expect(pictureOfVariant(PICTURES, ["Schwarz"], "de")?.key).toBe("black");
});

test("where no picture names it, a variant is shown by the first", () => {
  expect(pictureOfVariant(PICTURES, ["Sand"], "de")?.key).toBe("black");
  expect(pictureOfVariant(PICTURES, ["Salbei"], "en")?.key).toBe("black");
  expect(pictureOfVariant(PICTURES, [""], "de")?.key).toBe("black");
  expect(pictureOfVariant([], ["Salbei"], "de")).toBeNull();
});
