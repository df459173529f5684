/** Messages reach the store however bad its day is, and come late, twice, out of order or never when they are told to. */
import { describe, expect, test } from "vitest";
import { ATTEMPTS_MAX } from "../../tools/stripe-emulator/deliveries.ts";
import { granted, sessionAsk, stripeInProcess, tell } from "../support/stripe-in-process.ts";

type Posted = { url: string; type: string; id: string; body: string; headers: Record<string, string> };

/** A store that answers each message with the next of these, then with 200. */
function withStore(answers: number[] = []) {
  const posted: Posted[] = [];
  const stripe = stripeInProcess({
    webhookUrl: "http://store.test/api/webhooks/stripe",
    post: async (url, body, headers) => {
      const { id, type } = JSON.parse(body) as { id: string; type: string };
      posted.push({ url, type, id, body, headers });
      return answers.shift() ?? 200;
    },
  });
  const pass = async (ms = 0) => {
    stripe.clock.nowMs += ms;
    await stripe.emulator.runDue();
  };
  const pay = async () => {
    const { id } = granted(await stripe.payments.createSession(sessionAsk()));
    await tell(stripe.emulator, `sessions/${id}/pay`, { card: "4242424242424242" });
    return id;
  };
  const rules = (body: object) => tell(stripe.emulator, "delivery-rules", body, "PUT");
  const deliveries = async () =>
    (
      (await tell(stripe.emulator, "deliveries", {}, "GET")) as {
        items: { id: string; type: string; state: string; attempts: number; lastStatus: number }[];
      }
    ).items;
  return { stripe, posted, pass, pay, rules, deliveries };
}

describe("messages", () => {
  test("are posted with a signature that the store can check, and not again once they were taken", async () => {
    const { stripe, posted, pass, pay } = withStore();
    await pay();
    await pass();
    await pass(600_000);
    expect(posted.map(({ type }) => type).toSorted()).toEqual([
      "checkout.session.completed",
      "payment_intent.succeeded",
    ]);
    const completed = posted.find(({ type }) => type === "checkout.session.completed");
    const { url, body, headers } = completed ?? { url: "", body: "", headers: {} as Record<string, string> };
    expect(url).toBe("http://store.test/api/webhooks/stripe");
    expect(headers["content-type"]).toBe("application/json; charset=utf-8");
    stripe.clock.nowMs -= 600_000;
    expect(await stripe.payments.readMessage(body, headers["stripe-signature"] ?? "")).toMatchObject({
      value: { kind: "session_completed" },
    });
  });

  test("that the store fails to take come again, later each time, signed anew", async () => {
    const { stripe, posted, pass, pay } = withStore([500, 503, 500, 0, 302]);
    await pay();
    const times: number[] = [];
    for (let second = 0; second < 10; second += 1) {
      const before = posted.length;
      await pass(second === 0 ? 0 : 1_000);
      if (posted.length > before) times.push(second);
    }
    expect(times).toEqual([0, 1, 3, 7]);
    const signatures = posted
      .filter(({ id }) => id === posted[0]?.id)
      .map(({ headers }) => headers["stripe-signature"]);
    expect(new Set(signatures).size).toBe(signatures.length);
    expect(stripe.logged).toEqual([]);
  });

  test("that are never taken are given up after a bounded number of tries, and can be sent again by hand", async () => {
    const { stripe, posted, pass, pay, deliveries } = withStore(Array.from({ length: 2 * ATTEMPTS_MAX }, () => 500));
    await pay();
    for (let tries = 0; tries < 2 * ATTEMPTS_MAX; tries += 1) await pass(120_000);
    expect(posted).toHaveLength(2 * ATTEMPTS_MAX);
    const [first] = await deliveries();
    expect(first).toMatchObject({ state: "failed", attempts: ATTEMPTS_MAX, lastStatus: 500 });
    await tell(stripe.emulator, `deliveries/${first?.id}/send`);
    await pass();
    expect((await deliveries())[0]).toMatchObject({ state: "delivered", lastStatus: 200 });
  });

  test("can come late", async () => {
    const { posted, pass, pay, rules } = withStore();
    await rules({ delayMs: 5_000 });
    await pay();
    await pass(4_999);
    expect(posted).toEqual([]);
    await pass(1);
    expect(posted).toHaveLength(2);
  });

  test("can come more than once, each with the same event", async () => {
    const { posted, pass, pay, rules } = withStore();
    await rules({ copies: 3 });
    await pay();
    await pass();
    expect(posted).toHaveLength(6);
    expect(new Set(posted.map(({ id }) => id)).size).toBe(2);
  });

  test("can be lost, so many of the next ones, while the API still knows them", async () => {
    const { posted, pass, pay, rules, deliveries } = withStore();
    await rules({ dropNext: 1 });
    await pay();
    await pass(600_000);
    expect(posted.map(({ type }) => type)).toEqual(["checkout.session.completed"]);
    expect((await deliveries()).map(({ type, state }) => `${type} ${state}`)).toEqual([
      "payment_intent.succeeded dropped",
      "checkout.session.completed delivered",
    ]);
  });

  test("can come newest first", async () => {
    const { posted, pass, pay, rules } = withStore();
    await rules({ newestFirst: true });
    await pay();
    await pass(1_000);
    expect(posted.map(({ type }) => type)).toEqual(["checkout.session.completed", "payment_intent.succeeded"]);
  });

  test("can be held back and let go", async () => {
    const { posted, pass, pay, rules } = withStore();
    await rules({ paused: true });
    await pay();
    await pass(60_000);
    expect(posted).toEqual([]);
    await rules({ paused: false });
    await pass();
    expect(posted).toHaveLength(2);
  });

  test("are sent once each, even when sending them takes longer than the clock's step", async () => {
    const { stripe, posted, pay } = withStore();
    await pay();
    await Promise.all([stripe.emulator.runDue(), stripe.emulator.runDue(), stripe.emulator.runDue()]);
    expect(posted).toHaveLength(2);
  });

  test("wait to be taken when there is no address to send them to", async () => {
    const stripe = stripeInProcess();
    const { id } = granted(await stripe.payments.createSession(sessionAsk()));
    await stripe.payments.expireSession(id);
    await stripe.emulator.runDue();
    const take = async () =>
      ((await tell(stripe.emulator, "deliveries/take", { session: id })) as { items: { type: string }[] }).items;
    expect((await take()).map(({ type }) => type)).toEqual(["checkout.session.expired"]);
    expect(await take()).toEqual([]);
  });
});
