/** Links in mails lead to the store, whatever host the request that asked for them named. */
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, expect, test } from "vitest";
import { examineStore } from "../../worker/admin/doctor-flow.ts";
import { readAccountMail } from "../../worker/customers/account-mail-store.ts";
import { askPasswordReset } from "../../worker/customers/password-flow.ts";
import { createStaff } from "../../worker/customers/staff-flow.ts";
import { TOKEN_VIEWER } from "../../worker/customers/viewer-store.ts";
import { setUpAddress } from "../../worker/notifications/set-up-address-flow.ts";
import { readMailOrigin } from "../../worker/notifications/store-address-store.ts";
import { type World, worldOf } from "../../worker/world.ts";
import { openAccount, PASSWORD } from "../customers/account-actions.ts";

const EVIL = "https://evil.example";
const SHOP = "https://shop.example";

/** A deployed store; `origin` is what a request says that it came to, empty for a consumer. What it tells stays in its outbox. */
const deployed = (origin: string, settings: Partial<Env> = {}): World => ({
  ...worldOf(
    { ...env, MAILBOX: "", STORE_ORIGIN: "", ...settings } as Env,
    { waitUntil: () => undefined },
    "test",
    origin,
  ),
  send: async () => undefined,
});

const staffNamed = (email: string) => ({ email, name: "Staff", password: PASSWORD });
const forget = () => env.ACCOUNTS.prepare("DELETE FROM store_addresses").run();
beforeEach(forget);
afterEach(forget);

/** What the reset link leads to, as the consumer reads it. */
async function resetLinkOf(email: string, asked: World, consumer: World): Promise<string> {
  expect(await askPasswordReset(asked, email, new Headers())).toMatchObject({ ok: true });
  const row = await env.ACCOUNTS.prepare(
    "SELECT payload FROM outbox WHERE kind = 'account.reset_asked' AND instr(payload, (SELECT id FROM user WHERE email = ?)) > 0 ORDER BY rowid DESC",
  )
    .bind(email)
    .first<string>("payload");
  const mail = await readAccountMail(consumer, JSON.parse(row ?? "null"));
  return mail?.link ?? "";
}

test("a new password that is asked for under another host leads to the store, or to nowhere", async () => {
  const email = "poisoned@example.com";
  await openAccount(email);
  await expect(resetLinkOf(email, deployed(EVIL), deployed(""))).rejects.toThrow("STORE_ORIGIN");
  const configured = { STORE_ORIGIN: SHOP };
  expect(await resetLinkOf(email, deployed(EVIL, configured), deployed("", configured))).toMatch(
    /^https:\/\/shop\.example\/en-us\/reset-password\?token=/,
  );
});

test("whoever makes the first staff account tells a store without a setting where it is, once", async () => {
  const email = "set-up@example.com";
  await openAccount(email);
  await createStaff(deployed(SHOP), staffNamed("first-staff@example.com"), TOKEN_VIEWER);
  expect(await resetLinkOf(email, deployed(EVIL), deployed(""))).toMatch(/^https:\/\/shop\.example\//);
  await Promise.all([1, 2].map(() => setUpAddress(deployed(EVIL), TOKEN_VIEWER)));
  expect(await readMailOrigin(deployed(""), "en-us"), "it stays").toBe(SHOP);
  const { results } = await env.ACCOUNTS.prepare(
    "SELECT after FROM audit_entries WHERE action = 'store.address_set'",
  ).all();
  expect(results).toEqual([{ after: JSON.stringify({ origin: SHOP }) }]);
  expect(await readMailOrigin(deployed("", { STORE_ORIGIN: "https://moved.example" }), "en-us")).toBe(
    "https://moved.example",
  );
});

test("two who set it up at once set it up once", async () => {
  await Promise.all([SHOP, "https://other.example"].map((origin) => setUpAddress(deployed(origin), TOKEN_VIEWER)));
  const { results } = await env.ACCOUNTS.prepare("SELECT version FROM store_addresses").all();
  expect(results).toEqual([{ version: 1 }]);
});

test("a market's own domain is an address of the store", async () => {
  const world = deployed("");
  const markets = await world.markets();
  const known = (id: string) => {
    const market = markets.known(id);
    return market && { ...market, domain: id === "de-de" ? "shop.example.de" : null };
  };
  const own = { ...world, markets: async () => ({ ...markets, known }) } as World;
  expect(await readMailOrigin(own, "de-de")).toBe("https://shop.example.de");
  expect(await readMailOrigin(own, "en-us")).toBe("");
  const at = (config: Partial<World["config"]>) => ({ ...own, config: { ...own.config, ...config } }) as World;
  const configured = at({ mailOrigin: SHOP, storeOrigin: SHOP });
  expect(await readMailOrigin(configured, "de-de"), "before the configured one").toBe("https://shop.example.de");
  expect(await readMailOrigin(configured, "en-us")).toBe(SHOP);
  const mailOrigin = "http://127.0.0.1:8787";
  const local = at({ mailbox: true, mailOrigin, storeOrigin: mailOrigin });
  expect(await readMailOrigin(local, "de-de"), "no domain leads to this machine").toBe(mailOrigin);
});

test("doctor says it while no address is known", async () => {
  const said = async (world: World) => (await examineStore(world)).find(({ check }) => check === "address")?.count;
  expect(await said(deployed(SHOP))).toBe(1);
  expect(await said(deployed(SHOP, { STORE_ORIGIN: SHOP }))).toBe(0);
  await setUpAddress(deployed(SHOP), TOKEN_VIEWER);
  expect(await said(deployed(SHOP))).toBe(0);
});
