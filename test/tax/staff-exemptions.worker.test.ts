/** Staff record, find and end certificates of exempt customers: once each, on record, and nobody else may. */
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { listAudit } from "../../worker/admin/audit-store.ts";
import { EXEMPTIONS_OF_ACCOUNT_MAX } from "../../worker/tax/exemptions/exemption.ts";
import { readExemption } from "../../worker/tax/exemptions/exemption-store.ts";
import { addExemption, endExemption } from "../../worker/tax/exemptions/save-exemption-flow.ts";
import { cookieOf, signIn, signUp } from "../customers/account-actions.ts";
import { dyingWorld } from "../support/dying-world.ts";
import { exempt, newCustomer, newExemption, staff } from "../support/exemptions.ts";
import { askAsStaff, ask as request } from "../support/store-client.ts";
import { newTestWorld } from "../support/test-world.ts";

const PATH = "/api/admin/tax/exemptions";

describe("staff", () => {
  type Kept = { id: string; email: string; version: number; endedAtMs: number | null };
  const list = async (query = "") =>
    (await askAsStaff<{ items: Kept[]; nextCursor: string | null }>("GET", `${PATH}${query}`)).body;

  test("record a certificate once, however often it is sent, and the id is nobody else's", async () => {
    const { email } = await newCustomer();
    const wanted = newExemption(email);
    for (const _ of [1, 2]) {
      const answer = await askAsStaff("POST", PATH, { ...wanted, email: email.toUpperCase() });
      expect([answer.status, answer.body.version]).toEqual([201, 1]);
    }
    const other = await askAsStaff("POST", PATH, { ...wanted, certificate: "another" });
    expect([other.status, other.body.code]).toEqual([422, "tax.exemption_id_taken"]);
    const entries = await listAudit(newTestWorld(), { subject: `tax_exemption:${wanted.id}`, limit: 10 });
    expect(entries.map(({ action }) => action)).toEqual(["tax.exemption_added"]);
  });

  test("end it once: it stays on record, with who did it", async () => {
    const { email } = await newCustomer();
    const { id } = await exempt(newTestWorld(), email);
    const end = (version: number) => askAsStaff("POST", `${PATH}/${id}/end`, { version });
    expect(await end(9)).toMatchObject({ status: 409, body: { code: "tax.exemption_changed", version: 1 } });
    expect(await end(1)).toMatchObject({ status: 200, body: { version: 2, endedByName: "Staff token" } });
    expect(await end(1)).toMatchObject({ status: 200, body: { version: 2 } });
    const both = await listAudit(newTestWorld(), { subject: `tax_exemption:${id}`, limit: 10 });
    expect(both.map(({ action }) => action).toSorted()).toEqual(["tax.exemption_added", "tax.exemption_ended"]);
    const gone = await askAsStaff("POST", `${PATH}/nothing-there/end`, { version: 1 });
    expect([gone.status, gone.body.code]).toEqual([404, "tax.exemption_unknown"]);
  });

  test("of two who end it at once, one does", async () => {
    const world = newTestWorld();
    const { email } = await newCustomer();
    const { id } = await exempt(world, email);
    const ended = await Promise.all([1, 2, 3].map(() => endExemption(world, { id, version: 1 }, staff)));
    expect(ended.map((each) => each.ok && each.value.repeated).toSorted()).toEqual([false, true, true]);
    expect((await readExemption(world.accounts, id))?.version).toBe(2);
    expect(await listAudit(world, { subject: `tax_exemption:${id}`, limit: 10 })).toHaveLength(2);
  });

  test("find certificates by address, by number and by id, a page at a time", async () => {
    const [one, other] = [await newCustomer(), await newCustomer()];
    const world = newTestWorld();
    const stem = crypto.randomUUID().slice(0, 8).toUpperCase();
    const ids: string[] = [];
    for (const number of [1, 2, 3]) ids.push((await exempt(world, one.email, { certificate: `${stem}-${number}` })).id);
    await exempt(world, other.email);
    const idsOf = ({ items }: { items: Kept[] }) => items.map(({ id }) => id);
    expect(new Set(idsOf(await list(`?q=${one.email.slice(0, 14)}`)))).toEqual(new Set(ids));
    expect(idsOf(await list(`?q=${stem.toLowerCase()}-2`))).toEqual([ids[1]]);
    expect(idsOf(await list(`?q=${ids[2]}`))).toEqual([ids[2]]);
    await endExemption(world, { id: ids[0] ?? "", version: 1 }, staff);
    expect(idsOf(await list(`?q=${stem}&state=ended`))).toEqual([ids[0]]);
    const first = await list(`?q=${stem}&limit=2`);
    const second = await list(`?q=${stem}&limit=2&cursor=${first.nextCursor}`);
    expect(new Set([...idsOf(first), ...idsOf(second)])).toEqual(new Set(ids));
    expect([first.items.length, second.items.length, second.nextCursor]).toEqual([2, 1, null]);
    const wrong = await askAsStaff("GET", `${PATH}?q=other&cursor=${first.nextCursor}`);
    expect([wrong.status, wrong.body.code]).toEqual([422, "cursor.invalid"]);
  });

  test("are told that there is no such account, also of a staff account", async () => {
    const { email } = await newCustomer();
    await env.ACCOUNTS.prepare("UPDATE user SET role = 'staff' WHERE email = ?").bind(email).run();
    for (const to of ["nobody@example.com", email])
      expect(await askAsStaff("POST", PATH, newExemption(to))).toMatchObject({
        status: 404,
        body: { code: "tax.exemption_no_account" },
      });
    expect((await askAsStaff("POST", PATH, { ...newExemption(email), region: "ZZ" })).status).toBe(422);
  });

  test("find no account whose address nobody has proven", async () => {
    const email = "unproven-yet@example.com";
    await signUp(email);
    expect(await addExemption(newTestWorld(), newExemption(email), staff)).toEqual({
      ok: false,
      problem: { code: "tax.exemption_no_account" },
    });
  });

  test("record as many for an account as its checkouts read, and more once some are ended", async () => {
    const world = newTestWorld();
    const { email } = await newCustomer();
    const first = await exempt(world, email);
    const { id: customerId = "" } = (await env.ACCOUNTS.prepare("SELECT id FROM user WHERE email = ?")
      .bind(email)
      .first<{ id: string }>()) ?? { id: "" };
    await env.ACCOUNTS.prepare(
      `INSERT INTO tax_exemptions SELECT tax_exemptions.id || value, customer_id, email, country, region, kind, certificate, valid_from,
        valid_until, by_name, created_at_ms, NULL, NULL, 1 FROM tax_exemptions, json_each(?) WHERE customer_id = ?`,
    )
      .bind(JSON.stringify(Array.from({ length: EXEMPTIONS_OF_ACCOUNT_MAX - 1 }, (_, at) => at)), customerId)
      .run();
    expect(await addExemption(world, newExemption(email), staff)).toEqual({
      ok: false,
      problem: { code: "tax.too_many_exemptions" },
    });
    await endExemption(world, { id: first.id, version: 1 }, staff);
    await exempt(world, email);
  });

  test("alone may see and change them", async () => {
    const customer = await newCustomer();
    const cookie = cookieOf(await signIn(customer.email));
    for (const [method, path] of [
      ["GET", PATH],
      ["POST", PATH],
      ["POST", `${PATH}/12345678/end`],
    ] as const) {
      const init = { method, ...(method === "POST" && { body: "{}" }) };
      const headers = { "content-type": "application/json" };
      expect((await request(path, { ...init, headers })).status, path).toBe(401);
      expect((await request(path, { ...init, headers: { ...headers, cookie } })).status, path).toBe(403);
    }
  });

  test.each(["before", "after"] as const)(
    "killed %s each step leave a certificate with its entry, or neither",
    async (when) => {
      const { email } = await newCustomer();
      for (let steps = 1; steps <= 3; steps += 1) {
        const world = newTestWorld();
        const wanted = newExemption(email);
        const left = async () => [
          (await readExemption(world.accounts, wanted.id))?.version ?? 0,
          (await listAudit(world, { subject: `tax_exemption:${wanted.id}`, limit: 10 })).length,
        ];
        await addExemption(dyingWorld(world, steps, when), wanted, staff).catch(() => null);
        const [version, entries] = await left();
        expect(entries).toBe(version);
        expect((await addExemption(world, wanted, staff)).ok).toBe(true);
        expect(await left()).toEqual([1, 1]);
        await endExemption(dyingWorld(world, steps, when), { id: wanted.id, version: 1 }, staff).catch(() => null);
        const [after, entriesAfter] = await left();
        expect(entriesAfter).toBe(after);
        expect((await endExemption(world, { id: wanted.id, version: 1 }, staff)).ok).toBe(true);
        expect(await left()).toEqual([2, 2]);
      }
    },
  );
});
