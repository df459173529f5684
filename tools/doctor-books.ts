/** Doctor's books, as the command tells them: a line for each book, and for each kind of disagreement where, why and what mends it. */
import { BOOK_NAMES, type Book } from "../worker/doctor/books.ts";
import { DISAGREEMENTS, type Disagreement, type explain } from "../worker/doctor/disagreements.ts";
import type { Ask } from "./ask-store.ts";

type Item = ReturnType<typeof explain>;
type Turn = { checked: number; items: Item[]; next: string | null };
type Repaired = { found: number; tried: number; next: string | null };
type Say = (line: string) => void;
type Looked = { checked: number; items: Item[] };

/** Shown of each kind; all are counted. */
const EXAMPLES_MAX = 5;
const WIDTH = 96;
const INDENT = " ".repeat(11);

/** How many books disagree in the end, those that could not be looked at among them. */
export async function examineBooks(
  ask: Ask,
  { books, repair, say }: { books: readonly Book[]; repair: boolean; say: Say },
): Promise<number> {
  let wrong = 0;
  for (const book of books) {
    try {
      const left = await examineBook(ask, { book, repair, say });
      if (left > 0) wrong += 1;
    } catch (error) {
      wrong += 1;
      say(`  ??   ${BOOK_NAMES[book]}: could not be looked at`);
      say(`${INDENT}${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return wrong;
}

async function examineBook(
  ask: Ask,
  { book, repair, say }: { book: Book; repair: boolean; say: Say },
): Promise<number> {
  const found = await look(ask, book);
  report(book, found, say);
  if (!repair || !found.items.some(({ canRepair }) => canRepair)) return found.items.length;
  const tried = await repairAll(ask, book);
  const left = await look(ask, book);
  say(`       repaired: ${tried}; left: ${left.items.length}`);
  if (left.items.length > 0) report(book, left, say);
  return left.items.length;
}

async function look(ask: Ask, book: Book): Promise<Looked> {
  const looked: Looked = { checked: 0, items: [] };
  for (let after: string | null = ""; after !== null; ) {
    const turn: Turn = await ask("GET", `/api/admin/doctor/books/${book}?after=${encodeURIComponent(after)}`);
    looked.checked += turn.checked;
    looked.items.push(...turn.items);
    after = turn.next;
  }
  return looked;
}

async function repairAll(ask: Ask, book: Book): Promise<number> {
  let tried = 0;
  for (let after: string | null = ""; after !== null; ) {
    const turn: Repaired = await ask("POST", `/api/admin/doctor/books/${book}/repair`, { after });
    tried += turn.tried;
    after = turn.next;
  }
  return tried;
}

function report(book: Book, { checked, items }: Looked, say: Say): void {
  say(
    `  ${items.length === 0 ? "ok" : "!!"}   ${BOOK_NAMES[book]}: ${items.length === 0 ? "agree" : items.length}, ${checked} looked at`,
  );
  for (const [code, same] of Map.groupBy(items, (item) => item.code)) {
    const { what, cause, repair, canRepair } = DISAGREEMENTS[code];
    say(`       ${code}: ${same.length}`);
    told("what", what, say);
    told("cause", cause, say);
    told(canRepair ? "--repair" : "by hand", repair, say);
    for (const one of same.slice(0, EXAMPLES_MAX)) say(`${INDENT}- ${placeOf(one)}`);
    if (same.length > EXAMPLES_MAX) say(`${INDENT}- and ${same.length - EXAMPLES_MAX} more`);
  }
}

/** Broken between words, under its name. */
function told(name: string, words: string, say: Say): void {
  let line = "";
  const lines: string[] = [];
  for (const word of words.split(" ")) {
    if (line !== "" && line.length + word.length + 1 > WIDTH) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  for (const [index, each] of [...lines, line].entries())
    say(`         ${(index === 0 ? name : "").padEnd(9)} ${each}`);
}

/** `orderId=… sku=… (quantity=2)`. */
function placeOf({ at, facts }: Pick<Disagreement, "at" | "facts">): string {
  const pairs = (values: Disagreement["facts"]) =>
    Object.entries(values)
      .map(([name, value]) => `${name}=${value}`)
      .join(" ");
  return Object.keys(facts).length === 0 ? pairs(at) : `${pairs(at)} (${pairs(facts)})`;
}
