/** Drawings are printed by resvg, compiled to WebAssembly: no fonts are loaded, and nothing a drawing names is fetched. */
import { initWasm, Resvg } from "@resvg/resvg-wasm";
import resvg from "@resvg/resvg-wasm/index_bg.wasm";
import type { PictureMaker } from "./picture-maker.ts";

/** From 1 to 100. */
const QUALITY = 86;
/** Once a Worker; a failed try is not kept. */
let ready: Promise<void> | null = null;

export const pictureMakerOf = (images: ImagesBinding): PictureMaker => ({
  print: async (svg) => {
    ready ??= initWasm(resvg).catch((error: unknown) => {
      ready = null;
      throw error;
    });
    await ready;
    const drawing = new Resvg(svg, { font: { loadSystemFonts: false } });
    try {
      const printed = drawing.render();
      const png = new Uint8Array(printed.asPng());
      printed.free();
      return png;
    } finally {
      drawing.free();
    }
  },
  toJpeg: async (picture, width) => {
    const made = await images
      .input(picture)
      .transform({ width, fit: "scale-down" })
      .output({ format: "image/jpeg", quality: QUALITY });
    const answer = made.response();
    const type = answer.headers.get("content-type") ?? "";
    if (!answer.ok || type !== "image/jpeg") throw new Error(`The picture came back as ${answer.status} ${type}`);
    return new Uint8Array(await answer.arrayBuffer());
  },
});
