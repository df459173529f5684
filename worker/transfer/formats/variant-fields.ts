/** Reads the cells every shop's table has for a variant: price, quantity, weight, pictures. What is no such thing is refused. */
import type { Currency } from "../../pricing/money.ts";
import type { ImportedProductInput } from "../imported-product.ts";
import { barcodeOf } from "./barcode.ts";
import type { RepeatedCodes } from "./file-problem.ts";
import { type Refuse, type Row, shown } from "./table-row.ts";
import { writtenMinorOf, writtenNumberOf } from "./written-number.ts";

export type VariantInput = ImportedProductInput["variants"][number];
export type ReadSettings = {
  /** What amounts without a currency of their own are in. */
  currency: Currency;
  /** Address of the folder that relative addresses of pictures begin in; without one such pictures are left out. */
  mediaBase?: string | undefined;
  /** The store's price lists; of a file that has a column for each currency, those of other currencies are left out. */
  lists?: readonly string[] | undefined;
};

const GRAMS_MAX = 10_000_000;
const QUANTITY_MAX = 1_000_000;

/** Null, with the cell refused, for what is no amount; 0 for an empty cell. */
export function amountAt<Column extends string>(
  row: Row<Column>,
  column: Column,
  currency: Currency,
  refuse: Refuse<Column>,
): number | null {
  const text = row.at(column);
  if (text === "") return 0;
  const amount = writtenMinorOf(text, currency);
  if (amount === null) refuse(row, column, `${shown(text)} is not a price in ${currency}`);
  return amount;
}

/**
 * A price of nothing is none: the variant is there, and is sold once staff price it. `beforeMinor` is what it cost before, null
 * where the file says nothing of that.
 */
export function pricesFrom(
  currency: Currency,
  amountMinor: number,
  beforeMinor: number | null,
): NonNullable<VariantInput["prices"]> {
  if (amountMinor === 0) return { [currency]: null };
  if (beforeMinor === null) return { [currency]: { amountMinor } };
  return { [currency]: { amountMinor, compareAtMinor: beforeMinor > amountMinor ? beforeMinor : null } };
}

/** One that is repeated in the file names none of its variants: where no other is left, it says nothing. */
export function barcodesFrom(written: readonly string[], repeated: RepeatedCodes): { barcodes?: string[] } {
  const all = [...new Set(written.map(barcodeOf))].filter(Boolean);
  const barcodes = all.filter((code) => !repeated.barcodes.has(code));
  return all.length > 0 && barcodes.length === 0 ? {} : { barcodes };
}

/** Null for an empty cell. Below zero the other shop oversold, so there is none to sell. */
export function quantityAt<Column extends string>(
  row: Row<Column>,
  column: Column,
  refuse: Refuse<Column>,
): number | null {
  const text = row.at(column);
  if (text === "") return null;
  const quantity = writtenNumberOf(text);
  if (Number.isInteger(quantity) && Number(quantity) <= QUANTITY_MAX) return Math.max(0, Number(quantity));
  refuse(row, column, `${shown(text)} is not a number of units up to ${QUANTITY_MAX}`);
  return null;
}

/** `gramsPerUnit`: what one of the unit the file weighs in comes to. */
export function gramsAt<Column extends string>(
  row: Row<Column>,
  column: Column,
  gramsPerUnit: number,
  refuse: Refuse<Column>,
): number {
  const text = row.at(column);
  if (text === "") return 0;
  const weight = writtenNumberOf(text);
  const grams = weight === null ? -1 : Math.round(weight * gramsPerUnit);
  if (grams >= 0 && grams <= GRAMS_MAX) return grams;
  refuse(row, column, `${shown(text)} is not a weight`);
  return 0;
}

export const GRAMS_PER_UNIT: Readonly<Record<string, number>> = {
  g: 1,
  kg: 1_000,
  lb: 453.592_37,
  lbs: 453.592_37,
  oz: 28.349_523_125,
};

/** A picture's address; null for one that leads nowhere without `mediaBase`. */
export function pictureOf(address: string, { mediaBase }: ReadSettings): string | null {
  if (/^https?:\/\//i.test(address)) return address.replaceAll(" ", "%20");
  if (address.startsWith("//")) return `https:${address}`;
  if (!mediaBase || address === "") return null;
  return `${mediaBase.replace(/\/+$/, "")}/${address.replace(/^\/+/, "").replaceAll(" ", "%20")}`;
}
