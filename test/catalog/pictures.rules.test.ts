import { describe, expect, test } from "vitest";
import { inspectPicture, PICTURE_BYTES_MAX } from "../../worker/catalog/pictures/picture-inspect.ts";
import { pictureKeyOf, sizedAskOf, sizeOfPath, srcsetOf } from "../../worker/catalog/pictures/picture-key.ts";
import { whySvgUnsafe } from "../../worker/catalog/pictures/svg-safety.ts";
import { pngOf } from "../support/png.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);
const svg = (inside: string, attributes = 'viewBox="0 0 40 30"') =>
  `<svg xmlns="http://www.w3.org/2000/svg" ${attributes}>${inside}</svg>`;
const headOf = (bytes: Uint8Array) => {
  const inspected = inspectPicture(bytes);
  return inspected.ok ? { type: inspected.value.type, ...inspected.value.head } : inspected.problem.code;
};
/** A JPEG's head: Exif with an orientation, then a frame of 600 by 400. */
const jpeg = (orientation: number) =>
  new Uint8Array([
    ...[0xff, 0xd8, 0xff, 0xe1, 0, 34, 0x45, 0x78, 0x69, 0x66, 0, 0],
    ...[0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0],
    ...[0xff, 0xc0, 0, 17, 8, 400 >> 8, 400 & 255, 600 >> 8, 600 & 255, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  ]);
const HASH = "0123456789abcdef0123456789abcdef";

describe("a picture's head", () => {
  test("says how large it is shown: a photograph taken upright is upright", () => {
    expect(headOf(pngOf(30, 20))).toEqual({ type: "image/png", width: 30, height: 20, moves: false });
    expect(headOf(jpeg(1))).toMatchObject({ width: 600, height: 400 });
    expect(headOf(jpeg(6))).toMatchObject({ width: 400, height: 600 });
    expect(headOf(bytesOf(svg("")))).toMatchObject({ type: "image/svg+xml", width: 40, height: 30 });
    expect(headOf(bytesOf(svg("", 'width="120px" height="90"')))).toMatchObject({ width: 120, height: 90 });
    expect(headOf(bytesOf(svg("", "")))).toMatchObject({ width: 512, height: 512 });
  });

  test("tells a picture that moves from one that does not", () => {
    const frame = [0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0];
    const gif = (...parts: number[][]) =>
      new Uint8Array([...bytesOf("GIF89a"), 1, 0, 1, 0, 0, 0, 0, ...parts.flat(), 0x3b]);
    expect(headOf(gif(frame))).toMatchObject({ type: "image/gif", width: 1, height: 1, moves: false });
    expect(headOf(gif([0x21, 0xf9, 4, 0, 0, 0, 0, 0], frame, frame))).toMatchObject({ moves: true });
  });

  test("that breaks off, claims too many pixels or is of no picture is refused by name", () => {
    expect(headOf(pngOf(30, 20).subarray(0, 18))).toBe("media.broken");
    expect(headOf(new Uint8Array([0xff, 0xd8, 0xff, 0xe0]))).toBe("media.broken");
    const huge = pngOf(1, 1);
    new DataView(huge.buffer).setUint32(16, 60_000);
    expect(headOf(huge)).toBe("media.too_many_pixels");
    expect(headOf(bytesOf("<html><svg></svg></html>"))).toBe("media.not_a_picture");
    expect(headOf(new Uint8Array(PICTURE_BYTES_MAX + 1))).toBe("media.too_large");
    expect(headOf(new Uint8Array())).toBe("media.not_a_picture");
  });
});

describe("a drawing", () => {
  test("that runs, loads or leads elsewhere is not taken", () => {
    for (const inside of [
      "<script>alert(1)</script>",
      "<svg:script>alert(1)</svg:script>",
      '<rect onload="x()"/>',
      "<rect onclick=x() />",
      '<a href="javascript:alert(1)">x</a>',
      '<a xlink:href="https://example.com">x</a>',
      '<a href="java&#115;cript:alert(1)">x</a>',
      '<image href="https://example.com/pixel.png"/>',
      '<image href="data:image/svg+xml;base64,AAAA"/>',
      "<foreignObject><p>x</p></foreignObject>",
      '<rect fill="url(https://example.com/x)"/>',
      "<style>@import 'https://example.com/x.css';</style>",
      '<set attributeName="href" to="javascript:alert(1)"/>',
      '<rect style="background:url(//example.com)"/>',
    ])
      expect(headOf(bytesOf(svg(inside))), inside).toBe("media.unsafe");
    const entities = `<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x "y">]>${svg("")}`;
    expect(headOf(bytesOf(entities))).not.toMatchObject({ type: "image/svg+xml" });
  });

  test("that only draws is taken", () => {
    for (const inside of [
      '<defs><linearGradient id="a"/></defs><rect fill="url(#a)"/>',
      '<use href="#a"/><use xlink:href="#b"/>',
      "<style>.a { fill: url('#a') }</style>",
      '<image href="data:image/png;base64,iVBOR"/>',
      "<title>Onion = on sale</title>",
    ])
      expect(whySvgUnsafe(svg(inside)), inside).toBeNull();
  });
});

describe("a drawing made to hold its reader up", () => {
  const many = (part: string, length = 250_000) => part.repeat(Math.floor(length / part.length));

  test.each([
    ["comments without end", many("<!---->"), "media.not_a_picture"],
    ["comments before no drawing", `${many("<!---->", 4_000)}<p>`, "media.not_a_picture"],
    ["a tag that never ends", many("<svg "), "media.broken"],
    ["types in a row", svg(many("<!DOCTYPE")), "media.unsafe"],
    ["space where a link is changed", svg(`<set attributeName=${many(" ")}x`), "a picture"],
    ["more letters than a drawing has", svg(many("<g/>", 300_000)), "media.too_large"],
  ])("%s: is told at once", (_, text, told) => {
    const found = headOf(bytesOf(text));
    expect(typeof found === "string" ? found : "a picture").toBe(told);
  });

  test("a photograph with Exif data over and over, of more entries than a camera writes, is read once", () => {
    const exif = new Uint8Array(65_534);
    exif.set([0x45, 0x78, 0x69, 0x66, 0, 0, 0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0xff, 0xff]);
    const one = [0xff, 0xe1, 0xff, 0xff, ...exif.subarray(0, 65_533)];
    const frame = [0xff, 0xc0, 0, 17, 8, 1, 0, 2, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    expect(headOf(new Uint8Array([0xff, 0xd8, ...one, ...one.slice(), ...frame]))).toMatchObject({ width: 512 });
    const second = jpeg(6).subarray(2);
    expect(headOf(new Uint8Array([0xff, 0xd8, ...one, ...second]))).toMatchObject({ width: 600, height: 400 });
  });

  test("comments before and after the type are read over", () => {
    const text = `\uFEFF<?xml version="1.0"?>\n<!-- a --><!DOCTYPE svg PUBLIC "x" "y">\n<!-- <svg width="9"> -->\n${svg("")}`;
    expect(headOf(bytesOf(text))).toMatchObject({ type: "image/svg+xml", width: 40, height: 30 });
  });
});

describe("a picture's name", () => {
  const key = pictureKeyOf("image/jpeg", { width: 1_000, height: 1_500 }, false, HASH.repeat(2));
  const path = `/media/${key}`;

  test("holds its size and its content's hash", () => {
    expect(key).toBe(`pictures/1000x1500-${HASH}.jpg`);
    expect(sizeOfPath(path)).toEqual({ width: 1_000, height: 1_500, sized: true });
    expect(sizeOfPath("/media/demo/laptop-3f9a2c1d.svg")).toBeNull();
    expect(sizeOfPath("https://elsewhere.example/pictures/1x1.jpg")).toBeNull();
  });

  test("leads to sizes that are no wider than itself, and for AVIF no taller than can be made", () => {
    const widths = (format: "avif" | "webp") =>
      srcsetOf(path, format)
        .split(", ")
        .map((each) => each.split(" ")[1]);
    expect(widths("webp")).toEqual(["160w", "320w", "480w", "720w", "960w"]);
    expect(widths("avif")).toEqual(["160w", "320w", "480w", "720w"]);
    expect(srcsetOf(path, "webp")).toContain(`/media/sized/320.webp/${key} 320w`);
  });

  test("of what moves or is drawn leads to none", () => {
    const moving = pictureKeyOf("image/webp", { width: 900, height: 900 }, true, HASH);
    const drawn = pictureKeyOf("image/svg+xml", { width: 900, height: 900 }, false, HASH);
    for (const each of [moving, drawn]) {
      expect(sizeOfPath(`/media/${each}`)).toMatchObject({ width: 900, sized: false });
      expect(srcsetOf(`/media/${each}`, "webp")).toBe("");
      expect(sizedAskOf(`sized/320.webp/${each}`)).toBeNull();
    }
  });

  test("is asked for in the sizes that pages name, and in no other", () => {
    expect(sizedAskOf(`sized/320.webp/${key}`)).toEqual({ key, width: 320, format: "webp" });
    for (const path of ["321.webp", "320.png", "960.avif", "1200.webp", "0320.webp"])
      expect(sizedAskOf(`sized/${path}/${key}`), path).toBeNull();
    expect(sizedAskOf("sized/320.webp/demo/laptop-3f9a2c1d.svg")).toBeNull();
    expect(sizedAskOf(`sized/320.webp/sized/320.webp/${key}`)).toBeNull();
  });
});
