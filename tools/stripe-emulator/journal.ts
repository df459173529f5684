/**
 * The emulator's memory on disk: one line a change, written before the answer, so that nothing told is forgotten. Reading
 * it back bears a last line that a crash cut short, and writes it anew without what was overwritten.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { type Change, type Kept, type Kind, newKept, put, replay, takeChanges } from "./kept.ts";

/** `save` returns once the changes are in the file. */
export type Journal = { kept: Kept; save(changes: readonly Change[]): void };

/** After so many lines the file is written anew. */
const LINES_MAX = 100_000;

/** Makes the file, and its folder, where there is none. */
export function openJournal(file: string): Journal {
  const kept = readJournal(file);
  mkdirSync(dirname(file), { recursive: true });
  let lines = rewrite(file, kept);
  return {
    kept,
    save: (changes) => {
      appendFileSync(file, linesOf(changes), { mode: 0o600 });
      lines += changes.length;
      if (lines > LINES_MAX) lines = rewrite(file, kept);
    },
  };
}

function readJournal(file: string): Kept {
  const kept = newKept();
  if (!existsSync(file)) return kept;
  const lines = readFileSync(file, "utf8").split("\n");
  // What follows the last line's end was never finished.
  lines.pop();
  for (const line of lines) replay(kept, JSON.parse(line) as Change);
  return kept;
}

/** Written whole beside the old one and then put in its place: a crash leaves one or the other. Answers how many lines. */
function rewrite(file: string, kept: Kept): number {
  const { changed: _, waiting: __, ...shelves } = kept;
  for (const [kind, records] of Object.entries(shelves))
    for (const record of records.values()) put(kept, kind as Kind, record);
  const changes = takeChanges(kept);
  writeFileSync(`${file}.new`, linesOf(changes), { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return changes.length;
}

const linesOf = (changes: readonly Change[]): string => changes.map((change) => `${JSON.stringify(change)}\n`).join("");
