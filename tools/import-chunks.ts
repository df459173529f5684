/** Cuts what is read of a file into chunks that the store takes: by number of products and by bytes, in order. */
import { type Read, textOfProblem } from "../worker/transfer/file-problem.ts";
import { type ImportedProduct, PRODUCTS_PER_IMPORT_MAX } from "../worker/transfer/imported-product.ts";
import { FileRefused } from "./import-file.ts";

/** `rows` says where in the file each product began. */
export type Chunk = { products: ImportedProduct[]; rows: number[] };

/** Below what a request may have (worker/http/guard.ts), with room for what stands around the products. */
export const CHUNK_BYTES_MAX = 900_000;

/** The file was found good before: what is wrong with it now has changed since. */
export async function* chunksOf(reads: AsyncIterable<Read>): AsyncGenerator<Chunk> {
  let chunk: Chunk = { products: [], rows: [] };
  let bytes = 0;
  for await (const read of reads) {
    if ("problems" in read)
      throw new FileRefused(`The file changed while it was read\n${read.problems.map(textOfProblem).join("\n")}`);
    const size = Buffer.byteLength(JSON.stringify(read.product)) + 1;
    const isFull = chunk.products.length === PRODUCTS_PER_IMPORT_MAX || bytes + size > CHUNK_BYTES_MAX;
    if (isFull && chunk.products.length > 0) {
      yield chunk;
      [chunk, bytes] = [{ products: [], rows: [] }, 0];
    }
    chunk.products.push(read.product);
    chunk.rows.push(read.row);
    bytes += size;
  }
  if (chunk.products.length > 0) yield chunk;
}
