import { env, exports } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { listAudit } from "../../worker/admin/audit-store.ts";
import { inspectPicture, PICTURE_BYTES_MAX } from "../../worker/catalog/pictures/picture-inspect.ts";
import type { SizedAsk } from "../../worker/catalog/pictures/picture-key.ts";
import type { PictureSizer } from "../../worker/catalog/pictures/picture-sizer.ts";
import { readSizedPicture } from "../../worker/catalog/pictures/sized-picture-flow.ts";
import { pngOf } from "../support/png.ts";
import { ask, inWorld, refusal, STORE, uploadAsStaff } from "../support/store-client.ts";
import { keptLog } from "../support/test-world.ts";
import { withinOneMinute } from "../support/within-one-minute.ts";

type Uploaded = { key: string; path: string; type: string; width: number; height: number };
const STAFF = { authorization: "Bearer staff-token-for-tests", "content-type": "image/png" };
const upload = (body: BodyInit, headers: HeadersInit = STAFF) =>
  ask<Uploaded & Record<string, unknown>>("/api/admin/media", { method: "POST", headers, body });
const keep = async (width: number, height: number, seed: number) => (await upload(pngOf(width, height, seed))).body;
const streamOf = (bytes: Uint8Array<ArrayBuffer>) => new Blob([bytes]).stream();
/** The answer itself, for its bytes. */
const fetchSize = (size: string, key: string, headers: HeadersInit = {}): Promise<Response> =>
  exports.default.fetch(new Request(`${STORE}/media/sized/${size}/${key}`, { headers }));
const askFor = (key: string): SizedAsk => ({ key, width: 160, format: "webp" });

describe("staff uploads a picture", () => {
  test("under the hash of its content, whatever it calls itself; the same again is the same", async () => {
    const first = await upload(pngOf(24, 16, 1), { ...STAFF, "content-type": "image/jpeg" });
    expect(first.status).toBe(201);
    expect(first.body).toMatchObject({ type: "image/png", width: 24, height: 16 });
    expect(first.body.key).toMatch(/^pictures\/24x16-[0-9a-f]{32}\.png$/);
    const again = await upload(pngOf(24, 16, 1));
    expect([again.status, again.body.key]).toEqual([200, first.body.key]);
    const entries = await inWorld((world) => listAudit(world, { subject: `media:${first.body.key}`, limit: 5 }));
    expect(entries).toHaveLength(1);
    const shown = await exports.default.fetch(new Request(STORE + first.body.path));
    expect(shown.headers.get("content-type")).toBe("image/png");
    expect(shown.headers.get("cache-control")).toContain("immutable");
  });

  test("in each kind that a camera or a designer makes, its size known", async () => {
    for (const format of ["image/jpeg", "image/webp", "image/avif"] as const) {
      const made = await env.IMAGES.input(streamOf(pngOf(120, 80, 2))).output({ format });
      const bytes = new Uint8Array(await made.response().arrayBuffer());
      const inspected = inspectPicture(bytes);
      expect(inspected, format).toMatchObject({ ok: true, value: { type: format, head: { width: 120, height: 80 } } });
    }
  });

  test("and is told by name why one is not taken; nothing of it is kept", async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
    expect(refusal(await upload("no picture"))).toBe("415 media.not_a_picture");
    expect(refusal(await upload(pngOf(9, 9).subarray(0, 20)))).toBe("422 media.broken");
    expect(refusal(await upload(svg))).toBe("422 media.unsafe");
    expect(refusal(await uploadAsStaff("brand/mark.svg", svg))).toBe("422 media.unsafe");
    const huge = pngOf(1, 1);
    new DataView(huge.buffer).setUint32(20, 60_000);
    expect(refusal(await upload(huge))).toBe("422 media.too_many_pixels");
    expect(refusal(await upload(new Uint8Array(PICTURE_BYTES_MAX + 1)))).toBe("413 request.too_large");
    expect(refusal(await uploadAsStaff("pictures/1x1-00000000.png", pngOf(1, 1), "image/png"))).toBe(
      "422 request.invalid",
    );
    expect(refusal(await upload(pngOf(1, 1), { "content-type": "image/png" }))).toBe("401 access.sign_in_needed");
    expect((await env.MEDIA.list({ prefix: "brand/" })).objects).toEqual([]);
  });
});

describe("a name that ends in a hash", () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 2"><rect width="2" height="2"/></svg>';
  const hashOf = async (text: string) =>
    [...new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)))]
      .map((byte) => byte.toString(16).padStart(2, "0"))
      .join("");

  test("is its content's own, so nothing else ever stands under what is cached for good", async () => {
    const key = `brand/mark-${(await hashOf(svg)).slice(0, 12)}.svg`;
    expect((await uploadAsStaff(key, svg)).status).toBe(200);
    expect((await uploadAsStaff(key, svg)).status, "the same again").toBe(200);
    const other = await uploadAsStaff(key, svg.replace("rect", "path"));
    expect([refusal(other), other.body.at]).toEqual([
      "422 request.invalid",
      [{ path: "key", why: "ends in a hash that is not the content's SHA-256" }],
    ]);
    expect((await env.MEDIA.list({ prefix: "brand/" })).objects.map((object) => object.key)).toEqual([key]);
    await env.MEDIA.delete(key);
  });
});

describe("a photograph", () => {
  test("is shown in the size and format that its address names", async () => {
    const { key } = await keep(400, 300, 3);
    for (const [size, type] of [
      ["160.webp", "image/webp"],
      ["320.avif", "image/avif"],
    ] as const) {
      const response = await fetchSize(size, key);
      expect(response.headers.get("content-type")).toBe(type);
      expect(response.headers.get("cache-control")).toContain("immutable");
      const inspected = inspectPicture(new Uint8Array(await response.arrayBuffer()));
      const width = Number.parseInt(size, 10);
      expect(inspected).toMatchObject({ value: { type, head: { width, height: (width * 3) / 4 } } });
    }
  });

  test("is made in a size once, and kept", async () => {
    const { key } = await keep(320, 320, 4);
    let made = 0;
    const read = () =>
      inWorld(async (world) => {
        const sizer: PictureSizer = (body, sized) => {
          made += 1;
          return world.sizePicture(body, sized);
        };
        const picture = await readSizedPicture({ ...world, sizePicture: sizer }, askFor(key), undefined);
        await picture?.body?.cancel();
        return picture;
      });
    expect(await read()).toMatchObject({ againInMs: null, type: "image/webp" });
    expect(await read()).toMatchObject({ againInMs: null, type: "image/webp" });
    expect(made).toBe(1);
    const { etag } = Object.fromEntries((await fetchSize("160.webp", key)).headers);
    expect((await fetchSize("160.webp", key, { "if-none-match": etag ?? "" })).status).toBe(304);
  });

  test("is shown as it was uploaded where a size cannot be made, and is tried again after longer and longer waits", async () => {
    const { key } = await keep(200, 200, 5);
    const log = keptLog();
    let asked = 0;
    const down: PictureSizer = async () => {
      asked += 1;
      return new Response("down", { status: 503 });
    };
    const shown = (aheadMs: number) =>
      inWorld(
        async (world) => {
          const nowMs = () => world.nowMs() + aheadMs;
          const picture = await readSizedPicture({ ...world, nowMs }, askFor(key), undefined);
          return { ...picture, bytes: (await new Response(picture?.body ?? null).arrayBuffer()).byteLength };
        },
        { log, sizePicture: down },
      );
    const original = { type: "image/png", bytes: pngOf(200, 200, 5).length };
    expect(await shown(0)).toMatchObject({ ...original, againInMs: 60_000 });
    expect(log.lines).toMatchObject([{ level: "error", event: "picture.not_sized", facts: { key, width: 160 } }]);
    for (let times = 0; times < 5; times += 1) expect(await shown(30_000)).toMatchObject(original);
    expect(asked, "once").toBe(1);
    expect(await shown(61_000)).toMatchObject({ ...original, againInMs: 120_000 });
    expect(asked).toBe(2);
    const cached = (await fetchSize("160.webp", key)).headers;
    expect([cached.get("content-type"), cached.get("cache-control")]).toEqual([
      "image/png",
      expect.stringMatching(/^public, max-age=1\d\d$/),
    ]);
    const later = await inWorld((world) => {
      const nowMs = () => world.nowMs() + 200_000;
      return readSizedPicture({ ...world, nowMs }, askFor(key), undefined);
    });
    expect(later).toMatchObject({ type: "image/webp", againInMs: null });
    await later?.body?.cancel();
    expect((await fetchSize("160.webp", key)).headers.get("cache-control")).toContain("immutable");
  });

  test("has one address: what a query adds leads back to it, and is kept as long", async () => {
    const { path } = await keep(190, 190, 8);
    const led = await exports.default.fetch(new Request(`${STORE}${path}?n=1`, { redirect: "manual" }));
    expect([led.status, led.headers.get("location")]).toEqual([308, path]);
    expect(led.headers.get("cache-control")).toContain("immutable");
  });

  test("is damped where one network asks for thousands that no cache had", async () => {
    const key = "203.0.113.77";
    const headers = { "cf-connecting-ip": key };
    const damped = await withinOneMinute(async () => {
      await Promise.all(Array.from({ length: 3_001 }, () => env.MEDIA_DAMPER.limit({ key })));
      return ask("/media/types/laptops-0.svg", { headers });
    });
    expect(refusal(damped)).toBe("429 request.rate_limited");
    expect((await ask("/media/types/laptops-0.svg")).status).toBe(200);
  });

  test("that is not there, or a size that no page names, is not made", async () => {
    const { key } = await keep(180, 180, 6);
    for (const size of ["161.webp", "320.webp", "160.png"])
      expect(refusal(await ask(`/media/sized/${size}/${key}`)), size).toBe("404 media.unknown");
    const missing = key.replace(/-[0-9a-f]{4}/, "-ffff");
    expect(refusal(await ask(`/media/sized/160.webp/${missing}`))).toBe("404 media.unknown");
    expect((await env.MEDIA.list({ prefix: `sized/160.webp/${missing}` })).objects).toEqual([]);
  });
});
