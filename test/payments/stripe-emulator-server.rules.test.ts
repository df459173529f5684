/** The emulator as a program on a port: a restart forgets nothing, a torn file is no harm, a taken port is said so. */
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { KEPT_MAX, newKept, put } from "../../tools/stripe-emulator/kept.ts";
import { startEmulator } from "../../tools/stripe-emulator/server.ts";
import { stripeProviderOf } from "../../worker/payments/stripe-client.ts";
import { granted, sessionAsk, WEBHOOK_SECRET } from "../support/stripe-in-process.ts";

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

function stateFile(): string {
  const folder = mkdtempSync(join(tmpdir(), "meridian-stripe-"));
  closing.push(() => rmSync(folder, { recursive: true }));
  return join(folder, "state.ndjson");
}

/** A store that keeps what it is told and answers with the given status. */
async function listen(status: () => number) {
  const received: { body: string; signature: string }[] = [];
  const arrived: (() => void)[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    received.push({ body, signature: String(request.headers["stripe-signature"]) });
    response.writeHead(status()).end();
    for (const tell of arrived.splice(0)) tell();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const next = () => new Promise<void>((resolve) => void arrived.push(resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, received, next };
}

async function start(file: string | null, webhookUrl = "http://127.0.0.1:1/", port = 0) {
  const emulator = await startEmulator({ port, webhookUrl, webhookSecret: WEBHOOK_SECRET, stateFile: file });
  let isOpen = true;
  const close = async () => {
    if (isOpen) await emulator.close();
    isOpen = false;
  };
  closing.push(close);
  const stripe = { secretKey: "sk_test_server", webhookSecret: WEBHOOK_SECRET, apiBase: emulator.url };
  const quiet = { info: () => undefined, error: () => undefined };
  const payments = stripeProviderOf({ stripe } as never, quiet, { retriesMax: 0 });
  const pay = (id: string) =>
    fetch(`${emulator.url}/_emulator/sessions/${id}/pay`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: '{"card":"4242424242424242"}',
    });
  return { url: emulator.url, close, payments, pay };
}

const inHalfAnHour = () => sessionAsk({ expiresAtMs: Date.now() + 34 * 60_000 });

test("a payment made before a restart is paid, told of and refunded after it", async () => {
  const file = stateFile();
  const store = await listen(() => 200);
  const first = await start(file);
  const ask = inHalfAnHour();
  const session = granted(await first.payments.createSession(ask));
  await first.pay(session.id);
  await first.close();
  const second = await start(file, store.url);
  while (store.received.length < 2) await store.next();
  const { paymentId } = granted(await second.payments.readSession(session.id));
  const refund = granted(
    await second.payments.refund({ refundId: "r-1", paymentId: paymentId ?? "", amountMinor: 100, currency: "USD" }),
  );
  expect(refund.state).toBe("succeeded");
  expect(granted(await second.payments.createSession(ask)).id).toBe(session.id);
  const kinds = await Promise.all(
    store.received.map(({ body, signature }) => second.payments.readMessage(body, signature)),
  );
  expect(kinds.map((read) => granted(read).kind)).toContain("session_completed");
});

test("a message that the store failed to take is sent again until it does", { timeout: 300_000 }, async () => {
  const answers = [500, 500];
  const store = await listen(() => answers.shift() ?? 200);
  const { payments } = await start(null, store.url);
  const { id } = granted(await payments.createSession(inHalfAnHour()));
  await payments.expireSession(id);
  while (store.received.length < 3) await store.next();
  expect(new Set(store.received.map(({ body }) => body)).size).toBe(1);
});

test("a line that a crash cut short is left out, and the rest is kept", async () => {
  const file = stateFile();
  const first = await start(file);
  const session = granted(await first.payments.createSession(inHalfAnHour()));
  await first.close();
  appendFileSync(file, '{"kind":"session","id":"cs_torn","rec');
  const second = await start(file);
  expect(granted(await second.payments.readSession(session.id)).id).toBe(session.id);
  expect(readFileSync(file, "utf8")).not.toContain("cs_torn");
});

test("the payment page and its style are there, for this machine only", async () => {
  const { url, payments } = await start(null);
  const session = granted(await payments.createSession(inHalfAnHour()));
  const page = await fetch(session.url ?? "");
  expect(await page.text()).toContain("TEST MODE");
  expect((await fetch(`${url}/style.css`)).headers.get("content-type")).toContain("text/css");
  expect(await (await fetch(url)).text()).toContain(session.id.slice(0, 16));
  expect((await fetch(`${url}/none`)).status).toBe(404);
});

test("a port that is taken is said so", async () => {
  const { url } = await start(null);
  const port = Number(new URL(url).port);
  await expect(start(null, "http://127.0.0.1:1/", port)).rejects.toThrow(
    `The payment emulator cannot listen on port ${port}`,
  );
});

test("a connection that is to be cut is cut", async () => {
  const { url, payments } = await start(null);
  const init = { method: "POST", headers: { "content-type": "application/json" } };
  await fetch(`${url}/_emulator/faults`, { ...init, body: '{"kind":"disconnect"}' });
  expect(await payments.createSession(inHalfAnHour())).toEqual({ ok: false, problem: { code: "payment.unavailable" } });
});

test("what is kept has a limit: the oldest makes way", () => {
  const kept = newKept();
  const answer = { call: "", params: "", atMs: 0, requestId: "", status: 200, body: "" };
  for (let index = 0; index <= KEPT_MAX; index += 1) put(kept, "answer", { ...answer, id: `key-${index}` });
  expect(kept.answer.size).toBe(KEPT_MAX);
  expect(kept.answer.has("key-0")).toBe(false);
});
