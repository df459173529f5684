/** Who makes a picture smaller: Cloudflare Images, and the local runtime's own in its place. */
import type { SizedFormat } from "./picture-key.ts";

/** Throws where the picture cannot be decoded, or the service does not answer. */
export type PictureSizer = (picture: ReadableStream, ask: { width: number; format: SizedFormat }) => Promise<Response>;
