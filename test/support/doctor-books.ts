/** Doctor on whole books: what it finds about a test's own ids, and what it repairs. Other tests' leftovers are left out. */
import { expect } from "vitest";
import { BOOKS, type Book } from "../../worker/doctor/books.ts";
import { examineBook, repairBook } from "../../worker/doctor/books-flow.ts";
import type { Disagreement } from "../../worker/doctor/disagreements.ts";
import type { World } from "../../worker/world.ts";

export const STAFF = { id: "staff-1", name: "Robin Example", email: "", role: "staff", market: "en-us" } as const;
const TURNS_MAX = 200;

/** Of every book, or of these. */
export async function examineAll(world: World, books: readonly Book[] = BOOKS): Promise<Disagreement[]> {
  const found: Disagreement[] = [];
  const quick = { ...world, sleep: async () => undefined };
  for (const book of books)
    await eachTurn(async (after) => {
      const turn = await examineBook(quick, book, after);
      if (!turn.ok) throw new Error(turn.problem.code);
      found.push(...turn.value.found);
      return turn.value.next;
    });
  return found;
}

export async function repairAll(world: World, books: readonly Book[] = BOOKS): Promise<void> {
  const quick = { ...world, sleep: async () => undefined };
  for (const book of books)
    await eachTurn(async (after) => {
      const turn = await repairBook(quick, { book, after, by: STAFF });
      if (!turn.ok) throw new Error(turn.problem.code);
      return turn.value.next;
    });
}

async function eachTurn(turn: (after: string) => Promise<string | null>): Promise<void> {
  let after: string | null = "";
  for (let turns = 0; after !== null; turns += 1) {
    expect(turns, "a book has an end").toBeLessThan(TURNS_MAX);
    after = await turn(after);
  }
}

/** Codes of what is found about these ids, in order. */
export const codesAbout = (found: readonly Disagreement[], ...ids: string[]): string[] =>
  found.filter(({ at }) => Object.values(at).some((id) => ids.includes(id))).map(({ code }) => code);
