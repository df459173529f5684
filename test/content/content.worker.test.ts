/** What staff write for the store's own pages: kept with its versions, never over what somebody else saved, and taken back. */
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { sweepAudits } from "../../worker/admin/pending-audit-store.ts";
import { readContent } from "../../worker/content/content-store.ts";
import { saveContent } from "../../worker/content/save-content-flow.ts";
import { dyingWorld, wasKilled } from "../support/dying-world.ts";
import { ask, askAsStaff, inWorld, refusal } from "../support/store-client.ts";

const PATH = "/api/admin/pages";
const ID = "shipping.de-DE";
const BY = { id: "staff", name: "Robin Example", email: "", role: "staff" as const, market: "en-us" as const };
const TEXT = { title: "Versand", description: "Was die Lieferung kostet.", body: "## Wann\n\nMorgen.\n\nOder später." };
const put = (body: object, id = ID) => askAsStaff("PUT", `${PATH}/${id}`, { ...TEXT, version: 0, ...body });
const audited = async (subject: string) =>
  (
    await env.ACCOUNTS.prepare("SELECT action FROM audit_entries WHERE subject = ? ORDER BY at_ms, rowid")
      .bind(subject)
      .all<{ action: string }>()
  ).results.map(({ action }) => action);

describe("what staff write for a page", () => {
  test("is kept for that page and locale, with versions that can be compared and gone back to", async () => {
    expect(refusal(await askAsStaff("GET", `${PATH}/${ID}`))).toBe("404 page.unknown");
    expect((await put({})).body).toMatchObject({ id: ID, ...TEXT, archived: false, version: 1 });
    expect((await put({ version: 1 })).body, "the same again changes nothing").toMatchObject({ version: 1 });
    await put({ version: 1, body: "## Wann\n\nÜbermorgen.\n\nOder später." });
    const { body } = await askAsStaff<{ items: object[] }>("GET", `${PATH}/${ID}/versions/1/changes?to=2`);
    expect(body.items, "of a long text, the paragraphs that differ").toEqual([
      { path: "body", before: ["Morgen."], after: ["Übermorgen."] },
    ]);
    expect((await askAsStaff("POST", `${PATH}/${ID}/revert`, { version: 2, to: 1 })).body).toEqual({ version: 3 });
    expect((await askAsStaff("GET", `${PATH}/${ID}`)).body).toMatchObject({ ...TEXT, version: 3 });
    const listed = await askAsStaff<{ items: { id: string }[] }>("GET", PATH);
    expect(listed.body.items.map(({ id }) => id)).toEqual([ID]);
    expect(listed.body.items[0]).not.toHaveProperty("body");
    expect(await audited(`page:${ID}`)).toEqual(["page.saved", "page.saved", "page.reverted"]);
  });

  test("is archived and brought back; a form of before is refused, and of two at once one is told", async () => {
    const archive = (version: number, archived: boolean) =>
      askAsStaff("POST", `${PATH}/${ID}/archive`, { version, archived });
    expect((await archive(3, true)).body).toEqual({ version: 4 });
    expect(await put({ version: 3, title: "Lieferung" })).toMatchObject({
      status: 409,
      body: { code: "page.changed_meanwhile", version: 4 },
    });
    await put({ version: 4, title: "Lieferung" });
    expect((await askAsStaff("GET", `${PATH}/${ID}`)).body).toMatchObject({ title: "Lieferung", archived: true });
    expect((await archive(5, false)).body).toEqual({ version: 6 });
    const both = await Promise.all([put({ version: 6, title: "Eins" }), put({ version: 6, title: "Zwei" })]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    const first = await Promise.all([put({}, "about.ja-JP"), put({ title: "Zwei" }, "about.ja-JP")]);
    expect(first.map(({ status }) => status).toSorted()).toEqual([200, 409]);
  });

  test.each([
    ["a page there is not", "imprint.de-DE", {}, "404 page.unknown"],
    ["a locale there is not", "shipping.de-XX", {}, "404 page.unknown"],
    ["more than a page", "shipping.de-DE.x", {}, "404 page.unknown"],
    ["no title", "returns.de-DE", { title: "  " }, "422 request.invalid"],
    ["a title of two lines", "returns.de-DE", { title: "a\nb" }, "422 request.invalid"],
    ["a text that is too long", "returns.de-DE", { body: "x".repeat(50_001) }, "422 request.invalid"],
    ["quotes too deep in each other", "returns.de-DE", { body: "> ".repeat(9) }, "422 request.invalid"],
    ["a paragraph that is all marks", "returns.de-DE", { body: "*a_ ".repeat(201) }, "422 request.invalid"],
    ["a field there is not", "returns.de-DE", { html: "<b>" }, "422 request.invalid"],
  ])("%s is refused, and nothing is written", async (_, id, over, expected) => {
    expect(refusal(await put(over, id))).toBe(expected);
    expect(refusal(await askAsStaff("GET", `${PATH}/${id}`))).toBe("404 page.unknown");
  });

  test("is for staff alone", async () => {
    for (const [method, path] of [
      ["GET", PATH],
      ["GET", `${PATH}/${ID}`],
      ["PUT", `${PATH}/${ID}`],
      ["POST", `${PATH}/${ID}/archive`],
      ["POST", `${PATH}/${ID}/revert`],
    ] as const) {
      const init = method === "GET" ? {} : { body: "{}", headers: { "content-type": "application/json" } };
      expect(refusal(await ask(path, { method, ...init }))).toBe("401 access.sign_in_needed");
    }
  });

  test.each(["before", "after"] as const)("dies %s any of its steps whole or not there", async (when) => {
    const name = { page: "about" as const, locale: when === "before" ? ("it-IT" as const) : ("pl-PL" as const) };
    let version = 0;
    for (let steps = 1; ; steps += 1) {
      const asked = { ...TEXT, title: `Step ${steps}`, version };
      const died = await inWorld(async (world) => {
        const dying = dyingWorld({ ...world, defer: () => undefined }, steps, when);
        try {
          await saveContent(dying, name, asked, BY);
        } catch (error) {
          if (!wasKilled(error)) throw error;
        }
        return dying.over;
      });
      await inWorld(async (world) => {
        const saved = await saveContent(world, name, asked, BY);
        expect(saved.ok, "the same again, as whoever saw no answer sends it").toBe(true);
        await sweepAudits(world);
        version += 1;
        expect(await readContent(world.catalog, name)).toMatchObject({ title: asked.title, version });
      });
      expect(await audited(`page:about.${name.locale}`)).toHaveLength(version);
      if (!died) break;
    }
    expect(version).toBeGreaterThan(2);
  });
});
