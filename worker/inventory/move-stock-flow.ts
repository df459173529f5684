/**
 * What staff does with a SKU's units, over the API or the dashboard alike. Nothing comes to a location there is not, or to a
 * closed one; from a closed one units may go. Leaves one audit entry a move, which a repeat adds where a crash kept it from
 * being written.
 */
import { auditInsert } from "../admin/audit-store.ts";
import { type Outcome, refused } from "../base/outcome.ts";
import type { Viewer } from "../customers/viewer.ts";
import type { AdjustAsk, ArriveAsk, CountAsk, LoseAsk, ReceiveAsk, SendAsk } from "../ledger/decide-change.ts";
import { MAIN } from "../ledger/ledger.ts";
import type { World } from "../world.ts";
import { findLocationProblem } from "./open-locations-flow.ts";
import type { StockProblem } from "./stock.ts";
import * as stock from "./stock-flow.ts";
import type { StockChange } from "./stock-keeper.ts";

/** `account` is a location. `operationId` is made by the client: the same one again moves nothing more. */
export type StockMove =
  | ({ kind: "receive" | "return" } & ReceiveAsk)
  | ({ kind: "count" } & CountAsk)
  | ({ kind: "adjust" } & AdjustAsk)
  | ({ kind: "send" } & SendAsk)
  | ({ kind: "arrive" } & ArriveAsk)
  | ({ kind: "lose" } & LoseAsk);
type Moved = Outcome<StockChange, StockProblem>;

export async function moveStock(
  world: World,
  { sku, by, move }: { sku: string; by: Viewer; move: StockMove },
): Promise<Moved> {
  const problem = await findProblem(world, sku, move);
  if (problem) return refused(problem);
  const moved = await act(world, { sku, byId: by.id }, move);
  if (!moved.ok) return moved;
  const { kind, account, ...facts } = { account: undefined, ...move };
  const { onHand } = moved.value;
  const before = unitsBefore(kind, moved.value);
  const entry = {
    by,
    action: ACTIONS[kind],
    subject: `sku:${sku}`,
    before: before === null ? null : { onHand: before },
    after: { onHand, ...facts, ...(account !== undefined && { location: account }) },
  };
  await auditInsert(world, entry, `stock:${sku}:${move.operationId}`);
  return moved;
}

const ACTIONS = {
  receive: "stock.received",
  return: "stock.returned",
  count: "stock.counted",
  adjust: "stock.adjusted",
  send: "stock.sent",
  arrive: "stock.arrived",
  lose: "stock.lost",
} as const satisfies Record<StockMove["kind"], string>;

function act(world: World, of: { sku: string; byId: string }, move: StockMove): Promise<Moved> {
  switch (move.kind) {
    case "receive":
      return stock.receiveUnits(world, { ...of, ...askOf(move) });
    case "return":
      return stock.restockUnits(world, { ...of, ...askOf(move), promised: 0 });
    case "count":
      return stock.countStock(world, { ...of, ...askOf(move) });
    case "adjust":
      return stock.adjustStock(world, { ...of, ...askOf(move) });
    case "send":
      return stock.sendUnits(world, { ...of, ...askOf(move) });
    case "arrive":
      return stock.arriveUnits(world, { ...of, ...askOf(move) });
    case "lose":
      return stock.loseUnits(world, { ...of, ...askOf(move) });
  }
}

const askOf = <Move extends StockMove>({ kind: _kind, ...ask }: Move): Omit<Move, "kind"> => ask;

/** On hand before a move, as far as it follows from the first entry it wrote; null where that says nothing of it. */
function unitsBefore(kind: StockMove["kind"], { onHand, parts: [first, filled] }: StockChange): number | null {
  if (!first || kind === "return" || kind === "lose") return null;
  return kind === "send" ? onHand + first.quantity : onHand - first.quantity + (filled?.quantity ?? 0);
}

type Places = { coming: string[]; mayLeave: string[] };
/** Where units come to, and where they only lie or leave. A transfer's end was settled when it was sent. */
function placesOf(move: StockMove): Places {
  if (move.kind === "send") return { coming: [move.to], mayLeave: [move.from] };
  if (move.kind === "arrive" || move.kind === "lose") return { coming: [], mayLeave: [] };
  const { account = MAIN } = move;
  const isComing = move.kind !== "count" && (move.kind !== "adjust" || move.delta > 0);
  return isComing ? { coming: [account], mayLeave: [] } : { coming: [], mayLeave: [account] };
}

/** A repeat of what was done before a location closed finds its own work done. */
async function findProblem(world: World, sku: string, move: StockMove): Promise<StockProblem | null> {
  const { coming, mayLeave } = placesOf(move);
  const problem = await findLocationProblem(world, coming, mayLeave);
  return problem && !(await stock.didOperation(world, sku, move.operationId)) ? problem : null;
}
