/** A mail is sent once, wherever the store ends: before it is handed over it goes out later, after that a person decides. */
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { MailUnsure } from "../../worker/notifications/mail-sender.ts";
import { CLAIM_MS } from "../../worker/notifications/mail-store.ts";
import { insertMailboxMail, listMailbox } from "../../worker/notifications/mailbox-store.ts";
import { mailOrderEvent } from "../../worker/notifications/order-mail-flow.ts";
import type { World } from "../../worker/world.ts";
import { codesAbout, examineAll, repairAll } from "../support/doctor-books.ts";
import { dyingWorld, wasKilled } from "../support/dying-world.ts";
import { marketOf } from "../support/markets.ts";
import { HOUR_MS, newTestWorld } from "../support/test-world.ts";
import { placeOrder } from "./placed-order.ts";

const healthy = newTestWorld();
const market = marketOf("en-us");
const CALLS_MAX = 30;
const address = () => `${crypto.randomUUID()}@example.com`;

async function placed() {
  if (!market) throw new Error("The market is there");
  const email = address();
  const { orderId } = await placeOrder(healthy, { market, email });
  const event = { id: crypto.randomUUID(), atMs: 1, kind: "order.placed", payload: { orderId } } as const;
  return { email, mailId: `order.placed:${orderId}`, send: (world: World) => mailOrderEvent(world, event) };
}

/** What reached the sending service, by receiver. It takes a mail in one call that may be the store's last. */
function serviceOf(world: World, when: "before" | "after" | null = null) {
  const taken: string[] = [];
  const send: World["mail"]["send"] = async (mail) => {
    if (when === "before") throw new MailUnsure("no answer");
    taken.push(mail.to);
    if (when === "after") throw new MailUnsure("no answer");
  };
  return { taken, world: { ...world, config: { ...world.config, mailbox: false }, mail: { send } } };
}

test("killed at any step, a mail reaches its receiver at most once; where it may not have, doctor says so", async () => {
  for (const when of ["before", "after"] as const) {
    let lived = false;
    for (let calls = 1; !lived; calls += 1) {
      expect(calls).toBeLessThan(CALLS_MAX);
      const { email, mailId, send } = await placed();
      const service = serviceOf(healthy);
      const dying = dyingWorld(service.world, calls, when);
      await send(dying).catch((error: unknown) => expect(wasKilled(error), String(error)).toBe(true));
      lived = !dying.over;
      const later = serviceOf(newTestWorld(CLAIM_MS + 1_000));
      // The queue brings its message again, twice.
      for (const _ of [1, 2]) expect(await send(later.world)).toBe("done");
      const sends = [...service.taken, ...later.taken].filter((to) => to === email).length;
      expect(sends, `killed ${when} call ${calls}`).toBeLessThanOrEqual(1);
      const found = codesAbout(await examineAll(newTestWorld(HOUR_MS), ["mails"]), mailId);
      if (sends === 0) expect(found).toEqual(["mail.unsure"]);
      if (found.length === 0) expect(sends).toBe(1);
    }
  }
});

test("one that the service did not answer is not sent again, until staff have it sent", async () => {
  for (const when of ["before", "after"] as const) {
    const { email, mailId, send } = await placed();
    const own = newTestWorld();
    const silent = serviceOf(own, when);
    expect(await send(silent.world)).toBe("done");
    expect(own.errors).toEqual([{ event: "mail.unsure", facts: { mail: mailId } }]);
    const later = serviceOf(newTestWorld(HOUR_MS));
    expect(await send(later.world)).toBe("done");
    expect(later.taken).toEqual([]);
    for (const _ of [1, 2]) await repairAll(later.world, ["mails"]);
    expect(later.taken.filter((to) => to === email)).toEqual([email]);
    expect(codesAbout(await examineAll(newTestWorld(2 * HOUR_MS), ["mails"]), mailId)).toEqual([]);
  }
});

test("a repair that is killed leaves the mail to be found again", async () => {
  for (const when of ["before", "after"] as const) {
    let lived = false;
    for (let calls = 1; !lived; calls += 1) {
      expect(calls).toBeLessThan(CALLS_MAX);
      await env.ACCOUNTS.exec("DELETE FROM mails");
      const { mailId, send } = await placed();
      await send(serviceOf(newTestWorld(), "before").world);
      const dying = dyingWorld(serviceOf(newTestWorld(HOUR_MS)).world, calls, when);
      await repairAll(dying, ["mails"]).catch((error: unknown) => expect(wasKilled(error), String(error)).toBe(true));
      lived = !dying.over;
      await repairAll(serviceOf(newTestWorld(3 * HOUR_MS)).world, ["mails"]);
      expect(codesAbout(await examineAll(newTestWorld(6 * HOUR_MS), ["mails"]), mailId)).toEqual([]);
      const row = await env.ACCOUNTS.prepare("SELECT state FROM mails WHERE id = ?").bind(mailId).first("state");
      expect(row, `killed ${when} call ${calls}`).toBe("sent");
    }
  }
});

test("the local mailbox keeps one mail however often it is sent, and counts", async () => {
  const to = address();
  const mail = { to, subject: "Once", html: "<p>Once</p>", text: "Once", locale: "en-US", headers: {} };
  for (const _ of [1, 2, 3]) await insertMailboxMail(healthy, `order.placed:${to}`, mail);
  expect(await listMailbox(healthy, { to, limit: 10 })).toMatchObject([{ to, sends: 3 }]);
});
