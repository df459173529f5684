/** Files of imports that were never begun. */
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { dropOrphans } from "../../worker/transfer/drop-orphans-flow.ts";
import { writeUpload } from "../../worker/transfer/import-parts-store.ts";
import { HOUR_MS, newTestWorld } from "../support/test-world.ts";

const DAY_MS = 24 * HOUR_MS;
const [orphan, known] = ["0a6c2c58-1111-4111-8111-000000000001", "0b6c2c58-1111-4111-8111-000000000002"];

test("a file that became no import is dropped after a day, once an hour is looked; one of an import stays", async () => {
  const onTheHour = Math.ceil(Date.now() / HOUR_MS) * HOUR_MS;
  const worldAt = (atMs: number) => ({
    ...newTestWorld(),
    nowMs: () => atMs,
    randomBytes: (length: number) => new Uint8Array(length),
  });
  const world = worldAt(onTheHour);
  for (const id of [orphan, known]) await writeUpload(world, id, new ArrayBuffer(8));
  const run = await env.CATALOG.prepare(
    "SELECT name FROM pragma_table_info('import_runs') WHERE \"notnull\" = 1 AND dflt_value IS NULL",
  ).all<{ name: string }>();
  const names = run.results.map(({ name }) => name);
  await env.CATALOG.prepare(
    `INSERT INTO import_runs (${names.join(", ")}) VALUES (${names.map((name) => (name === "id" ? `'${known}'` : "0")).join(", ")})`,
  ).run();
  // Other tests' files lie beside them.
  const kept = async () =>
    (await env.TRANSFERS.list({ prefix: "imports/" })).objects
      .map(({ key }) => key.split("/")[1])
      .filter((id) => id === orphan || id === known);
  await dropOrphans(world);
  expect(await kept()).toEqual([orphan, known]);
  await dropOrphans(worldAt(onTheHour + DAY_MS + HOUR_MS / 2));
  expect(await kept()).toEqual([orphan, known]);
  await dropOrphans(worldAt(onTheHour + DAY_MS + HOUR_MS));
  expect(await kept()).toEqual([known]);
});
