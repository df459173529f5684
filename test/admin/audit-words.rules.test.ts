/** Staff reads the audit in words: each action that the store records has some, and no other has. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const PREFIX = "action.";
/** An action in place, one of two, or a table of them. */
const ACTION_PLACES = [/\baction: [^\n]*/g, /\bconst ACTIONS = \{[^}]*\}/g];

const recorders = readdirSync(join(root, "worker"), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => readFileSync(join(root, "worker", file), "utf8"))
  .filter((source) => /\b(recordAudit|auditInsert|auditEntryOf|writeProduct)\(|\bconst ACTIONS = /.test(source));

test("no action is put together where it is recorded: nobody would find its words", () => {
  expect(recorders.flatMap((source) => source.match(/\baction: `[^\n]*/g) ?? [])).toEqual([]);
});

test("every action that is recorded has words, and all words are of an action", () => {
  const places = recorders.flatMap((source) => ACTION_PLACES.flatMap((place) => source.match(place) ?? []));
  const recorded = places.flatMap((place) => place.match(/"[a-z_]+\.[a-z_]+"/g) ?? []).map((code) => code.slice(1, -1));
  const words = JSON.parse(readFileSync(join(root, "site/messages/en-US/admin.json"), "utf8")) as object;
  const told = Object.keys(words).filter((key) => key.startsWith(PREFIX));
  expect(told.map((key) => key.slice(PREFIX.length)).sort()).toEqual([...new Set(recorded)].sort());
});
