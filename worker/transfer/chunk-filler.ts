/** Cuts what is read of a file into chunks that the store takes: by number of products and by length, in order. */
import type { FileProblem, Read } from "./formats/file-problem.ts";
import type { NamedCategory } from "./formats/named-category.ts";
import type { OwnPart } from "./formats/own-parts.ts";
import { type ImportedProduct, PRODUCTS_PER_IMPORT_MAX } from "./imported-product.ts";

/** `rows` says where in the file each product began. */
export type ChunkFill = {
  products: ImportedProduct[];
  rows: number[];
  categories: NamedCategory[];
  parts: OwnPart[];
};

/** Of a chunk as JSON, in characters: with those of three bytes it is below what a request may have (worker/http/guard.ts). */
export const CHUNK_LENGTH_MAX = 300_000;

const empty = (): ChunkFill => ({ products: [], rows: [], categories: [], parts: [] });

export function chunkFiller() {
  const counts = { products: 0, variants: 0, refused: 0 };
  const problems: FileProblem[] = [];
  const notes: FileProblem[] = [];
  let [chunk, length, known]: [ChunkFill, number, Set<string>] = [empty(), 0, new Set()];
  const take = (): ChunkFill | null => {
    const full = chunk.products.length + chunk.parts.length > 0 ? chunk : null;
    [chunk, length, known] = [empty(), 0, new Set()];
    return full;
  };
  return {
    counts,
    problems,
    notes,
    /** The chunk that this product no longer fits in; null where it does, or is refused. */
    add(read: Read): ChunkFill | null {
      if ("part" in read) {
        const size = JSON.stringify(read.part).length;
        const full = length + size > CHUNK_LENGTH_MAX ? take() : null;
        chunk.parts.push(read.part);
        length += size;
        return full;
      }
      if (!("product" in read)) {
        counts.refused += 1;
        problems.push(...read.problems);
        return null;
      }
      const size = JSON.stringify(read.product).length;
      const isFull = chunk.products.length === PRODUCTS_PER_IMPORT_MAX || length + size > CHUNK_LENGTH_MAX;
      const full = isFull ? take() : null;
      chunk.products.push(read.product);
      chunk.rows.push(read.row);
      for (const category of read.categories) {
        if (!known.has(category.id)) chunk.categories.push(category);
        known.add(category.id);
      }
      length += size;
      counts.products += 1;
      counts.variants += read.product.variants.length;
      notes.push(...read.notes);
      return full;
    },
    end: take,
  };
}
