/** Digital goods from the upload to the download: sold without a parcel, counted under races, taken back with the money. */
import { env, exports } from "cloudflare:workers";
import { expect, test } from "vitest";
import { listAudit } from "../../worker/admin/audit-store.ts";
import { beginCheckout } from "../../worker/checkout/begin-checkout-flow.ts";
import { readCheckout } from "../../worker/checkout/checkout-store.ts";
import type { Viewer } from "../../worker/customers/viewer.ts";
import { signDownload } from "../../worker/downloads/download-link.ts";
import { listGrants } from "../../worker/downloads/grant-store.ts";
import { listDownloads, type OrderDownload } from "../../worker/downloads/list-downloads-flow.ts";
import { mailOrderEvent } from "../../worker/notifications/order-mail-flow.ts";
import { fulfilOrder } from "../../worker/orders/fulfil-order-flow.ts";
import { readOrder, readOrderKey } from "../../worker/orders/order-store.ts";
import { refundOrder } from "../../worker/orders/refund-order-flow.ts";
import { takeErrors } from "../support/logged-errors.ts";
import { ADDRESS, askWith, fillCart, placeOrder, rowsOf, seedGoods } from "../support/order-goods.ts";
import { ask, askAsStaff, refusal, STORE } from "../support/store-client.ts";
import { deliver, settleRefund, takeDeliveries } from "../support/stripe-emulator.ts";
import { newTestWorld } from "../support/test-world.ts";

const world = newTestWorld();
const STAFF = { authorization: "Bearer staff-token-for-tests" };
const BY: Viewer = { id: "staff-1", name: "Sam", email: "sam@store.test", role: "staff", market: "en-us" };
const TEXT = "0123456789";
const PLACE = { name: "", line1: "", line2: "", city: "", region: "CA", postalCode: "", country: "US" };

const put = (id: string, body: string, name: string, headers: HeadersInit = {}) =>
  ask(`/api/admin/files/${id}?name=${encodeURIComponent(name)}`, {
    method: "PUT",
    headers: { ...STAFF, "content-type": "application/pdf", ...headers },
    body,
  });
async function upload(name = "manual.pdf"): Promise<string> {
  const id = crypto.randomUUID();
  expect((await put(id, TEXT, name)).status).toBe(201);
  return id;
}

/** A product with one variant, which is a download of one file. */
async function seedDigital(over: { downloadsMax?: number; days?: number; name?: string } = {}) {
  const [sku = ""] = await seedGoods(1, 0);
  const { name, ...terms } = over;
  const fileId = await upload(name);
  const saved = await save(sku, { files: [{ id: fileId }], ...terms });
  expect(saved.status, JSON.stringify(saved.body)).toBe(200);
  return { sku, fileId };
}
const save = (sku: string, digital: unknown, version = 1) =>
  askAsStaff("PUT", `/api/admin/products/product-${sku}/digital/${sku}`, { version, digital });

async function downloadsOf(orderId: string): Promise<OrderDownload[]> {
  const db = world.ordersOfNumber(orderId);
  if (!db) throw new Error("The order has a database");
  return listDownloads(world, db, { id: orderId, market: "en-us" });
}
const buy = (goods: Record<string, number>) =>
  placeOrder(world, goods, "succeeds", { shippingAddress: PLACE, shippingMethodId: "" });
const open = (path: string | null, headers: HeadersInit = {}, method = "GET") =>
  exports.default.fetch(new Request(STORE + (path ?? "/api/downloads/none"), { headers, method, redirect: "manual" }));
const codeOf = async (response: Response) => `${response.status} ${((await response.json()) as { code: string }).code}`;
async function orderNow(id: string) {
  const order = await readOrder(world.ordersOfNumber(id) ?? world.catalog, id);
  if (!order) throw new Error("The order is there");
  return order;
}

test("staff upload a file once under its id, and are told by name what is not taken", async () => {
  const id = await upload("Käufer.pdf");
  const again = await put(id, TEXT, "Käufer.pdf");
  expect(again).toMatchObject({ status: 200, body: { id, name: "Käufer.pdf", type: "application/pdf", bytes: 10 } });
  expect(refusal(await put(id, "another text", "Käufer.pdf"))).toBe("422 request.repeat_differs");
  expect(refusal(await put(crypto.randomUUID(), TEXT, "../x"))).toBe("422 request.invalid");
  expect(refusal(await put("no-uuid", TEXT, "x"))).toBe("422 request.invalid");
  expect(refusal(await put(crypto.randomUUID(), "", "x"))).toBe("422 digital.file_empty");
  expect(refusal(await put(crypto.randomUUID(), TEXT, "x", { "content-length": "95000001" }))).toMatch(/^413/);
  expect(refusal(await put(crypto.randomUUID(), TEXT, "x", { authorization: "" }))).toBe("401 access.sign_in_needed");
  expect(await listAudit(world, { subject: `file:${id}`, limit: 5 })).toHaveLength(1);
});

test("a variant becomes a download: uncounted, a version of its product, and no bundle", async () => {
  const { sku, fileId } = await seedDigital();
  const read = await askAsStaff("GET", `/api/admin/products/product-${sku}/digital/${sku}`);
  expect(read.body).toMatchObject({
    version: 2,
    digital: { downloadsMax: 5, days: 30, files: [{ id: fileId, name: "manual.pdf", bytes: 10 }] },
  });
  expect((await save(sku, { files: [{ id: fileId }] }, 1)).body, "the same again").toMatchObject({ version: 2 });
  expect(refusal(await save(sku, { files: [{ id: fileId, name: "b.pdf" }] }, 1))).toBe("409 product.changed_meanwhile");
  expect(refusal(await save(sku, { files: [{ id: crypto.randomUUID() }] }, 2))).toBe("422 request.invalid");
  expect(refusal(await save(sku, { files: [{ id: fileId }, { id: fileId }] }, 2))).toBe("422 request.invalid");
  expect(refusal(await save("NO-SUCH", null))).toBe("404 product.unknown");
  const policy = await env.CATALOG.prepare("SELECT tracked FROM stock_policies WHERE sku = ?").bind(sku).first();
  expect(policy).toEqual({ tracked: 0 });
  const versions = await askAsStaff<{ items: unknown[] }>("GET", `/api/admin/products/product-${sku}/versions`);
  expect(versions.body.items[0]).toMatchObject({ version: 2, source: "staff" });
  const [part = ""] = await seedGoods(1);
  const bundle = { version: 1, components: [{ sku, quantity: 1 }] };
  expect(refusal(await askAsStaff("PUT", `/api/admin/products/product-${part}/bundles/${part}`, bundle))).toBe(
    "422 request.invalid",
  );
  expect((await save(sku, null, 2)).body).toMatchObject({ version: 3, digital: null });
  const shipped = await env.CATALOG.prepare("SELECT tracked FROM stock_policies WHERE sku = ?").bind(sku).first();
  expect(shipped, "what is shipped is counted").toEqual({ tracked: 1 });
});

test("a cart of downloads asks for no address and no method, only for what its tax goes by", async () => {
  const { sku } = await seedDigital();
  const cartId = await fillCart(world, { [sku]: 2 });
  const offers = await ask<unknown>(`/api/shipping-methods?market=en-us&country=US&cartId=${cartId}`);
  expect(offers.body, JSON.stringify(offers)).toMatchObject({ items: [] });
  const noState = await beginCheckout(
    world,
    askWith(cartId, { shippingAddress: { ...PLACE, region: "" }, shippingMethodId: "" }),
  );
  expect(noState).toMatchObject({ problem: { code: "request.invalid", at: [{ path: "shippingAddress.region" }] } });
  const begun = await ask("/api/checkouts", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      id: crypto.randomUUID(),
      cartId,
      email: "alex@example.com",
      shippingAddress: { country: "US", region: "CA" },
    }),
  });
  expect(begun, JSON.stringify(begun.body)).toMatchObject({ status: 201, body: { totals: { shippingMinor: 0 } } });
  const id = String(begun.body.id);
  const checkout = await readCheckout(world.ordersOfCheckout(id), id);
  expect(checkout?.snapshot).toMatchObject({ shippingAddress: PLACE, shipping: { id: "none" }, needs: [] });
  expect(checkout?.snapshot.totals.taxMinor, "California's tax").toBeGreaterThan(0);
});

test("a mixed cart ships the rest: the address is asked for, and the download is no unit that is left to ship", async () => {
  const { sku } = await seedDigital();
  const [box = ""] = await seedGoods(1);
  const cartId = await fillCart(world, { [sku]: 1, [box]: 1 });
  const place = await beginCheckout(world, askWith(cartId, { shippingAddress: PLACE, shippingMethodId: "standard" }));
  expect(place).toMatchObject({ problem: { code: "request.invalid" } });
  const id = await placeOrder(world, { [sku]: 1, [box]: 1 });
  const order = await orderNow(id);
  expect(order).toMatchObject({ state: "placed", shipping: { id: "standard" }, shippingAddress: ADDRESS });
  expect(order.lines.map(({ digital, leftQuantity }) => [digital, leftQuantity])).toEqual([
    [true, 0],
    [false, 1],
  ]);
  const parcel = { orderId: id, fulfilmentId: crypto.randomUUID(), carrier: "DHL", trackingNumber: "1", by: BY };
  expect(await fulfilOrder(world, { ...parcel, lines: [{ sku, quantity: 1 }] })).toMatchObject({
    problem: { code: "order.line_over_fulfilled", left: 0 },
  });
  expect(await fulfilOrder(world, { ...parcel, lines: null })).toMatchObject({
    value: { order: { state: "fulfilled" } },
  });
});

test("an order of downloads is delivered once it is paid, and its files are sent whole, in parts, and never kept", async () => {
  const { sku, fileId } = await seedDigital({ name: "Käufer.pdf" });
  const id = await buy({ [sku]: 1 });
  expect(await orderNow(id)).toMatchObject({
    state: "fulfilled",
    lines: [{ digital: true, fulfilledQuantity: 1, leftQuantity: 0 }],
  });
  const [file] = await downloadsOf(id);
  expect(file).toMatchObject({ name: "Käufer.pdf", left: 5, closed: null });
  const whole = await open(file?.path ?? null);
  expect(whole.status).toBe(200);
  expect(Object.fromEntries(whole.headers)).toMatchObject({
    "content-type": "application/pdf",
    "content-disposition": "attachment; filename=\"Kaufer.pdf\"; filename*=UTF-8''K%C3%A4ufer.pdf",
    "cache-control": "private, no-store",
    "accept-ranges": "bytes",
    "x-content-type-options": "nosniff",
    etag: `"${fileId}"`,
  });
  expect(await whole.text()).toBe(TEXT);
  const part = await open(file?.path ?? null, { range: "bytes=4-7" });
  expect([part.status, part.headers.get("content-range"), await part.text()]).toEqual([206, "bytes 4-7/10", "4567"]);
  const other = await open(file?.path ?? null, { range: "bytes=4-7", "if-range": '"of another file"' });
  expect([other.status, await other.text()]).toEqual([200, TEXT]);
  const beyond = await open(file?.path ?? null, { range: "bytes=10-" });
  expect([beyond.headers.get("content-range"), await codeOf(beyond)]).toEqual([
    "bytes */10",
    "416 download.range_invalid",
  ]);
  const head = await open(file?.path ?? null, {}, "HEAD");
  expect([head.status, head.headers.get("content-length")]).toEqual([200, "10"]);
  expect((await downloadsOf(id))[0], "a part that goes on and a look count nothing").toMatchObject({
    used: 2,
    left: 3,
  });
});

test("of many who take the last download at once, one has it", async () => {
  const { sku } = await seedDigital({ downloadsMax: 3 });
  const id = await buy({ [sku]: 1 });
  const path = (await downloadsOf(id))[0]?.path ?? null;
  const ends = await Promise.all(Array.from({ length: 12 }, () => open(path)));
  const texts = await Promise.all(ends.map(async (end) => (end.ok ? await end.text() : await codeOf(end))));
  expect(texts.filter((text) => text === TEXT)).toHaveLength(3);
  expect(texts.filter((text) => text === "410 download.used_up")).toHaveLength(9);
  expect((await downloadsOf(id))[0]).toMatchObject({ used: 3, left: 0, closed: "used_up", path: null });
});

test("parts that go on are free for twice the file, and no file is had by parts alone", async () => {
  const { sku } = await seedDigital({ downloadsMax: 2 });
  const path = (await downloadsOf(await buy({ [sku]: 1 })))[0]?.path ?? null;
  const most = () => open(path, { range: "bytes=1-" });
  expect((await most()).status, "nothing was begun: this counts").toBe(206);
  expect([(await most()).status, (await most()).status], "18 of 20 bytes").toEqual([206, 206]);
  expect((await most()).status, "past that, it counts").toBe(206);
  expect([(await most()).status, (await most()).status]).toEqual([206, 206]);
  expect(await codeOf(await most())).toBe("410 download.used_up");
});

test("links that are forged, of another order, expired or given out anew open nothing, and a browser is led to a page", async () => {
  const { sku } = await seedDigital({ days: 2 });
  const [mine, other] = [await buy({ [sku]: 1 }), await buy({ [sku]: 1 })];
  const path = (await downloadsOf(mine))[0]?.path ?? "";
  const [token = ""] = path.split("/").slice(-1)[0]?.split("?") ?? [];
  expect(await codeOf(await open(`/api/downloads/${token.slice(0, -2)}xx`))).toBe("403 download.link_invalid");
  const [claims] = ((await downloadsOf(other))[0]?.path ?? "").split("/").slice(-1)[0]?.split(".") ?? [];
  expect(await codeOf(await open(`/api/downloads/${claims}.${token.split(".")[1]}`))).toBe("403 download.link_invalid");
  const [grant] = await listGrants(world.ordersOfNumber(mine) ?? world.catalog, mine);
  if (!grant) throw new Error("The order has a grant");
  const elsewhere = signDownload(world.config.authSecret, { ...grant, sku: "ANOTHER" });
  expect(await codeOf(await open(`/api/downloads/${elsewhere}`))).toBe("403 download.link_invalid");
  const over = signDownload(world.config.authSecret, { ...grant, untilMs: 1 });
  expect(await codeOf(await open(`/api/downloads/${over}`))).toBe("410 download.expired");
  const led = await open(`${path.slice(0, -14)}xx?market=de-de`, { accept: "text/html,*/*" });
  expect([led.status, led.headers.get("location")?.startsWith("/de-de/downloads/")]).toEqual([303, true]);

  const reissue = (body: unknown) => askAsStaff("POST", `/api/admin/orders/${mine}/downloads`, body);
  const id = crypto.randomUUID();
  expect((await open(path)).status).toBe(200);
  expect((await reissue({ id, sku })).status).toBe(201);
  expect((await reissue({ id, sku })).headers.get("idempotent-replayed")).toBe("true");
  expect(refusal(await reissue({ id: "another-id", sku: "NO-SUCH" }))).toBe("409 order.line_not_digital");
  expect(await codeOf(await open(path))).toBe("410 download.replaced");
  const [anew] = await downloadsOf(mine);
  expect(anew).toMatchObject({ used: 0, left: 5 });
  expect((await open(anew?.path ?? null)).status).toBe(200);
  await env.ORDERS.prepare("UPDATE download_grants SET until_ms = 5 WHERE order_id = ?").bind(mine).run();
  expect((await downloadsOf(mine))[0]).toMatchObject({ closed: "expired", path: null });
});

test("a refund takes the downloads back at once; when it fails after all, they are open again", async () => {
  const [{ sku: book }, { sku: song }] = [await seedDigital(), await seedDigital()];
  const id = await placeOrder(world, { [book]: 1, [song]: 1 }, "refundFails", {
    shippingAddress: PLACE,
    shippingMethodId: "",
  });
  const paths = (await downloadsOf(id)).map(({ path }) => path);
  const refundId = crypto.randomUUID();
  const restock = [{ sku: book, quantity: 1 }];
  const refunded = await refundOrder(world, {
    orderId: id,
    refundId,
    amountMinor: 100,
    restock,
    reason: "other",
    by: BY,
  });
  expect(refunded.ok).toBe(true);
  expect(await codeOf(await open(paths[0] ?? null))).toBe("410 download.revoked");
  expect((await open(paths[1] ?? null)).status).toBe(200);
  const [row] = await rowsOf("checkouts", "order_id", id);
  const [refund] = await rowsOf("refunds", "id", refundId);
  await settleRefund(String(refund?.provider_id));
  for (const message of await takeDeliveries(String(row?.payment_session_id))) await deliver(message);
  expect((await rowsOf("refunds", "id", refundId))[0]?.state).toBe("failed");
  expect((await open(paths[0] ?? null)).status, "the money stayed").toBe(200);
  const all = await placeOrder(world, { [book]: 1 }, "succeeds", { shippingAddress: PLACE, shippingMethodId: "" });
  await refundOrder(world, {
    orderId: all,
    refundId: crypto.randomUUID(),
    amountMinor: null,
    restock: [],
    reason: "other",
    by: BY,
  });
  expect((await downloadsOf(all))[0]).toMatchObject({ closed: "revoked", path: null });
});

test("a file that is gone is told, logged and not counted", async () => {
  const { sku, fileId } = await seedDigital();
  const id = await buy({ [sku]: 1 });
  await env.DOWNLOADS.delete(`files/${fileId}`);
  expect(await codeOf(await open((await downloadsOf(id))[0]?.path ?? null))).toBe("404 download.file_gone");
  expect(takeErrors().some((line) => JSON.stringify(line).includes("download.file_gone"))).toBe(true);
  expect((await downloadsOf(id))[0]).toMatchObject({ used: 0 });
});

test("who may see the order is shown its links, nobody else; the mail leads to each file's page", async () => {
  const { sku } = await seedDigital();
  const id = await buy({ [sku]: 1 });
  const key = await readOrderKey(world.ordersOfNumber(id) ?? world.catalog, id);
  expect(refusal(await ask(`/api/orders/${id}/downloads`))).toBe("404 order.unknown");
  const shown = await ask<{ items: OrderDownload[] }>(`/api/orders/${id}/downloads?key=${key?.secret}`);
  expect(shown.body.items).toMatchObject([{ sku, left: 5 }]);
  const sent: { text: string; html: string }[] = [];
  const mail = { ...world.mail, send: async (one: { text: string; html: string }) => void sent.push(one) };
  await mailOrderEvent(
    { ...world, mail, config: { ...world.config, mailbox: false } },
    { id: "e", atMs: 1, kind: "order.downloads_issued", payload: { orderId: id, subjectId: "issue-1" } },
  );
  expect(sent[0]?.text).toContain(shown.body.items[0]?.pagePath ?? "no page");
});

test("licences that are counted run out", async () => {
  const { sku } = await seedDigital();
  await env.CATALOG.prepare("UPDATE stock_policies SET tracked = 1 WHERE sku = ?").bind(sku).run();
  const cartId = await fillCart(world, { [sku]: 1 });
  const begun = await beginCheckout(world, askWith(cartId, { shippingAddress: PLACE, shippingMethodId: "" }));
  expect(begun).toMatchObject({ problem: { code: "stock.insufficient", lines: [{ sku, available: 0 }] } });
});
