/**
 * The forms that receive, count, take back, correct and send a SKU's units, and those of its transfers. Each carries the
 * id of what it does, so sending it twice does it once.
 */
import type { AstroGlobal } from "astro";
import type { Viewer } from "../../worker/customers/viewer.ts";
import { moveStock, type StockMove } from "../../worker/inventory/move-stock-flow.ts";
import type { StockProblem } from "../../worker/inventory/stock.ts";
import { ADJUST_REASONS } from "../../worker/inventory/stock-reason.ts";
import { CHANGE_MAX, REASON_LENGTH_MAX } from "../../worker/ledger/ask-limits.ts";
import { ADMIN } from "../admin-paths.ts";
import { type Fault, type Faults, idOf, readSent, type Sent, wholeOf } from "./admin-fields.ts";

/** What the page's form area does, in the order of its tabs. */
export const STOCK_ACTS = ["receive", "count", "return", "adjust", "send"] as const;
export type StockAct = (typeof STOCK_ACTS)[number];
type Intent = StockMove["kind"];

/** `about` says which form; `id` is what it is sent with, and the move's own; `transfer` is whose form it is. */
export type StockEntry = {
  about: Intent | null;
  id: string;
  transfer: string;
  sent: Sent;
  faults: Faults;
  fault: Fault | null;
};
type Draft = { move: StockMove; faults: Faults };

/** The forms as they are shown first, with a new id. */
export const emptyStockEntry = (newId: () => string): StockEntry => ({
  about: null,
  id: newId(),
  transfer: "",
  sent: () => "",
  faults: {},
  fault: null,
});

/** What the redirect says was done. */
export const STOCK_DONE = {
  receive: "received",
  count: "counted",
  return: "returned",
  adjust: "adjusted",
  send: "sent",
  arrive: "arrived",
  lose: "lost",
} as const satisfies Record<Intent, string>;

/** A SKU the store does not know leads to the list, which says so. */
export async function postStock(astro: AstroGlobal, sku: string, by: Viewer): Promise<Response | StockEntry> {
  const { world } = astro.locals;
  const sent = await readSent(astro);
  const about = (Object.keys(STOCK_DONE) as Intent[]).find((intent) => intent === sent?.("intent"));
  if (!sent || !about) return { ...emptyStockEntry(world.newId), fault: { key: "admin.fault.form" } };
  const entry: StockEntry = {
    about,
    id: idOf(sent, world.newId),
    transfer: sent("transfer"),
    sent,
    faults: {},
    fault: null,
  };
  const { move, faults } = draftOf(about, entry.id, sent);
  if (Object.keys(faults).length > 0) return { ...entry, faults };
  const moved = await moveStock(world, { sku, by, move });
  if (moved.ok) return astro.redirect(ADMIN.sku(sku, { done: STOCK_DONE[about], do: tabOf(about) }), 303);
  if (moved.problem.code === "stock.sku_unknown") return astro.redirect(ADMIN.stock({ missing: sku }), 303);
  const isUsed = moved.problem.code === "stock.operation_differs";
  return { ...entry, ...(isUsed && { id: world.newId() }), ...refusalOf(moved.problem, about) };
}

const tabOf = (about: Intent): StockAct | null => STOCK_ACTS.find((act) => act === about) ?? null;

function draftOf(about: Intent, operationId: string, sent: Sent): Draft {
  const account = sent("location");
  switch (about) {
    case "receive":
    case "return": {
      const { quantity, faults } = quantityOf(sent, "quantity");
      return { move: { kind: about, operationId, account, quantity }, faults };
    }
    case "count": {
      const { quantity: counted, faults } = quantityOf(sent, "counted");
      return { move: { kind: about, operationId, account, counted }, faults };
    }
    case "adjust":
      return draftAdjust(operationId, account, sent);
    case "send": {
      const { quantity, faults } = quantityOf(sent, "quantity");
      const [from, to] = [sent("from"), sent("to")];
      const same: Faults = from === to ? { to: { key: "admin.fault.sameLocation" } } : {};
      return { move: { kind: about, operationId, from, to, quantity }, faults: { ...faults, ...same } };
    }
    case "arrive": {
      const { quantity, faults } = quantityOf(sent, "quantity");
      return { move: { kind: about, operationId, transferId: sent("transfer"), quantity }, faults };
    }
    case "lose":
      return { move: { kind: about, operationId, transferId: sent("transfer") }, faults: {} };
  }
}

function draftAdjust(operationId: string, account: string, sent: Sent): Draft {
  const delta = wholeOf(sent("delta"), { signed: true }) ?? 0;
  const reason = ADJUST_REASONS.find((each) => each === sent("reason"));
  const note = sent("note").trim();
  const faults: Record<string, Fault> = {};
  if (delta === 0 || Math.abs(delta) > CHANGE_MAX) faults.delta = { key: "admin.fault.delta" };
  if (!reason) faults.reason = { key: "admin.fault.reason" };
  if (note.length > REASON_LENGTH_MAX || !note.isWellFormed())
    faults.note = { key: "admin.fault.tooLong", values: { max: REASON_LENGTH_MAX } };
  return { move: { kind: "adjust", operationId, account, delta, reason: reason ?? "", note }, faults };
}

/** Of none there can only be a count. */
function quantityOf(sent: Sent, name: "quantity" | "counted"): { quantity: number; faults: Faults } {
  const quantity = wholeOf(sent(name));
  const min = name === "counted" ? 0 : 1;
  if (quantity !== null && quantity >= min && quantity <= CHANGE_MAX) return { quantity, faults: {} };
  return { quantity: 0, faults: { [name]: { key: `admin.fault.${name}`, values: { max: CHANGE_MAX } } } };
}

/** At the field it is about; above the form where it is about none. */
function refusalOf(problem: StockProblem, about: Intent): Pick<StockEntry, "faults" | "fault"> {
  const at = (name: string, key: Fault["key"], values: Fault["values"] = {}) => ({
    faults: { [name]: { key, values } },
    fault: null,
  });
  switch (problem.code) {
    case "stock.location_unknown":
      return at(about === "send" ? "to" : "location", "admin.fault.locationUnknown");
    case "stock.location_closed":
      return at(about === "send" ? "to" : "location", "admin.fault.locationClosed");
    case "stock.below_held":
      return about === "count"
        ? at("counted", "admin.fault.countedHeld", { held: problem.held })
        : at("delta", "admin.fault.takenFrom");
    case "stock.insufficient":
      return at("quantity", "admin.fault.takenFrom", { free: problem.available });
    case "stock.transfer_over":
      return at("quantity", "admin.fault.transferOver", { left: problem.left });
    default:
      return { faults: {}, fault: { key: FAULTS[problem.code] ?? "admin.fault.repeat" } };
  }
}

const FAULTS: Partial<Record<StockProblem["code"], Fault["key"]>> = {
  "stock.transfer_unknown": "admin.fault.transferClosed",
  "stock.transfer_closed": "admin.fault.transferClosed",
  "stock.too_many_transfers": "admin.fault.transfersMany",
  "stock.is_split": "admin.fault.split",
};
