/** Cuts what is read of a file into chunks that the store takes: by number of products and by length, in order. */
import type { FileProblem, Read, ReadProduct } from "./formats/file-problem.ts";
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

/** Of a chunk as JSON in UTF-8, categories and all. What is larger by itself has a chunk of its own. */
export const CHUNK_BYTES_MAX = 500_000;
/** Categories that one step makes: each is several statements, and reads of the whole tree. */
export const CATEGORIES_A_CHUNK = 50;
/** The same of definitions, brands and collections. */
export const PARTS_A_CHUNK = 50;

const empty = (): ChunkFill => ({ products: [], rows: [], categories: [], parts: [] });
const encoder = new TextEncoder();
const bytesOf = (value: unknown): number => encoder.encode(JSON.stringify(value)).length;

export function chunkFiller() {
  const counts = { products: 0, variants: 0, refused: 0 };
  const problems: FileProblem[] = [];
  const notes: FileProblem[] = [];
  let [chunk, bytes, known]: [ChunkFill, number, Set<string>] = [empty(), 0, new Set()];
  const take = (): ChunkFill[] => {
    const isFilled = chunk.products.length + chunk.parts.length + chunk.categories.length > 0;
    const full = isFilled ? [chunk] : [];
    [chunk, bytes, known] = [empty(), 0, new Set()];
    return full;
  };
  /** Room for so many bytes more; the chunk that has none is taken first. */
  const room = (size: number, isFull = false): ChunkFill[] => {
    const full = isFull || bytes + size > CHUNK_BYTES_MAX ? take() : [];
    bytes += size;
    return full;
  };
  const addCategory = (category: NamedCategory): ChunkFill[] => {
    if (known.has(category.id)) return [];
    const full = room(bytesOf(category), chunk.categories.length === CATEGORIES_A_CHUNK);
    chunk.categories.push(category);
    known.add(category.id);
    return full;
  };
  const addProduct = ({ product, row, categories, notes: told }: ReadProduct): ChunkFill[] => {
    const size = bytesOf(product);
    const isFull = chunk.products.length === PRODUCTS_PER_IMPORT_MAX || bytes + size > CHUNK_BYTES_MAX;
    const full = [...(isFull ? take() : []), ...categories.flatMap(addCategory), ...room(size)];
    chunk.products.push(product);
    chunk.rows.push(row);
    counts.products += 1;
    counts.variants += product.variants.length;
    notes.push(...told);
    return full;
  };
  return {
    counts,
    problems,
    notes,
    /** The chunks that what was read no longer fits in: a product's categories are in its own, or in those before it. */
    add(read: Read): ChunkFill[] {
      if ("part" in read) {
        const full = room(bytesOf(read.part), chunk.parts.length === PARTS_A_CHUNK);
        chunk.parts.push(read.part);
        return full;
      }
      if ("product" in read) return addProduct(read);
      counts.refused += 1;
      problems.push(...read.problems);
      return [];
    },
    end: take,
  };
}
