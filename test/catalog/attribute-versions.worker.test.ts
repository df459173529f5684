/** Versions of attribute definitions: each save leaves one, with its entry in the audit and what it tells the index. */
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { sweepAudits } from "../../worker/admin/pending-audit-store.ts";
import { attributeIdOf, attributeNameOf } from "../../worker/catalog/attributes/attribute-definition.ts";
import { readDefinition } from "../../worker/catalog/attributes/attribute-store.ts";
import { type AttributeAsk, saveAttribute } from "../../worker/catalog/attributes/save-attribute-flow.ts";
import { listGroupVersions } from "../../worker/catalog/versions/group-version-store.ts";
import type { Database } from "../../worker/world.ts";
import { dyingWorld, wasKilled } from "../support/dying-world.ts";
import { askAsStaff, inWorld, refusal } from "../support/store-client.ts";

const PATH = "/api/admin/attributes";
const BY = { id: "staff", name: "Robin Example", email: "", role: "staff" as const, market: "en-us" as const };
const NAME = { productType: "laptops", key: "weight" };
const ID = encodeURIComponent(attributeIdOf(NAME));
type Row = { version: number; source: string; note: string; byId: string };
const put = (body: object) => askAsStaff("PUT", PATH, { ...NAME, kind: "number", version: 0, ...body });
const versions = async (id = ID) => (await askAsStaff<{ items: Row[] }>("GET", `${PATH}/${id}/versions`)).body.items;
const stateIn = async (version: number) =>
  (await askAsStaff<{ state: object }>("GET", `${PATH}/${ID}/versions/${version}`)).body.state;
const revert = (version: number, to: number) => askAsStaff("POST", `${PATH}/${ID}/revert`, { version, to });
const audited = async (subject: string) =>
  (
    await env.ACCOUNTS.prepare("SELECT action FROM audit_entries WHERE subject = ? ORDER BY at_ms, rowid")
      .bind(subject)
      .all<{ action: string }>()
  ).results.map(({ action }) => action);

describe("every save of a definition is a version", () => {
  test("with who and how; what it was is kept, two are compared, going back is a version too", async () => {
    await put({ unit: "kg", labels: { en: "Weight" }, shownUnits: { "en-us": "lb" }, position: 1 });
    await put({ version: 1, unit: "g", labels: { en: "Weight", de: "Gewicht" }, required: true, position: 1 });
    expect((await versions()).map(({ version, source, byId }) => [version, source, byId])).toEqual([
      [2, "staff", "token:staff"],
      [1, "staff", "token:staff"],
    ]);
    expect(await stateIn(1)).toEqual({
      ...{ kind: "number", unit: "kg", shownUnits: { "en-us": "lb" }, labels: { en: "Weight" } },
      ...{ facetable: true, required: false, position: 1, archived: false },
    });
    const compared = await askAsStaff<{ items: { path: string; before?: unknown; after?: unknown }[] }>(
      "GET",
      `${PATH}/${ID}/versions/1/changes?to=2`,
    );
    expect(compared.body.items).toEqual([
      { path: "unit", before: "kg", after: "g" },
      { path: "shownUnits.en-us", before: "lb" },
      { path: "labels.de", after: "Gewicht" },
      { path: "required", before: false, after: true },
    ]);
    expect((await revert(2, 1)).body).toEqual({ version: 3 });
    expect(await stateIn(3)).toEqual(await stateIn(1));
    expect((await versions())[0]).toMatchObject({ version: 3, source: "revert", note: "1" });
    expect((await revert(3, 1)).body).toEqual({ version: 3 });
    expect(await audited("attribute:laptops/weight")).toEqual([
      "attribute.saved",
      "attribute.saved",
      "attribute.reverted",
    ]);
  });

  test("archiving and bringing back are versions, and a form of before is refused with the version there is", async () => {
    const archive = (version: number, archived: boolean) =>
      askAsStaff("POST", `${PATH}/${ID}/archive`, { version, archived });
    expect((await archive(3, true)).body).toEqual({ version: 4 });
    expect(await put({ version: 3, unit: "t" })).toMatchObject({
      status: 409,
      body: { code: "attribute.changed_meanwhile", version: 4 },
    });
    // Changed while it is archived, it stays so.
    await put({ version: 4, unit: "kg" });
    expect(await stateIn(5)).toMatchObject({ archived: true });
    expect((await archive(5, false)).body).toEqual({ version: 6 });
    expect((await audited("attribute:laptops/weight")).slice(3)).toEqual([
      "attribute.archived",
      "attribute.saved",
      "attribute.restored",
    ]);
  });

  test("two that save at once leave one version: the other is told", async () => {
    const both = await Promise.all([put({ version: 6, unit: "g" }), put({ version: 6, unit: "mg" })]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect((await versions())[0]?.version).toBe(7);
  });

  test.each([
    ["another version than there is", "revert", ID, { version: 1, to: 1 }, "409 attribute.changed_meanwhile"],
    ["a version there never was", "revert", ID, { version: 7, to: 99 }, "404 version.unknown"],
    ["a definition there is not", "revert", "laptops%2Fnone", { version: 1, to: 1 }, "404 attribute.unknown"],
    ["what is no name", "archive", "laptops", { version: 1, archived: true }, "404 attribute.unknown"],
  ])("%s is refused", async (_, act, id, body, expected) => {
    expect(refusal(await askAsStaff("POST", `${PATH}/${id}/${act}`, body))).toBe(expected);
  });

  test("whatever type and key are called, each has versions of its own", async () => {
    const names = [
      { productType: "a/b", key: "c" },
      { productType: "a", key: "b/c" },
      { productType: "", key: "a%2Fb/c" },
      { productType: "a%2Fb", key: "c" },
    ];
    for (const name of names) {
      expect(attributeNameOf(attributeIdOf(name))).toEqual(name);
      expect((await put({ ...name, labels: { en: "One" } })).status).toBe(200);
    }
    expect(new Set(names.map(attributeIdOf)).size).toBe(names.length);
    for (const name of names) expect(await versions(encodeURIComponent(attributeIdOf(name)))).toHaveLength(1);
  });

  test("a definition of before versions were kept has a first one of nobody", async () => {
    await env.CATALOG.prepare(
      `INSERT INTO attribute_definitions (product_type, key, kind, shown_units, labels, facetable, required, position, version, updated_at_ms)
       VALUES ('phones', 'camera', 'text', '{}', '{"en":"Camera"}', 1, 0, 0, 4, 10)`,
    ).run();
    await put({ productType: "phones", key: "camera", kind: "text", version: 4, labels: { en: "Cameras" } });
    expect((await versions("phones%2Fcamera")).map(({ version, source }) => [version, source])).toEqual([
      [5, "staff"],
      [4, "unrecorded"],
    ]);
  });
});

describe("a save", () => {
  const ask = (key: string, over: Partial<AttributeAsk> = {}): AttributeAsk => ({
    ...{ productType: "tvs", key, kind: "number", unit: "cm", shownUnits: {}, labels: {} },
    ...{ facetable: true, required: false, position: 0, version: 0, ...over },
  });
  /** Definition, versions, entries on record (moved or pending) and events of a key. */
  const left = async (key: string) => {
    const group = { kind: "attribute" as const, id: `tvs/${key}` };
    return inWorld(async (world) => {
      await sweepAudits(world);
      const kept = await readDefinition(world.catalog, { productType: "tvs", key });
      const rows = await listGroupVersions(world.catalog, group, { before: 99, limit: 9 });
      const events = await env.CATALOG.prepare("SELECT id FROM outbox WHERE payload LIKE ?").bind(`%"${key}"%`).all();
      return [kept?.version ?? 0, rows.length, (await audited(`attribute:tvs/${key}`)).length, events.results.length];
    });
  };

  test.each(["before", "after"] as const)("that dies %s any of its steps is whole or not there", async (when) => {
    let died = 0;
    for (let steps = 1; ; steps += 1) {
      const key = `killed-${when}-${steps}`;
      const isOver = await inWorld(async (world) => {
        const dying = dyingWorld({ ...world, defer: () => undefined }, steps, when);
        try {
          await saveAttribute(dying, ask(key), BY);
        } catch (error) {
          if (!wasKilled(error)) throw error;
        }
        return dying.over;
      });
      const had = await left(key);
      expect([
        [0, 0, 0, 0],
        [1, 1, 1, 1],
      ]).toContainEqual(had);
      if (!isOver) break;
      died += 1;
      // The same again, as whoever saw no answer sends it.
      await inWorld((world) => saveAttribute(world, ask(key), BY));
      expect((await left(key)).slice(0, 3)).toEqual([1, 1, 1]);
    }
    expect(died).toBeGreaterThan(1);
  });

  test("asks no database of the index, however many there are: an event brings the new unit there", async () => {
    const asked: string[] = [];
    const sent: string[] = [];
    await inWorld(
      async (world) => {
        const told = (db: Database) =>
          new Proxy(db, { get: (target, name) => asked.push(String(name)) && Reflect.get(target, name) });
        const databases = new Map([...world.searchShards.databases].map(([name, db]) => [name, told(db)]));
        const searchShards = { ...world.searchShards, databases };
        const watched = { ...world, search: told(world.search), searchShards };
        await saveAttribute(watched, ask("depth"), BY);
        await saveAttribute(watched, ask("depth", { version: 1, unit: "mm" }), BY);
        await saveAttribute(watched, ask("depth", { version: 2, unit: "mm", required: true }), BY);
      },
      { send: async (events) => void sent.push(...events.map(({ kind }) => kind)) },
    );
    expect([asked, sent]).toEqual([[], ["attribute.changed", "attribute.changed"]]);
  });
});
