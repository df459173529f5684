/** Staff say who sells and add rates; orders go by them, and nobody's change is lost. */
import { exports } from "cloudflare:workers";
import { expect, test } from "vitest";
import { listAudit } from "../../worker/admin/audit-store.ts";
import { forgetAll } from "../../worker/base/memory-store.ts";
import { leviesAt } from "../../worker/tax/tax-rate.ts";
import { FIRST_SETTINGS, type TaxSettings } from "../../worker/tax/tax-settings.ts";
import { readTaxFacts, readTaxSettings } from "../../worker/tax/tax-store.ts";
import { newTestWorld } from "../support/test-world.ts";

const world = newTestWorld();
const TOKEN = { authorization: "Bearer staff-token-for-tests" };

const send = (method: string, path: string, body?: unknown, headers: Record<string, string> = TOKEN) =>
  exports.default.fetch(`http://store.test/api/admin/tax${path}`, {
    method,
    headers: { ...headers, "content-type": "application/json", origin: "http://store.test" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
const save = async (over: Partial<TaxSettings>) =>
  send("PUT", "/settings", { ...FIRST_SETTINGS, version: (await readTaxSettings(world.accounts)).version, ...over });
const rate = {
  ...{ country: "EE", region: "", kind: "vat", taxClass: "standard", fromDate: "2028-02-29", per100k: 26_000 },
  source: "a law of tests",
};

test("settings are saved once, told with who saved them, and never over somebody else's", async () => {
  const { version } = await readTaxSettings(world.accounts);
  const seller = { ...FIRST_SETTINGS.seller, name: "TechRetail Example", country: "AT", timeZone: "Europe/Vienna" };
  expect((await save({ version, seller })).status).toBe(200);
  expect((await save({ version, seller })).status, "the same again").toBe(200);
  const other = await save({ version, seller: { ...seller, city: "Linz" } });
  expect([other.status, ((await other.json()) as { code: string }).code]).toEqual([409, "tax.changed_meanwhile"]);
  expect(await readTaxSettings(world.accounts)).toMatchObject({ version: version + 1, seller });
  const entries = await listAudit(world, { subject: "tax:settings", limit: 10 });
  expect(entries).toHaveLength(1);
  forgetAll();
  expect((await readTaxFacts(world)).settings.seller.country).toBe("AT");
});

test("a program from before the provider and the register's silence were settings leaves both as they are", async () => {
  expect((await save({ vatUnconfirmed: "reverse_charge", providerIn: ["US"], providerSilent: "refuse" })).status).toBe(
    200,
  );
  const { version, vatUnconfirmed, providerIn, providerSilent, ...first } = await readTaxSettings(world.accounts);
  const old = { ...first, version, invoicePrefix: "OLD-" };
  const saved = await send("PUT", "/settings", old);
  const later = { vatUnconfirmed, providerIn, providerSilent };
  expect([saved.status, await saved.json()]).toMatchObject([200, { ...later, invoicePrefix: "OLD-" }]);
  expect((await send("PUT", "/settings", old)).status, "the same again").toBe(200);
  expect(await readTaxSettings(world.accounts)).toMatchObject({ ...later, version: version + 1 });
  expect((await send("PUT", "/settings", { ...old, seller: undefined })).status, "what always was asked for").toBe(422);
});

test("the days in which goods are taken back are one setting: refused where it is none, left as it is where it is left out", async () => {
  const { version, returnDays, ...old } = await readTaxSettings(world.accounts);
  expect(returnDays, "as the store comes").toBe(FIRST_SETTINGS.returnDays);
  for (const wrong of [-1, 366, 1.5, "30", null])
    expect((await send("PUT", "/settings", { ...old, version, returnDays: wrong })).status, `${wrong}`).toBe(422);
  expect((await send("PUT", "/settings", { ...old, version, returnDays: 0 })).status).toBe(200);
  expect((await send("PUT", "/settings", { ...old, version: version + 1, invoicePrefix: "R-" })).status).toBe(200);
  expect(await readTaxSettings(world.accounts)).toMatchObject({ returnDays: 0, invoicePrefix: "R-" });
  const [entry] = await listAudit(world, { subject: "tax:settings", limit: 1 });
  expect(entry?.after).toMatchObject({ returnDays: 0 });
});

test("rates in force are told by country and class, those staff added among them", async () => {
  const read = async (query: string) => send("GET", `/rates?${query}`);
  const kinds = async (query: string) => {
    const { items } = (await (await read(query)).json()) as { items: { taxClass: string; per100k: number }[] };
    return items.map(({ taxClass, per100k }) => `${taxClass} ${per100k}`);
  };
  expect(await kinds("country=DE&day=2026-01-01&taxClass=books")).toEqual(["books 7000"]);
  expect(await kinds("country=NZ")).toEqual([]);
  const all = (await (await read("")).json()) as { isWhole: boolean };
  expect(all.isWhole).toBe(false);
  expect((await read("country=Germany")).status).toBe(422);
  expect((await read("day=2026-02-30")).status).toBe(422);
});

test("a rate counts from its day, and one of the same day takes its place", async () => {
  expect((await send("POST", "/rates", rate)).status).toBe(201);
  expect((await send("POST", "/rates", rate)).status, "the same again").toBe(201);
  const ratesOn = async (day: string) => {
    const { table } = await readTaxFacts(world);
    return leviesAt(table, { country: "EE", region: "" }, "standard", day).map(({ per100k }) => per100k);
  };
  expect([await ratesOn("2028-02-28"), await ratesOn("2028-02-29")]).toEqual([[24_000], [26_000]]);
  expect((await send("POST", "/rates", { ...rate, per100k: 25_000 })).status).toBe(201);
  expect(await ratesOn("2028-02-29")).toEqual([25_000]);
  expect(await listAudit(world, { subject: "tax:EE", limit: 10 })).toHaveLength(2);
  const read = (await (await send("GET", "")).json()) as { rates: unknown[] };
  expect(read.rates).toHaveLength(2);
});

test.each([
  ["a country there is not", { ...rate, country: "XX" }],
  ["29 February of another year", { ...rate, fromDate: "2027-02-29" }],
  ["all of the price", { ...rate, per100k: 100_000 }],
  ["a fraction", { ...rate, per100k: 0.5 }],
  ["no source", { ...rate, source: " " }],
  ["a class there is not", { ...rate, taxClass: "luxury" }],
  ["10,000 characters", { ...rate, source: "x".repeat(10_000) }],
])("a rate with %s is refused, and nothing is written", async (_, body) => {
  const { rates } = (await (await send("GET", "")).json()) as { rates: unknown[] };
  expect((await send("POST", "/rates", body)).status).toBe(422);
  expect(((await (await send("GET", "")).json()) as { rates: unknown[] }).rates).toEqual(rates);
});

test("a tax that a place does not have is refused, unless it is said to be new there", async () => {
  const wrong = { ...rate, country: "JP" };
  const refused = await send("POST", "/rates", wrong);
  expect([refused.status, await refused.json()]).toMatchObject([
    409,
    { code: "tax.kind_new", kinds: ["consumption_tax"] },
  ]);
  const mixed = await send("POST", "/rates", { ...rate, country: "BR", isNew: true });
  expect([mixed.status, await mixed.json()]).toMatchObject([409, { code: "tax.kind_mixed", kinds: ["icms"] }]);
  const alberta = { ...rate, country: "CA", region: "AB", kind: "pst", fromDate: "2099-01-01", per100k: 1_000 };
  expect((await send("POST", "/rates", alberta)).status).toBe(409);
  expect((await send("POST", "/rates", { ...alberta, isNew: true })).status).toBe(201);
  expect((await send("POST", "/rates", { ...alberta, per100k: 2_000 })).status, "it is known by then").toBe(201);
  const { table } = await readTaxFacts(world);
  expect(leviesAt(table, { country: "CA", region: "AB" }, "standard", "2026-11-21")).toHaveLength(1);
  expect(leviesAt(table, { country: "JP", region: "" }, "standard", "2030-01-01")).toHaveLength(1);
});

test.each([
  ["a time zone there is not", { seller: { ...FIRST_SETTINGS.seller, timeZone: "Mars/Base" } }],
  ["a prefix with a space", { invoicePrefix: "A B" }],
  ["a state twice", { usStates: ["CA", "CA"] }],
])("settings with %s are refused", async (_, over) => {
  expect((await save(over)).status).toBe(422);
});

test("nobody but staff reads or writes them", async () => {
  for (const [method, path, body] of [
    ["GET", "", undefined],
    ["PUT", "/settings", FIRST_SETTINGS],
    ["POST", "/rates", rate],
  ] as const)
    expect((await send(method, path, body, {})).status, path).toBe(401);
});
