/** What a camera wrote beside a picture goes, what it is drawn by stays. Each file is put together here, part by part. */
import { describe, expect, test } from "vitest";
import { inspectPicture } from "../../worker/catalog/pictures/picture-inspect.ts";
import { withoutMetadata } from "../../worker/catalog/pictures/picture-metadata.ts";
import type { PictureType } from "../../worker/catalog/pictures/picture-type.ts";
import { pngOf } from "../support/png.ts";

const SECRET = "51.5 N 0.1 W";
const ascii = (text: string) => [...new TextEncoder().encode(text)];
const two = (value: number) => [value >> 8, value & 255];
const four = (value: number) => [...two(value >>> 16), ...two(value & 65_535)];
const little = (value: number) => four(value).reverse();
const holds = (bytes: Uint8Array, text: string) => new TextDecoder("latin1").decode(bytes).includes(text);
const clean = (type: PictureType, parts: readonly number[] | Uint8Array) =>
  withoutMetadata(type, Uint8Array.from(parts));

describe("a JPEG", () => {
  const segment = (marker: number, body: readonly number[]) => [0xff, marker, ...two(body.length + 2), ...body];
  const exif = (orientation: number) =>
    segment(0xe1, [
      ...[...ascii("Exif"), 0, 0, 0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation],
      ...[0, 0, 0, 0, 0, 0, ...ascii(SECRET)],
    ]);
  const jfif = segment(0xe0, [...ascii("JFIF"), 0, 1, 1, 0, 0, 1, 0, 1, 0, 0]);
  const profile = segment(0xe2, [...ascii("ICC_PROFILE"), 0, 1, 1, 7, 7]);
  const adobe = segment(0xee, [...ascii("Adobe"), 0, 100, 0, 0, 0, 0, 1]);
  const frame = segment(0xc2, [8, ...two(4), ...two(6), 1, 1, 0x11, 0]);
  const scan = [...segment(0xda, [1, 1, 0, 0, 63, 0]), 1, 0xff, 0, 2, 0xff, 0xd3, 3];
  const tables = segment(0xc4, [0, 1, 2]);
  const drawn = [...frame, ...scan, ...tables, ...scan, 0xff, 0xd9];
  const about = [
    ...segment(0xe1, ascii(`http://ns.adobe.com/xap/1.0/ ${SECRET}`)),
    ...segment(0xed, ascii(`Photoshop 3.0 ${SECRET}`)),
    ...segment(0xe2, ascii(`MPF ${SECRET}`)),
    ...segment(0xfe, ascii(SECRET)),
  ];

  test("keeps what it is drawn by, in all its scans, and loses the rest and what hangs on behind", () => {
    const whole = [0xff, 0xd8, ...jfif, ...exif(1), ...about, ...profile, ...adobe, ...drawn, ...ascii(SECRET)];
    expect(clean("image/jpeg", whole)).toEqual(Uint8Array.from([0xff, 0xd8, ...jfif, ...profile, ...adobe, ...drawn]));
  });

  test("stays turned as it was taken", () => {
    const whole = Uint8Array.from([0xff, 0xd8, ...exif(6), ...about, ...exif(3), ...drawn]);
    const kept = withoutMetadata("image/jpeg", whole);
    expect(kept && holds(kept, SECRET)).toBe(false);
    expect(inspectPicture(whole)).toMatchObject({ ok: true, value: { head: { width: 4, height: 6 } } });
    expect(inspectPicture(kept ?? new Uint8Array())).toMatchObject({
      ok: true,
      value: { head: { width: 4, height: 6 }, bytes: kept },
    });
  });

  test("that breaks off before its picture is none; within it, it is shown as far as it goes", () => {
    expect(clean("image/jpeg", [0xff, 0xd8, ...jfif.slice(0, -3)])).toBeNull();
    expect(clean("image/jpeg", [0xff, 0xd8, 1, 2, 3, 4])).toBeNull();
    const cut = [0xff, 0xd8, ...frame, ...scan.slice(0, -1)];
    expect(clean("image/jpeg", cut)).toEqual(Uint8Array.from(cut));
  });
});

describe("a PNG", () => {
  const chunk = (name: string, data: readonly number[]) => [...four(data.length), ...ascii(name), ...data, 0, 0, 0, 0];
  const plain = [...pngOf(3, 2)];

  test("loses texts, Exif, times and what hangs on behind", () => {
    const about = [
      ...chunk("eXIf", ascii(SECRET)),
      ...chunk("tEXt", ascii(SECRET)),
      ...chunk("iTXt", ascii(SECRET)),
      ...chunk("zTXt", ascii(SECRET)),
      ...chunk("tIME", [7, 0xe9, 1, 1, 1, 1, 1]),
    ];
    const profile = chunk("iCCP", [1, 2, 3]);
    const whole = [...plain.slice(0, 33), ...profile, ...about, ...plain.slice(33), ...ascii(SECRET)];
    expect(clean("image/png", whole)).toEqual(Uint8Array.from([...plain.slice(0, 33), ...profile, ...plain.slice(33)]));
  });

  test("without an end is none", () => expect(clean("image/png", plain.slice(0, -12))).toBeNull());
});

describe("a WebP", () => {
  const chunk = (name: string, data: readonly number[]) => [
    ...[...ascii(name), ...little(data.length), ...data],
    ...(data.length % 2 === 1 ? [0] : []),
  ];
  const file = (...chunks: number[][]) => {
    const body = [...ascii("WEBP"), ...chunks.flat()];
    return [...ascii("RIFF"), ...little(body.length), ...body];
  };
  const head = (flags: number) => chunk("VP8X", [flags, 0, 0, 0, 5, 0, 0, 3, 0, 0]);
  const picture = chunk("VP8L", [0x2f, 5, 0xc0, 0, 0]);

  test("loses Exif and XMP, and no longer says that it has them", () => {
    const profile = chunk("ICCP", [1, 2]);
    const whole = file(head(0b101100), profile, picture, chunk("EXIF", ascii(SECRET)), chunk("XMP ", ascii(SECRET)));
    expect(clean("image/webp", [...whole, ...ascii(SECRET)])).toEqual(
      Uint8Array.from(file(head(0b100000), profile, picture)),
    );
  });

  test("that is longer inside than outside is none", () => {
    expect(clean("image/webp", file(chunk("VP8L", [1, 2])).with(16, 99))).toBeNull();
  });
});

test("a GIF keeps how often it moves and loses comments", () => {
  const head = [...ascii("GIF89a"), 1, 0, 1, 0, 0, 0, 0];
  const image = [0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0];
  const loop = [0x21, 0xff, 11, ...ascii("NETSCAPE2.0"), 3, 1, 0, 0, 0];
  const about = [
    ...[0x21, 0xfe, SECRET.length, ...ascii(SECRET), 0],
    ...[0x21, 0xff, 11, ...ascii("XMP DataXMP"), SECRET.length, ...ascii(SECRET), 0],
  ];
  const pause = [0x21, 0xf9, 4, 0, 5, 0, 0, 0];
  expect(
    clean("image/gif", [...head, ...loop, ...about, ...pause, ...image, ...image, 0x3b, ...ascii(SECRET)]),
  ).toEqual(Uint8Array.from([...head, ...loop, ...pause, ...image, ...image, 0x3b]));
});

describe("an AVIF", () => {
  const box = (name: string, ...body: (readonly number[])[]) => {
    const inside = body.flat();
    return [...four(inside.length + 8), ...ascii(name), ...inside];
  };
  const EXIF = [...four(6), ...ascii("Exif"), 0, 0, ...ascii(SECRET)];
  const XMP = ascii(`<x:xmpmeta>${SECRET}</x:xmpmeta>`);
  const DRAWN = ascii("the picture");
  /** Item 1 is the picture, 2 its Exif, 3 its XMP; where they lie is said from the file's beginning. */
  const avif = (over: { exifLength?: number } = {}) => {
    const info = (id: number, kind: string) => box("infe", [2, 0, 0, 0, ...two(id), 0, 0, ...ascii(kind), 0]);
    const infos = box("iinf", [0, 0, 0, 0, ...two(3)], info(1, "av01"), info(2, "Exif"), info(3, "mime"));
    const type = box("ftyp", ascii("avif"), four(0));
    const place = (id: number, from: number, length: number) => [
      ...two(id),
      0,
      0,
      0,
      1,
      ...four(from),
      ...four(length),
    ];
    const withPlaces = (from: number) =>
      box(
        "meta",
        [0, 0, 0, 0],
        infos,
        box(
          "iloc",
          [0, 0, 0, 0, 0x44, 0, ...two(3)],
          place(1, from, DRAWN.length),
          place(2, from + DRAWN.length, over.exifLength ?? EXIF.length),
          place(3, from + DRAWN.length + EXIF.length, XMP.length),
        ),
      );
    const from = type.length + withPlaces(0).length + 8;
    return Uint8Array.from([...type, ...withPlaces(from), ...box("mdat", DRAWN, EXIF, XMP)]);
  };

  test("keeps every byte in its place but those of Exif and XMP, which say nothing any more", () => {
    const whole = avif();
    const kept = withoutMetadata("image/avif", whole) ?? new Uint8Array();
    expect([kept.length, holds(kept, SECRET), holds(kept, "the picture")]).toEqual([whole.length, false, true]);
    const end = whole.length - EXIF.length - XMP.length;
    expect(kept.subarray(0, end)).toEqual(whole.subarray(0, end));
    expect(kept.subarray(end, end + 14)).toEqual(Uint8Array.from([0, 0, 0, 0, 0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 0]));
  });

  test("whose boxes are longer than the file is none", () => {
    expect(withoutMetadata("image/avif", avif().subarray(0, 60))).toBeNull();
  });
});
