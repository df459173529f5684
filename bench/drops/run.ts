/**
 * `npm run bench:drop`: 100,000 visitors of a drop, in virtual time, through the store's own room, doors and stock object.
 * Says what each of them is asked a second at most, and ends with an error when the stock object heard of anyone who was
 * not let in, or sold more than there was.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { askOf, openObjects } from "../objects/runtime.ts";
import { machine, writeFigures } from "../report.ts";
import type { End, Minute } from "./figures.ts";

const VISITORS = 100_000;
const UNITS = 2_000;
const RATE_PER_MINUTE = 600;
const MINUTES_BEFORE = 10;
/** It ends when the last unit is held; a pass that nobody used is given on when it runs out, so the tail is long. */
const MINUTES_AFTER_MAX = 60;
/** Shown minute by minute so long; then every fifth. */
const EACH_MINUTE_UNTIL = 12;
const ASKS_MS = 4_000;

const folder = mkdtempSync(join(tmpdir(), "meridian-bench-drop-"));
const runtime = await openObjects(folder, join(import.meta.dirname, "worker.ts"), {
  WAITING_ROOM: "SimRoom",
  WAITING_DOOR: "SimDoor",
  STOCK: "SimStock",
});
try {
  const ask = await askOf(runtime);
  await ask(`/begin?visitors=${VISITORS}&units=${UNITS}&rate=${RATE_PER_MINUTE}`);
  const rows: Minute[] = [];
  for (let turn = 0; turn < MINUTES_BEFORE + MINUTES_AFTER_MAX; turn += 1) {
    const row = await ask<Minute>("/minute");
    console.log(`  Minute ${row.minute}: ${row.waiting} wait, ${row.admitted} let in, ${row.used} hold a unit`);
    rows.push(row);
    if (row.unitsLeft === 0) break;
  }
  const end = await ask<End>("/end");
  const asks = await ask<{ calls: number; ms: number }>(`/asks?ms=${ASKS_MS}`);
  check(end);
  const tables = tablesOf(rows, end, (1_000 * asks.calls) / asks.ms);
  console.log(`\n${tables}`);
  writeFigures("drop", tables);
} finally {
  await runtime.dispose();
  rmSync(folder, { recursive: true, force: true });
}

/** What must be so, whatever the figures are. */
function check({ holdsOfOthers, held, stockHolds, admitted }: End): void {
  if (holdsOfOthers > 0) throw new Error(`The stock object heard of ${holdsOfOthers} who were not let in`);
  if (held > UNITS) throw new Error(`${held} of ${UNITS} units were held`);
  if (stockHolds > admitted) throw new Error(`${stockHolds} holds of ${admitted} who were let in`);
}

function tablesOf(rows: readonly Minute[], end: End, asksPerSecond: number): string {
  const text = (value: number | null) => (value === null ? "" : value.toLocaleString("en-US"));
  const most = (part: "room" | "door" | "stock") => Math.max(...rows.map((row) => row[part]));
  const last = rows.at(-1)?.minute ?? 0;
  const shown = rows.filter(
    ({ minute }) =>
      minute === -9 ||
      (minute >= 0 && minute <= EACH_MINUTE_UNTIL) ||
      (minute > 0 && minute % 5 === 0) ||
      minute === last,
  );
  return [
    `${new Date().toISOString().slice(0, 10)}, ${machine()}. ${text(VISITORS)} visitors, ${text(UNITS)} units, ${text(RATE_PER_MINUTE)} let in a minute at most.`,
    "",
    "| minute | waiting | let in | hold a unit | units left | to the room, a second | to the busiest door | to the stock object |",
    "|---|---|---|---|---|---|---|---|",
    ...shown.map(
      (row) =>
        `| ${row.minute} | ${text(row.waiting)} | ${text(row.admitted)} | ${text(row.used)} | ${text(row.unitsLeft)} | ${row.room} | ${row.door} | ${row.stock} |`,
    ),
    "",
    `Requests a second are those of each minute's busiest second. Over all of it: ${text(end.joins)} joins and ${text(end.asks)} asks at the doors; ${text(end.roomTotal)} words to the room, ${most("room")} a second at most; ${text(end.stockHolds)} holds asked of the stock object, all by visitors who were let in, and ${text(end.stockReads)} reads of it, ${most("stock")} a second at most.`,
    `The draw of the order took ${end.drawMs.toFixed(0)} ms, a turn to all doors ${end.turnMsMax.toFixed(0)} ms at most. One door answered ${asksPerSecond.toFixed(0)} asks a second, each a message of its own.`,
  ].join("\n");
}
