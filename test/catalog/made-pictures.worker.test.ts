/** Pictures made for other programs: one shape, one format, each made once. */
import { exports } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { type MadeKind, madeAskOf, madeDrawingOf, madePathOf } from "../../worker/catalog/pictures/made-picture.ts";
import { readMadePicture } from "../../worker/catalog/pictures/made-picture-flow.ts";
import { inspectPicture } from "../../worker/catalog/pictures/picture-inspect.ts";
import { pixelsOf, pngOf } from "../support/png.ts";
import { ask, inWorld, refusal, STORE, uploadAsStaff } from "../support/store-client.ts";
import { keptLog, testWorld } from "../support/test-world.ts";

const fetchMade = (path: string, headers: HeadersInit = {}) =>
  exports.default.fetch(new Request(STORE + path, { headers }));
const sizeOf = async (answer: Response) => inspectPicture(new Uint8Array(await answer.arrayBuffer()));
const DRAWING =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><rect width="40" height="30" fill="#c02040"/></svg>';

describe("a picture beside a shared link", () => {
  test("is a JPEG of 1200 by 630, of a photograph as of a drawing as of what the store draws itself", async () => {
    await uploadAsStaff("shop/photo.png", pngOf(300, 200, 4), "image/png");
    await uploadAsStaff("shop/drawing.svg", DRAWING);
    for (const path of ["/media/shop/photo.png", "/media/shop/drawing.svg", "/media/types/laptops-3.svg"]) {
      const answer = await fetchMade(madePathOf("shared", path));
      expect(answer.headers.get("content-type"), path).toBe("image/jpeg");
      expect(await sizeOf(answer), path).toMatchObject({ ok: true, value: { head: { width: 1_200, height: 630 } } });
    }
    const goods = await fetchMade(madePathOf("goods", "/media/shop/drawing.svg"));
    expect(await sizeOf(goods)).toMatchObject({ ok: true, value: { head: { width: 1_200, height: 1_200 } } });
  });

  test("shows the picture, and the store's mark in its corner; one for a feed has no mark", async () => {
    const href = `data:image/svg+xml;base64,${btoa(DRAWING)}`;
    const print = (kind: MadeKind) => inWorld((world) => world.makePicture.print(madeDrawingOf(kind, href)));
    const shared = await pixelsOf(await print("shared"));
    expect([shared(600, 315), shared(2, 2), shared(40, 585)]).toEqual(["c02040", "f5f7f3", "0b3d31"]);
    const goods = await pixelsOf(await print("goods"));
    expect([goods(600, 600), goods(2, 2), goods(40, 1_150)]).toEqual(["c02040", "ffffff", "ffffff"]);
  });

  test("is made once, and anew when its picture is uploaded anew", async () => {
    const printed: string[] = [];
    const path = madePathOf("shared", "/media/shop/again.svg");
    const asked = madeAskOf(path.replace("/media/", ""));
    if (!asked) throw new Error("no such picture");
    const look = () =>
      inWorld(async (world) => {
        const print = (svg: string) => {
          printed.push(svg);
          return world.makePicture.print(svg);
        };
        const made = await readMadePicture(
          { ...world, makePicture: { ...world.makePicture, print } },
          asked,
          undefined,
        );
        await made?.body?.cancel();
        return made?.etag;
      });
    await uploadAsStaff("shop/again.svg", DRAWING);
    const first = await look();
    expect(await look()).toBe(first);
    expect(printed).toHaveLength(1);
    await uploadAsStaff("shop/again.svg", DRAWING.replace("#c02040", "#2040c0"));
    expect(await look()).not.toBe(first);
    expect(printed).toHaveLength(2);
    const seen = await fetchMade(path, { "if-none-match": (await look()) ?? "" });
    expect(seen.status).toBe(304);
  });

  test("that cannot be made is none, is told once, and is tried again after a while", async () => {
    await uploadAsStaff("shop/never.png", pngOf(20, 20, 9), "image/png");
    const log = keptLog();
    const world = testWorld({ log });
    world.makePicture = { ...world.makePicture, print: () => Promise.reject(new Error("no room")) };
    const asked = { kind: "shared", key: "shop/never.png" } as const;
    expect(await readMadePicture(world, asked, undefined)).toBeNull();
    expect(await readMadePicture(world, asked, undefined)).toBeNull();
    expect(log.lines.map(({ event }) => event)).toEqual(["picture.not_made"]);
  });

  test("is made of nothing that is not a picture of the store's", async () => {
    for (const path of [
      "/media/made/shared/nowhere.png.jpg",
      "/media/made/shared/made/shared/a.svg.jpg.jpg",
      "/media/made/huge/shop/red.svg.jpg",
      "/media/made/shared/types/laptops-9.svg.jpg",
    ])
      expect(refusal(await ask(path)), path).toBe("404 media.unknown");
    expect(refusal(await uploadAsStaff("made/shared/x.svg", DRAWING))).toBe("422 request.invalid");
  });
});
