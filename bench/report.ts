/** The figures as tables: for the terminal, and for bench/README.md between its markers. */
import { readFileSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import type { Measured } from "./load.ts";

export type Row = { name: string; visitors: number; measured: Measured };

const README = join(import.meta.dirname, "README.md");
const PURCHASES = "Whole purchases";

/** `bare` is the bare Worker at the same number of visitors. */
export function tablesOf(bare: Measured, rows: readonly Row[], purchases: readonly Row[], date: Date): string {
  return [
    `${date.toISOString().slice(0, 10)}, ${machine()}.`,
    "",
    "| at 16 connections | a second | of the bare Worker | p50 | p99 | p50 as a multiple |",
    "|---|---|---|---|---|---|",
    ...[{ name: "Bare Worker", visitors: 16, measured: bare }, ...rows].map((row) => lineOf(bare, row)),
    "",
    `| ${PURCHASES} | orders a second | p50 | p99 |`,
    "|---|---|---|---|",
    ...purchases.map(
      ({ name, measured }) =>
        `| ${name} | ${measured.perSecond.toFixed(1)} | ${ms(measured.p50Ms)} | ${ms(measured.p99Ms)} |`,
    ),
  ].join("\n");
}

function lineOf(bare: Measured, { name, measured }: Row): string {
  const { perSecond, p50Ms, p99Ms } = measured;
  const share = `${((100 * perSecond) / bare.perSecond).toFixed(0)} %`;
  return `| ${name} | ${perSecond.toFixed(0)} | ${share} | ${ms(p50Ms)} | ${ms(p99Ms)} | ${(p50Ms / bare.p50Ms).toFixed(1)} × |`;
}

const ms = (value: number): string => `${value.toFixed(1)} ms`;

/** What the figures were taken on. */
export function machine(): string {
  const all = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${all.length} cores (${all[0]?.model.trim() ?? "unknown"}), ${memory} GB, Node ${process.versions.node}`;
}

/** Puts the tables of one bench where its last ones were. Throws when the markers are gone. */
export function writeFigures(
  of: "store" | "stock" | "drop" | "growth" | "import" | "search" | "pages",
  tables: string,
): void {
  const [begin, endMark] = [`<!-- figures: ${of} -->`, `<!-- /figures: ${of} -->`];
  const text = readFileSync(README, "utf8");
  const [start, end] = [text.indexOf(begin), text.indexOf(endMark)];
  if (start === -1 || end < start) throw new Error(`${README} has lost its markers ${begin} … ${endMark}`);
  writeFileSync(README, `${text.slice(0, start + begin.length)}\n${tables}\n${text.slice(end)}`);
}
