/** A file too large for one request: it comes in parts, in any order, twice, together, and through a store that dies. */
import { env, exports } from "cloudflare:workers";
import { beforeEach, describe, expect, test } from "vitest";
import { listAudit } from "../../worker/admin/audit-store.ts";
import { FILE_BYTES_MAX, keyOfFile } from "../../worker/catalog/digital/digital.ts";
import { missingParts, PART_BYTES, partBytesOf, UPLOAD_KEPT_MS } from "../../worker/catalog/digital/file-parts.ts";
import { beginUpload, completeUpload, takePart } from "../../worker/catalog/digital/upload-parts-flow.ts";
import type { Viewer } from "../../worker/customers/viewer.ts";
import { BODY_BYTES_MAX } from "../../worker/http/guard.ts";
import type { World } from "../../worker/world.ts";
import { dyingWorld, wasKilled } from "../support/dying-world.ts";
import { ask, askAsStaff, refusal, STORE } from "../support/store-client.ts";
import { newTestWorld } from "../support/test-world.ts";

const world = newTestWorld();
const STAFF = { authorization: "Bearer staff-token-for-tests" };
const BY: Viewer = { id: "staff-1", name: "Sam", email: "sam@store.test", role: "staff", market: "en-us" };
/** Three parts, the last one short. */
const BYTES = PART_BYTES * 2 + 1_000;
const STEPS_MAX = 40;
const content = new Uint8Array(BYTES).map((_, at) => (at * 31 + (at >>> 13)) % 251);
const partOf = (number: number) => content.slice((number - 1) * PART_BYTES, number * PART_BYTES);

let id = "";
beforeEach(() => {
  id = crypto.randomUUID();
});
const begin = (over: Record<string, unknown> = {}, own = id) =>
  askAsStaff("POST", `/api/admin/files/${own}/upload`, {
    name: "Album.zip",
    type: "application/zip",
    bytes: BYTES,
    ...over,
  });
const send = (number: number | string, body: Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
  ask(`/api/admin/files/${id}/parts/${number}`, {
    method: "PUT",
    headers: { ...STAFF, "content-length": String(body.length), ...headers },
    body,
  });
const complete = () => askAsStaff("POST", `/api/admin/files/${id}/complete`);
const stored = async () => new Uint8Array((await (await env.DOWNLOADS.get(keyOfFile(id)))?.arrayBuffer()) ?? []);
const isWhole = async () => {
  const there = await stored();
  return there.length === BYTES && there.every((byte, at) => byte === content[at]);
};

describe("a large file", () => {
  test("comes in parts in any order, is whole once, and is what was sent", { timeout: 300_000 }, async () => {
    expect((await begin()).body).toMatchObject({ partBytes: PART_BYTES, parts: 3, received: [], isStored: false });
    for (const number of [3, 1, 1]) expect((await send(number, partOf(number))).body).toEqual({ number });
    expect((await begin()).body, "whoever lost an answer goes on").toMatchObject({ received: [1, 3], isStored: false });
    const early = await complete();
    expect([refusal(early), early.body.numbers]).toEqual(["409 digital.parts_missing", [2]]);
    await send(2, partOf(2));
    const made = await complete();
    expect(made).toMatchObject({ status: 201, body: { id, name: "Album.zip", type: "application/zip", bytes: BYTES } });
    expect((await complete()).status, "the same again").toBe(200);
    expect((await begin()).body).toMatchObject({ isStored: true });
    expect(await isWhole()).toBe(true);
    expect(await listAudit(world, { subject: `file:${id}`, limit: 5 })).toHaveLength(1);
    expect(refusal(await send(1, partOf(1)))).toBe("404 digital.upload_unknown");
  });

  test("is refused by name where it is too large, another one, or sent wrong; by staff alone", async () => {
    const large = await begin({ bytes: FILE_BYTES_MAX + 1 });
    expect([refusal(large), large.body.bytesMax]).toEqual(["413 digital.file_too_large", FILE_BYTES_MAX]);
    expect(refusal(await begin({ bytes: 0 }))).toBe("422 digital.file_empty");
    expect(refusal(await begin({ name: "../album" }))).toBe("422 request.invalid");
    expect(refusal(await send(1, partOf(3)))).toBe("404 digital.upload_unknown");
    expect(refusal(await complete())).toBe("404 digital.upload_unknown");
    await begin();
    expect(refusal(await begin({ bytes: BYTES + 1 }))).toBe("422 request.repeat_differs");
    const short = await send(1, partOf(3));
    expect([refusal(short), short.body.at]).toEqual([
      "422 request.invalid",
      [{ path: "content-length", why: `is ${PART_BYTES}: so long is this part` }],
    ]);
    expect(refusal(await send(4, partOf(3)))).toBe("422 request.invalid");
    expect(refusal(await send("x", partOf(3)))).toBe("422 request.invalid");
    expect(refusal(await send(1, partOf(1), { "content-length": String(PART_BYTES + 1) }))).toBe(
      "413 request.too_large",
    );
    expect(refusal(await send(3, partOf(3), { authorization: "" }))).toBe("401 access.sign_in_needed");
    expect((await stored()).length).toBe(0);
  });

  test("that says no length is not read before it is known who sends it", async () => {
    const { readable: body, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const writer = writable.getWriter();
    void writer.write(new Uint8Array(BODY_BYTES_MAX + 1)).catch(() => undefined);
    const request = new Request(`${STORE}/api/admin/files/${id}?name=a.zip`, { method: "PUT", body });
    expect((await exports.default.fetch(request)).status).toBe(413);
  });

  test("that two begin and make whole at once is one file", async () => {
    const both = await Promise.all([begin(), begin(), begin()]);
    expect(both.map(({ status }) => status)).toEqual([200, 200, 200]);
    await Promise.all([1, 2, 3].map((number) => send(number, partOf(number))));
    const ends = await Promise.all([complete(), complete()]);
    expect(ends.map(({ status }) => status).filter((status) => status > 201)).toEqual([]);
    expect(await isWhole()).toBe(true);
  });

  test("that nobody finishes is forgotten before R2 gives it up, and may be begun again", async () => {
    await begin();
    await send(3, partOf(3));
    const later = newTestWorld(UPLOAD_KEPT_MS);
    expect(await completeUpload(later, { id, by: BY })).toEqual({
      ok: false,
      problem: { code: "digital.upload_unknown" },
    });
    const file = { id, name: "Album.zip", type: "application/zip", bytes: BYTES };
    expect(await beginUpload(later, file)).toMatchObject({ ok: true, value: { received: [] } });
  });

  test("killed anywhere and sent again is one whole file with one entry", { timeout: 300_000 }, async () => {
    for (const when of ["before", "after"] as const)
      for (let calls = 1; ; calls += 1) {
        expect(calls).toBeLessThan(STEPS_MAX);
        id = crypto.randomUUID();
        const dying = dyingWorld(world, calls, when);
        await sendSmall(dying).catch((error: unknown) => expect(wasKilled(error), String(error)).toBe(true));
        expect(await sendSmall(world), `killed ${when} call ${calls}`).toMatchObject({ ok: true });
        expect(new TextDecoder().decode(await stored())).toBe("one part");
        expect(await listAudit(world, { subject: `file:${id}`, limit: 5 })).toHaveLength(1);
        const left = env.CATALOG.prepare("SELECT COUNT(*) AS count FROM file_uploads WHERE id = ?").bind(id);
        expect(await left.first()).toEqual({ count: 0 });
        if (!dying.over) break;
      }
  });
});

/** What a client does that sends only what has not come. */
async function sendSmall(own: World) {
  const body = new TextEncoder().encode("one part");
  const begun = await beginUpload(own, { id, name: "a.txt", type: "text/plain", bytes: body.length });
  if (!begun.ok) return begun;
  if (begun.value.isStored) return completeUpload(own, { id, by: BY });
  for (const number of missingParts(body.length, begun.value.received)) {
    const { readable, writable } = new FixedLengthStream(body.length);
    const writer = writable.getWriter();
    void writer
      .write(body)
      .then(
        () => writer.close(),
        () => undefined,
      )
      .catch(() => undefined);
    await takePart(own, { id, number, bytes: partBytesOf(body.length, number), body: readable });
  }
  return completeUpload(own, { id, by: BY });
}
