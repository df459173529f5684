/** Pages that watch a product: what they are told, how many there may be, and that nobody who sells waits for them. */
import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { afterEach, describe, expect, test } from "vitest";
import { projectStock } from "../../worker/inventory/project-stock-flow.ts";
import { holdUnits, receiveUnits } from "../../worker/inventory/stock-flow.ts";
import { tellStockNews } from "../../worker/inventory/stock-news-flow.ts";
import {
  headerOfNews,
  SHOWN_HEADER,
  WATCHERS_MAX,
  WATCHERS_PER_NETWORK_MAX,
} from "../../worker/inventory/stock-watchers.ts";
import { takeErrors } from "../support/logged-errors.ts";
import { seedProduct, setProductStatus } from "../support/seed-catalog.ts";
import { refusal, STORE } from "../support/store-client.ts";
import { keptLog, testWorld } from "../support/test-world.ts";

const world = testWorld();
const OWN_PAGE = { upgrade: "websocket", origin: STORE };
let open: WebSocket[] = [];

afterEach(() => {
  for (const socket of open) socket.close();
  open = [];
});

const knock = (product: string, headers: Record<string, string> = OWN_PAGE) =>
  exports.default.fetch(new Request(`${STORE}/api/live/availability?product=${product}`, { headers }));

/** A page that looks at a product; `heard` is every message it got. */
async function watch(product: string, headers?: Record<string, string>) {
  const response = await knock(product, headers);
  expect(response.status).toBe(101);
  const socket = response.webSocket;
  if (!socket) throw new Error("The answer holds the socket");
  const heard: unknown[] = [];
  const ended: number[] = [];
  const greeted = new Promise<void>((greet) => {
    socket.addEventListener("message", ({ data }) => {
      heard.push(data === "pong" ? data : JSON.parse(String(data)));
      greet();
    });
  });
  socket.addEventListener("close", ({ code }) => void ended.push(code));
  socket.accept();
  open.push(socket);
  await greeted;
  return { socket, heard, ended };
}

const refusalOf = async (response: Response) =>
  refusal({ status: response.status, headers: response.headers, body: await response.json() });

let holds = 0;
async function hold(sku: string, quantity: number): Promise<void> {
  holds += 1;
  const ask = { sku, holdId: `hold-${holds}`, quantity, expiresAtMs: world.nowMs() + 60_000 };
  expect(await holdUnits(world, ask)).toMatchObject({ ok: true });
}

/** What the queue does about `stock.changed`. */
async function settle(sku: string): Promise<void> {
  await projectStock(world, sku);
  await tellStockNews(world, sku);
}

const stubOf = (product: string) => env.STOCK_WATCH.getByName(product);
const keptIn = (product: string) =>
  runInDurableObject(stubOf(product), (_, state) => [...state.storage.kv.list()].map(([key]) => key));

describe("a page that looks at a product", () => {
  test("is told at once what is shown of every SKU, and then what changes", async () => {
    const product = await seedProduct({ sku: ["LOOK-A", "LOOK-B"], openingQuantity: 4, lowStockAt: 2 });
    const { heard } = await watch(product);
    expect(heard).toEqual([
      [
        ["LOOK-A", "plenty"],
        ["LOOK-B", "plenty"],
      ],
    ]);
    await hold("LOOK-A", 2);
    await settle("LOOK-A");
    await expect.poll(() => heard.length).toBe(2);
    expect(heard[1]).toEqual([["LOOK-A", 2]]);
  });

  test("hears nothing while what is shown stays the same, however often it is told", async () => {
    const product = await seedProduct({ sku: "SAME", openingQuantity: 9, lowStockAt: 2 });
    const { heard } = await watch(product);
    for (const _ of [1, 2, 3]) {
      await hold("SAME", 1);
      await settle("SAME");
      await settle("SAME");
    }
    await hold("SAME", 6);
    await settle("SAME");
    await expect.poll(() => heard.length).toBe(2);
    expect(heard[1]).toEqual([["SAME", 0]]);
  });

  test("is not told of an older level after a newer one", async () => {
    const product = await seedProduct({ sku: "ORDER", openingQuantity: 9, lowStockAt: 2 });
    const { heard } = await watch(product);
    const watchers = world.watchersOf(product);
    await watchers.tell({ sku: "ORDER", number: 8, shown: 1 });
    await watchers.tell({ sku: "ORDER", number: 7, shown: 2 });
    await watchers.tell({ sku: "ORDER", number: 9, shown: 0 });
    await expect.poll(() => heard.length).toBe(3);
    expect(heard.slice(1)).toEqual([[["ORDER", 1]], [["ORDER", 0]]]);
  });

  test("goes on hearing after the object slept, and the next one is greeted with what is known", async () => {
    const product = await seedProduct({ sku: "SLEEP", openingQuantity: 1, lowStockAt: 2 });
    const { heard, ended } = await watch(product);
    await evictDurableObject(stubOf(product), { webSockets: "hibernate" });
    await hold("SLEEP", 1);
    await settle("SLEEP");
    await expect.poll(() => heard.length).toBe(2);
    expect(heard[1]).toEqual([["SLEEP", 0]]);
    expect(ended).toEqual([]);
    const later = await watch(product);
    expect(later.heard).toEqual([[["SLEEP", 0]]]);
  });

  test("may say ping, which wakes nobody; whatever else it says ends it", async () => {
    const product = await seedProduct({ sku: "PING" });
    const { socket, heard, ended } = await watch(product);
    socket.send("ping");
    await expect.poll(() => heard.at(-1)).toBe("pong");
    socket.send("let me in");
    await expect.poll(() => ended).toEqual([1008]);
  });

  test("leaves nothing behind when it was the last one", async () => {
    const product = await seedProduct({ sku: "LAST" });
    const [one, other] = [await watch(product), await watch(product)];
    one.socket.close();
    await expect.poll(() => one.ended.length).toBe(1);
    expect(await keptIn(product)).toEqual(["told"]);
    other.socket.close();
    await expect.poll(() => keptIn(product)).toEqual([]);
  });
});

describe("the way in", () => {
  test("is for the store's own pages, and for WebSockets", async () => {
    const product = await seedProduct({ sku: "DOOR" });
    const upgrade = { upgrade: "websocket" };
    expect(await refusalOf(await knock(product, { origin: STORE }))).toBe("426 request.upgrade_needed");
    expect(await refusalOf(await knock(product, upgrade))).toBe("403 request.cross_site");
    const elsewhere = { ...upgrade, origin: "https://elsewhere.example" };
    expect(await refusalOf(await knock(product, elsewhere))).toBe("403 request.cross_site");
    expect(await refusalOf(await knock(""))).toBe("422 request.invalid");
    expect(await refusalOf(await knock("x".repeat(201)))).toBe("422 request.invalid");
  });

  test("leads to published products only, and looking for others leaves no object behind", async () => {
    const product = await seedProduct({ sku: "DRAFT" });
    await setProductStatus(product, "draft");
    expect(await refusalOf(await knock(product))).toBe("404 product.unknown");
    expect(await refusalOf(await knock("nobody"))).toBe("404 product.unknown");
    expect(await keptIn("nobody")).toEqual([]);
  });

  test("takes as many pages of one product as may be, and no more; those that are in stay", async () => {
    const product = await seedProduct({ sku: "CROWD", openingQuantity: 1, lowStockAt: 2 });
    const shown = headerOfNews([{ sku: "CROWD", number: 0, shown: 1 }]);
    const stub = stubOf(product);
    for (let there = 0; there < WATCHERS_MAX - 1; there += 1) {
      const headers = { upgrade: "websocket", [SHOWN_HEADER]: shown };
      const { status, webSocket } = await stub.fetch("https://watch.internal/", { headers });
      if (!webSocket) throw new Error(`The place ${there} is free, and yet ${status}`);
      webSocket.accept();
      open.push(webSocket);
    }
    const { heard } = await watch(product);
    expect(await refusalOf(await knock(product))).toBe("503 stock.too_many_watchers");
    await hold("CROWD", 1);
    await settle("CROWD");
    await expect.poll(() => heard.length).toBe(2);
  });

  test("gives one network some of the places, not all", async () => {
    const product = await seedProduct({ sku: "OFFICE" });
    const headers = { ...OWN_PAGE, "cf-connecting-ip": "203.0.113.20" };
    for (let there = 0; there < WATCHERS_PER_NETWORK_MAX; there += 1) await watch(product, headers);
    expect(await refusalOf(await knock(product, headers))).toBe("503 stock.too_many_watchers");
    await watch(product, { ...OWN_PAGE, "cf-connecting-ip": "203.0.113.21" });
  });

  test("damps a network that knocks without end", async () => {
    const headers = { ...OWN_PAGE, "cf-connecting-ip": "203.0.113.22" };
    // More than two of the damper's windows take: the binding keeps its own time.
    const answers = await Promise.all(Array.from({ length: 500 }, () => knock("nobody", headers)));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThanOrEqual(10);
    expect(refused[0]?.headers.get("retry-after")).toBe("60");
  });
});

test("pages that cannot be told hold up no change of stock", async () => {
  const product = await seedProduct({ sku: "DEAF", openingQuantity: 3 });
  const log = keptLog();
  const watchersOf: typeof world.watchersOf = () => ({
    fetch: () => Promise.reject(new Error("gone")),
    tell: () => Promise.reject(new Error("gone")),
  });
  await receiveUnits(world, { sku: "DEAF", operationId: "one", quantity: 1, byId: "staff" });
  await projectStock(world, "DEAF");
  await tellStockNews({ ...world, watchersOf, log }, "DEAF");
  expect(log.lines.map(({ event }) => event)).toEqual(["watchers.not_told"]);
  expect(await keptIn(product)).toEqual([]);
  expect(takeErrors()).toEqual([]);
});
