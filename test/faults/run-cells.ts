/**
 * Makes a test of every cell of a family: sets the scene, plays its story with the fault in it, lets time pass until all is
 * over, checks every invariant, and hands on what people saw and what is stored, for the page.
 */
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { listUnsentMails } from "../../worker/notifications/mail-store.ts";
import { takeErrors } from "../support/logged-errors.ts";
import type { StoreBooks } from "../support/store-books.ts";
import { checkStore } from "../support/store-invariants.ts";
import { newTestWorld } from "../support/test-world.ts";
import { newScene, type Scene } from "./scene.ts";
import { FAMILIES, type Family, type Step } from "./step-calls.ts";
import { cellsOf } from "./table.ts";

/** What a cell's test found out. */
export type CellFound = { step: string; fault: string; sees: string; stored: string; checked: string[] };
declare module "vitest" {
  interface TaskMeta {
    cell?: CellFound;
  }
}

/** `play` begins, is struck, and ends; `rival` is how a second request comes to a step; `pay` is what the shopper does. */
export type Story = Scene["story"] & {
  prepare(step: Step): Promise<readonly string[]>;
  play(scene: Scene, step: Step): Promise<void>;
  /** Invariants that end otherwise for a cell, each with its reason in docs/proofs/stock.md. */
  excepted?(step: string, fault: string): readonly string[];
};

const MINUTE_MS = 60_000;
/** Until holds have run out, sessions are over, and what the timer looks at again was looked at, by a clock however wrong. */
const PASSES_MS = [43 * MINUTE_MS, 6 * 60 * MINUTE_MS];

const { FAULT_CELLS = "" } = env as { FAULT_CELLS?: string };
const PLAYED = cellsOf(FAULT_CELLS, Date.now());

export function testCells(family: Family, story: Story): void {
  beforeEach(() => void vi.setSystemTime(Date.now()));
  afterEach(() => void vi.useRealTimers());
  describe(FAMILIES[family], () => {
    for (const { step, fault } of PLAYED)
      if (step.family === family)
        test(`${step.name}: ${fault.name}`, async ({ task }) => {
          const scene = newScene({ step, fault }, await story.prepare(step), story);
          await scene.objects.watch();
          await story.play(scene, step);
          for (const ms of PASSES_MS) await scene.letTimePass(ms);
          await listUnsure(scene);
          const { books, checked, breaches } = await atRest(scene, story.excepted?.(step.id, fault.id));
          expect([...scene.wrong, ...breaches], JSON.stringify({ saw: scene.seen, logged: scene.logged })).toEqual([]);
          expect(scene.struck(), "the fault struck").toBe(fault.times ?? 1);
          takeErrors();
          task.meta.cell = { step: step.id, fault: fault.id, sees: sawOf(scene), stored: storedOf(books), checked };
        });
  });
}

/** A mail is sent once or not at all: doctor lists those of which nobody knows, and staff decide. */
async function listUnsure(scene: Scene): Promise<void> {
  const { accounts } = newTestWorld();
  const { orders, checkouts } = await scene.books();
  const ids = [...orders, ...checkouts].map(({ id }) => id);
  const unsure = await listUnsentMails(accounts, { after: "", beforeMs: Date.now(), limit: UNSURE_MAX });
  if (unsure.some((mail) => ids.some((id) => mail.id.includes(id))))
    scene.sees("doctor lists a mail that may not have gone out");
}
const UNSURE_MAX = 500;

/** An alarm that rang by itself has told the real queue, which takes a moment. */
async function atRest(scene: Scene, excepted: readonly string[] | undefined) {
  for (let tries = 1; ; tries += 1) {
    const books = await scene.books("whole");
    const found = { books, ...checkStore(books, "at rest", excepted) };
    if (tries === TRIES_MAX || !found.breaches.some((breach) => breach.startsWith("projections"))) return found;
    await new Promise((wake) => setTimeout(wake, TRY_MS));
  }
}
const [TRIES_MAX, TRY_MS] = [300, 100];

const sawOf = ({ seen, mails }: Scene): string =>
  [...seen, ...mails.map(({ subject }) => `mail: ${subject.replace(/[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/, "…")}`)].join(
    " → ",
  );

function storedOf({ checkouts, orders, charges, refunds, ledgers }: StoreBooks): string {
  // Two that were begun at once have no order of their own.
  const states =
    checkouts
      .map(({ state }) => state)
      .toSorted()
      .join(", ") || "no checkout";
  const count = (number: number, what: string) => `${number} ${what}${number === 1 ? "" : "s"}`;
  const units = (kind: string) =>
    ledgers
      .flatMap(({ entries }) => entries.filter((entry) => entry.kind === kind))
      .reduce((sum, { facts }) => sum + Number(facts.quantity), 0);
  const onHand = ledgers.reduce((sum, { levels }) => sum + levels.onHand, 0);
  const held = ledgers.reduce((sum, { levels }) => sum + levels.held, 0);
  return [
    `checkout ${states}`,
    count(orders.length, "order"),
    count(charges.length, "charge"),
    ...(refunds.length > 0
      ? [
          `refund ${refunds
            .map(({ state }) => state)
            .toSorted()
            .join(", ")}`,
        ]
      : []),
    `${units("committed")} sold, ${onHand} on hand, ${held} held`,
  ].join(" · ");
}
