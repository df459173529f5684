/** Reads Icecat's products, one JSON object a line: typed attributes, prices in US cents, EANs, model names. */
import { z } from "@hono/zod-openapi";
import type { Attribute } from "../../catalog/product.ts";
import { categoryIdOf } from "../store-categories.ts";
import { barcodeOf } from "./barcode.ts";
import { classifyProduct } from "./classify-product.ts";
import { checkedRead, type FileProblem, type ProductRead, type RepeatedCodes } from "./file-problem.ts";
import { oneLine, plainTextOf } from "./plain-text.ts";
import { type RowFacts, said } from "./table-row.ts";
import { barcodesFrom } from "./variant-fields.ts";

/** Newer things come before older ones, and all of them after what the shop puts first itself. */
const RANK_OF_YEAR = 2_100;
const WEIGHT_GRAMS_MAX = 10_000_000;

const shape = z.looseObject({
  id: z.string().min(1).max(40),
  name: z.string().max(300),
  title: z.string().min(1).max(1_000),
  supplier: z.string().max(120),
  price: z.int().min(1),
  short_description: z.string().max(20_000).exactOptional(),
  ean: z.array(z.string()).exactOptional(),
  date_released: z.string().max(40).exactOptional(),
  img_high: z.string().max(1_000).exactOptional(),
  img_500x500: z.string().max(1_000).exactOptional(),
});
type Record = z.output<typeof shape>;

/** What a line says before it is read. */
export function icecatFacts({ id, ean }: Readonly<{ [name: string]: unknown }>): RowFacts[] {
  const barcodes = Array.isArray(ean) ? ean.map((code) => barcodeOf(String(code))).filter(Boolean) : [];
  return [{ key: String(id), skus: [`ICECAT-${id}`], barcodes }];
}

/** `repeated` are barcodes that the file gives to several products: they name none of them, and are left out. */
export const icecatReader = (repeated: RepeatedCodes) => ({
  push: (value: unknown, row: number): ProductRead[] => [readValue(value, row, repeated)],
});

function readValue(value: unknown, row: number, repeated: RepeatedCodes): ProductRead {
  const wrong = (column: string | null, why: string): ProductRead => ({ row, problems: [{ row, column, why }] });
  const parsed = shape.safeParse(value);
  if (!parsed.success) {
    const problems: FileProblem[] = parsed.error.issues.map(({ path, message }) => ({
      row,
      column: path.length > 0 ? path.join(".") : null,
      why: message.charAt(0).toLowerCase() + message.slice(1),
    }));
    return { row, problems };
  }
  const strange = Object.entries(parsed.data).find(([name, given]) => !fitsItsKind(name, given));
  if (strange) return wrong(strange[0], "is not of the kind its name says");
  return productOf(parsed.data, row, repeated);
}

const KINDS = { attr_t_: "string", attr_n_: "number", attr_b_: "boolean" } as const;
const kindOf = (name: string) => KINDS[name.slice(0, 7) as keyof typeof KINDS];
const fitsItsKind = (name: string, given: unknown) => {
  const kind = kindOf(name);
  return kind === undefined || typeof given === kind;
};

function productOf(record: Record, row: number, repeated: RepeatedCodes): ProductRead {
  const title = oneLine(plainTextOf(record.title));
  const words = [record.attr_t_product_type ?? "", title].join(" | ");
  const type = classifyProduct(words);
  const picture = record.img_500x500 || record.img_high;
  return checkedRead(
    row,
    {
      source: "icecat",
      externalId: record.id,
      brand: oneLine(record.supplier),
      productType: type,
      translations: {
        en: {
          title,
          ...said(record.short_description !== undefined, () => ({
            description: plainTextOf(record.short_description ?? ""),
          })),
        },
      },
      categoryIds: [categoryIdOf(type)],
      attributes: attributesOf(record),
      ...said(record.img_500x500 !== undefined || record.img_high !== undefined, () => ({
        media: picture && /^https?:\/\//.test(picture) ? [{ sourceUrl: picture }] : [],
      })),
      rank: yearOf(record) - RANK_OF_YEAR,
      variants: [
        {
          sku: `ICECAT-${record.id}`,
          ...said(record.ean !== undefined, () => barcodesFrom(record.ean ?? [], repeated)),
          ...weightOf(record),
          prices: { USD: { amountMinor: record.price } },
        },
      ],
    },
    (path) => ({ row, column: COLUMN_OF[String(path.find((part) => String(part) in COLUMN_OF))] ?? null }),
    { categories: [{ id: categoryIdOf(type), name: type, parentId: null }] },
  );
}

const COLUMN_OF: Readonly<{ [part: string]: string }> = {
  externalId: "id",
  brand: "supplier",
  title: "title",
  description: "short_description",
  barcodes: "ean",
  prices: "price",
  media: "img_500x500",
};

function yearOf(record: Record): number {
  const year = Number(record.date_released?.slice(0, 4));
  return year >= 1_970 && year <= RANK_OF_YEAR ? year : 1_970;
}

function weightOf(record: Record): { weightGrams?: number } {
  const grams = record.attr_n_package_weight ?? record.attr_n_weight;
  if (grams === undefined) return {};
  return { weightGrams: typeof grams === "number" && grams > 0 && grams <= WEIGHT_GRAMS_MAX ? Math.round(grams) : 0 };
}

/** How goods travel tells a shopper little: it comes after what tells what they are. */
const LOGISTICS =
  /^(package|packaging|pallet|master|shipping|quantity per (pallet|master)|number of (cartons|layers)|harmonized|products per)/i;
const UNITS: Readonly<{ [key: string]: string }> = {
  Width: "mm",
  Depth: "mm",
  Height: "mm",
  Weight: "g",
  "Package width": "mm",
  "Package depth": "mm",
  "Package height": "mm",
  "Package weight": "g",
  "Cable length": "m",
};

function attributesOf(record: Record): Attribute[] {
  const model: Attribute[] =
    record.name.trim() === "" ? [] : [{ key: "Model", kind: "text", value: record.name.trim() }];
  const all = Object.entries(record).flatMap(([name, value]) => attributeOf(name, value));
  const isLogistics = (attribute: Attribute) => LOGISTICS.test(attribute.key);
  return [...model, ...all.filter((each) => !isLogistics(each)), ...all.filter(isLogistics)];
}

function attributeOf(name: string, value: unknown): Attribute[] {
  if (kindOf(name) === undefined) return [];
  const key = readableKeyOf(name.slice(7));
  if (typeof value === "boolean") return [{ key, kind: "boolean", value }];
  if (typeof value === "number") {
    const unit = UNITS[key];
    return [{ key, kind: "number", value, ...(unit ? { unit } : {}) }];
  }
  const text = plainTextOf(String(value));
  return text === "" ? [] : [{ key, kind: "text", value: text }];
}

const SHORT_WORDS =
  /\b(usb|hdmi|vga|dvi|lan|cpu|led|lcd|tft|ecc|oem|hp|ac|dc|ups|tdp|wi fi|ip|rj 45|d sub|hd|awg|hs|rohs|vt x|vt d|ht|tv|dpi|ram|ssd|hdd|uk|id|pci|sata|3d)\b/g;

/** `thermal_design_power__tdp_` becomes `Thermal design power (TDP)`. */
export function readableKeyOf(name: string): string {
  const bracketed = name.replace(
    /__([a-z0-9_]+?)_(?=_|$)/g,
    (_, inside: string) => ` (${inside.replaceAll("_", " ")}) `,
  );
  const words = bracketed.replaceAll("_", " ").replace(/\s+/g, " ").replace(" )", ")").trim();
  const spelled = words
    .replace(SHORT_WORDS, (word) => word.toUpperCase())
    .replaceAll("WI FI", "Wi-Fi")
    .replaceAll("RJ 45", "RJ-45");
  return spelled.charAt(0).toUpperCase() + spelled.slice(1);
}
