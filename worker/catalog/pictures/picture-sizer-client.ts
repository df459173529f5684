/** Cloudflare Images through its binding. It strips what a camera wrote into the file, and turns the picture upright. */
import type { PictureSizer } from "./picture-sizer.ts";

/** From 1 to 100; what the eye takes for the same on photographs of goods. */
const QUALITY = { avif: 60, webp: 80 } as const;

export const pictureSizerOf =
  (images: ImagesBinding): PictureSizer =>
  async (picture, { width, format }) => {
    const made = await images
      .input(picture)
      .transform({ width, fit: "scale-down" })
      .output({ format: `image/${format}`, quality: QUALITY[format] });
    return made.response();
  };
