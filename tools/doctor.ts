/**
 * `npm run doctor`: says whether everything in a store adds up, and ends with code 1 where it does not. `--repair` repairs
 * what can be, and makes the projections again that differ. Asks the store of PORT, or the one at `--url`.
 */
import { parseArgs } from "node:util";
import type { Examined, ExamineTurn, Finding, Projection, RepairTurn } from "../worker/admin/doctor-flow.ts";
import { BOOKS } from "../worker/doctor/books.ts";
import { type Ask, askerOf } from "./ask-store.ts";
import { examineBooks } from "./doctor-books.ts";
import { withStore } from "./with-store.ts";

const PROJECTIONS: readonly Projection[] = ["search", "documents", "collections", "levels", "customer_orders"];
const EXAMPLES_MAX = 5;
/** Exit codes: something is wrong with the store; doctor itself could not look. */
const [WRONG, FAILED] = [1, 2];

const NAMES: Readonly<Record<Finding["check"] | Examined, string>> = {
  checkouts: "Checkouts that should have ended",
  commits: "Paid orders whose units are only held",
  refunds: "Refunds not finished",
  events: "Events not sent",
  dead_letters: "Dead letters to look at",
  address: "Mails that cannot lead to the store: it does not know its address",
  search: "Products the search has wrong",
  documents: "Product documents that are out of date",
  collections: "Products that collections have wrong",
  levels: "Stock levels that differ from the ledger",
  customer_orders: "Orders their customers do not see",
  ledgers: "Ledgers that are not what was written",
};

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      repair: { type: "boolean", default: false },
      url: { type: "string" },
      token: { type: "string" },
      port: { type: "string" },
    },
  });
  const say = (line: string) => console.log(line);
  return withStore({ url: values.url, token: values.token, port: values.port, say }, async (store) => {
    const ask = askerOf(store);
    say(`Examining ${store.url}`);
    // Books first: what is repaired in them shows in the checks and the projections that come after.
    const books = await examineBooks(ask, { books: BOOKS, repair: values.repair, say });
    const wrong = books + (await examineStore(ask)) + (await examineProjections(ask, values.repair));
    say(
      wrong === 0
        ? "\nEverything adds up."
        : `\n${wrong === 1 ? "One check found" : `${wrong} checks found`} something. docs/runbook.md says what to do.`,
    );
    return wrong === 0 ? 0 : WRONG;
  });
}

/** How many checks found something. */
async function examineStore(ask: Ask): Promise<number> {
  const { items } = await ask<{ items: Finding[] }>("GET", "/api/admin/doctor");
  for (const { check, count, examples } of items) report(NAMES[check], count, examples);
  return items.filter(({ count }) => count > 0).length;
}

/** How many projections differ in the end: those that were repaired and then found well do not count. */
async function examineProjections(ask: Ask, repair: boolean): Promise<number> {
  let wrong = 0;
  for (const projection of PROJECTIONS) {
    let differs = await compare(ask, projection);
    report(NAMES[projection], differs.length, differs.slice(0, EXAMPLES_MAX));
    if (differs.length > 0 && repair) {
      console.log(`       made again: ${await rebuild(ask, projection)}`);
      differs = await compare(ask, projection);
      report(NAMES[projection], differs.length, differs.slice(0, EXAMPLES_MAX));
    }
    if (differs.length > 0) wrong += 1;
  }
  // A broken ledger is not made again: what happened to it is for a person to find out.
  const broken = await compare(ask, "ledgers");
  report(NAMES.ledgers, broken.length, broken.slice(0, EXAMPLES_MAX));
  return broken.length > 0 ? wrong + 1 : wrong;
}

async function compare(ask: Ask, projection: Examined): Promise<string[]> {
  const differs: string[] = [];
  for (let after: string | null = ""; after !== null; ) {
    const turn: ExamineTurn = await ask("GET", `/api/admin/doctor/${projection}?after=${encodeURIComponent(after)}`);
    differs.push(...turn.differs);
    after = turn.next;
  }
  return differs;
}

async function rebuild(ask: Ask, projection: Projection): Promise<number> {
  let done = 0;
  for (let after: string | null = ""; after !== null; ) {
    const turn: RepairTurn = await ask("POST", "/api/admin/doctor/repair", { projection, after });
    done += turn.done;
    after = turn.next;
  }
  return done;
}

function report(name: string, count: number, examples: readonly string[]): void {
  console.log(count === 0 ? `  ok   ${name}: none` : `  !!   ${name}: ${count}`);
  for (const example of examples) console.log(`         ${example}`);
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(FAILED);
  },
);
