/** Finds codes that a file gives to several variants: they name none of them. */
import type { RowFacts } from "./table-row.ts";
import { textHashOf } from "./text-hash.ts";

/** Only codes that come more than once are kept as they are written. */
export function codeCounter() {
  const seen = { skus: new Set<number>(), barcodes: new Set<number>() };
  const repeated = { skus: new Set<string>(), barcodes: new Set<string>() };
  const note = (kind: "skus" | "barcodes", code: string) => {
    const hash = textHashOf(code);
    if (seen[kind].has(hash)) repeated[kind].add(code);
    else seen[kind].add(hash);
  };
  return {
    see({ skus, barcodes }: RowFacts): void {
      for (const sku of skus) note("skus", sku);
      for (const barcode of new Set(barcodes)) note("barcodes", barcode);
    },
    end: () => ({ skus: [...repeated.skus], barcodes: [...repeated.barcodes] }),
  };
}
