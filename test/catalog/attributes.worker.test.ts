import { beforeAll, describe, expect, test } from "vitest";
import { listDefinitionsOf } from "../../worker/catalog/attributes/attribute-store.ts";
import { saveAttribute } from "../../worker/catalog/attributes/save-attribute-flow.ts";
import type { StoreEvent } from "../../worker/events/event.ts";
import { followAttribute } from "../../worker/search/index/follow-attribute-flow.ts";
import { inEveryShard } from "../support/search-index.ts";
import { ask, askAsStaff, importedProduct, importNow, inWorld, refusal } from "../support/store-client.ts";

const BY = { id: "staff", name: "Robin Example", email: "", role: "staff" as const, market: "en-us" as const };
const PATH = "/api/admin/attributes";
const put = (body: object) => askAsStaff("PUT", PATH, { productType: "bikes", version: 0, kind: "number", ...body });
const change = async (changes: object) => {
  const { version } = (await askAsStaff("GET", "/api/admin/products/test-bike")).body;
  return askAsStaff("PATCH", "/api/admin/products/test-bike", { version, ...changes });
};
const number = (value: number, unit?: string) => ({ key: "weight", kind: "number", value, ...(unit && { unit }) });

beforeAll(async () => {
  const attributes = [{ key: "weight", kind: "text" as const, value: "light" }];
  await importNow([importedProduct({ externalId: "bike", title: "Bike", productType: "bikes", attributes })]);
});

describe("what may be said of products of a type", () => {
  test("is kept with its labels and units; the same again changes nothing; who says otherwise is told of", async () => {
    const body = { key: "weight", unit: "kg", shownUnits: { "en-us": "lb" }, labels: { en: "Weight" }, position: 1 };
    const made = await put(body);
    expect(made.body).toMatchObject({ definition: { version: 1, unit: "kg" }, otherwise: ["test-bike"] });
    expect((await put(body)).body).toMatchObject({ definition: { version: 1 } });
    const changed = await put({ ...body, version: 1, facetable: false });
    expect(changed.body).toMatchObject({ definition: { version: 2, facetable: false } });
    expect((await put({ productType: "", key: "warranty", kind: "text", position: 0 })).status).toBe(200);
    const found = await inWorld((world) => listDefinitionsOf(world.catalog, "bikes"));
    expect(found.map(({ key }) => key).toSorted()).toEqual(["warranty", "weight"]);
    const { body: all } = await askAsStaff<{ items: unknown[] }>("GET", PATH);
    expect(all.items).toHaveLength(2);
  });

  test.each<[string, object, string]>([
    ["an old version", { key: "weight", unit: "kg", version: 1 }, "409 attribute.changed_meanwhile"],
    ["a unit of a text", { key: "frame", kind: "text", unit: "kg" }, "422 request.invalid"],
    [
      "a unit that it cannot be said in",
      { key: "size", unit: "kg", shownUnits: { "en-us": "in" } },
      "422 request.invalid",
    ],
    ["a shown unit without its own", { key: "size", shownUnits: { "en-us": "in" } }, "422 request.invalid"],
    ["no key", { key: " " }, "422 request.invalid"],
  ])("with %s is refused", async (_, body, expected) => {
    expect(refusal(await put(body))).toBe(expected);
  });

  test("is what staff's changes are held to, and nothing else of the product", async () => {
    expect((await change({ rank: 5 })).status).toBe(200);
    expect(refusal(await change({ attributes: [{ key: "weight", kind: "text", value: "9 kg" }] }))).toBe(
      "422 request.invalid",
    );
    expect(refusal(await change({ attributes: [number(9)] }))).toBe("422 request.invalid");
    expect(refusal(await change({ attributes: [number(9, "in")] }))).toBe("422 request.invalid");
    expect(
      (await change({ attributes: [number(9_000, "g"), { key: "bell", kind: "boolean", value: true }] })).status,
    ).toBe(200);
  });

  test("a product lacks nothing that is needed when it is published; as a draft it may", async () => {
    await put({ key: "frame", kind: "text", required: true });
    expect(refusal(await change({ attributes: [number(9, "kg")] }))).toBe("422 request.invalid");
    expect((await change({ status: "draft", attributes: [number(9, "kg")] })).status).toBe(200);
    expect(refusal(await change({ status: "published" }))).toBe("422 request.invalid");
    const frame = { key: "frame", kind: "text", value: "steel" };
    expect((await change({ status: "published", attributes: [number(9, "kg"), frame] })).status).toBe(200);
  });

  test("is archived by its version, and by none but staff: nothing is held to it, what products say stays, it comes back", async () => {
    const archive = (version: number, archived: boolean) =>
      askAsStaff("POST", `${PATH}/bikes%2Fframe/archive`, { version, archived });
    expect(refusal(await archive(9, true))).toBe("409 attribute.changed_meanwhile");
    expect((await archive(1, true)).body).toEqual({ version: 2 });
    expect((await archive(2, true)).body).toEqual({ version: 2 });
    const said = async () => (await askAsStaff("GET", "/api/admin/products/test-bike")).body.attributes;
    expect(await said()).toContainEqual({ key: "frame", kind: "text", value: "steel" });
    // Published without it, and saying something of another kind under it.
    expect((await change({ attributes: [number(9, "kg")] })).status).toBe(200);
    expect(
      (await change({ attributes: [number(9, "kg"), { key: "frame", kind: "boolean", value: true }] })).status,
    ).toBe(200);
    const back = await archive(2, false);
    expect(back.body).toEqual({ version: 3 });
    expect(refusal(await change({ attributes: [number(9, "kg")] }))).toBe("422 request.invalid");
    expect(refusal(await askAsStaff("POST", `${PATH}/bikes%2Fbell/archive`, { version: 1, archived: true }))).toBe(
      "404 attribute.unknown",
    );
    expect((await ask(PATH)).status).toBe(401);
    expect(refusal(await ask(`${PATH}/bikes%2Fframe/versions`))).toBe("401 access.sign_in_needed");
  });
});

test("a new unit reaches the index a stretch a message, so that a range finds what it found before", async () => {
  const attributes = [{ key: "Screen", kind: "number" as const, value: 24, unit: "in" }];
  const many = Array.from({ length: 60 }, (_, index) =>
    importedProduct({ externalId: `screen-${index}`, productType: "monitors", attributes }),
  );
  await importNow(many);
  const numbers = async () => {
    const rows = await inEveryShard<{ facts: string }>(
      "SELECT facts FROM search_documents_{g} WHERE facts LIKE '%Screen%'",
    );
    return [...new Set(rows.map(({ facts }) => JSON.stringify(JSON.parse(facts).n)))];
  };
  expect(await numbers()).toEqual(['[["Screen",24,"in"]]']);
  const sent: StoreEvent[] = [];
  const send = async (events: readonly StoreEvent[]) => void sent.push(...events);
  const facts = { shownUnits: {}, labels: {}, facetable: true, required: false, position: 0 };
  const ask = { productType: "monitors", key: "Screen", kind: "number" as const, unit: "cm", version: 0, ...facts };
  await inWorld((world) => saveAttribute(world, ask, BY), { send });
  for (let read = 0; read < sent.length; read += 1) {
    const event = sent[read];
    if (event?.kind === "attribute.changed") await inWorld((world) => followAttribute(world, event.payload), { send });
  }
  expect(sent.map(({ kind }) => kind)).toEqual(["attribute.changed", "attribute.changed"]);
  expect(await numbers()).toEqual(['[["Screen",60.96,"cm"]]']);
  // A label changes nothing of the index.
  await inWorld((world) => saveAttribute(world, { ...ask, version: 1, labels: { en: "Screen size" } }, BY), { send });
  expect(sent).toHaveLength(2);
  // Archived, it says no unit: numbers are as they came.
  await inWorld((world) => saveAttribute(world, { ...ask, version: 2, archived: true }, BY), { send });
  const event = sent[2];
  if (event?.kind !== "attribute.changed") throw new Error("No event");
  await inWorld((world) => followAttribute(world, event.payload), { send });
  expect(await numbers()).toContain('[["Screen",24,"in"]]');
});
