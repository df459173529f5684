/** Who prints drawings and turns pictures into JPEG: a library of our own, and Cloudflare Images. */

export type PictureMaker = {
  /** A PNG of a drawing, as large as that says. Throws where it cannot be read. */
  print(svg: string): Promise<Uint8Array<ArrayBuffer>>;
  /** No wider than `width`. Throws where the picture cannot be decoded, or the service does not answer. */
  toJpeg(picture: ReadableStream, width: number): Promise<Uint8Array<ArrayBuffer>>;
};
