/** A catalogue file on this machine: opened as often as it is read, and known again by its content. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { FILE_BYTES_MAX, FileRefused, type FileSource } from "../worker/transfer/unpack-file-flow.ts";

export type CatalogueFile = { source: FileSource; bytes: number };

/** Throws `FileRefused` where there is no such file, or it is larger than any catalogue. */
export async function catalogueFile(path: string): Promise<CatalogueFile> {
  const found = await stat(path).catch((error: unknown) => {
    throw new FileRefused(
      codeOf(error) === "ENOENT" ? `There is no file ${path}` : `${path} cannot be read: ${codeOf(error)}`,
    );
  });
  if (found.isDirectory()) throw new FileRefused(`${path} is a folder; name a file in it`);
  if (found.size > FILE_BYTES_MAX)
    throw new FileRefused(
      `${path} has ${(found.size / 1e9).toFixed(1)} GB; a file may have ${FILE_BYTES_MAX / 1e9} GB: cut it in parts`,
    );
  return { source: () => createReadStream(path), bytes: found.size };
}

/** SHA-256 of the file and of how it is read: the same file under the same settings has the same. */
export async function fingerprintOf({ source }: CatalogueFile, settings: object): Promise<string> {
  const hash = createHash("sha256").update(JSON.stringify(settings));
  for await (const bytes of await source()) hash.update(bytes);
  return hash.digest("hex");
}

const codeOf = (error: unknown): string => (error instanceof Error && "code" in error ? String(error.code) : "");
