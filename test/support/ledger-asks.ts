/** Everything a ledger may be asked, as plain data, and the asks that random tests draw from. Few ids, so that they repeat. */
import fc from "fast-check";
import type * as change from "../../worker/ledger/decide-change.ts";
import type { HoldAsk as RuleHold } from "../../worker/ledger/decide-hold.ts";
import { MAIN } from "../../worker/ledger/ledger.ts";

export type Terms = {
  accounts: readonly string[] | null;
  keepBack: number;
  buyer: { id: string; max: number } | null;
};
export type ChangeAsk =
  | { does: "receive"; id: string; account: string; units: number }
  | { does: "return"; id: string; account: string; units: number; promised: number }
  | { does: "adjust"; id: string; account: string; delta: number }
  | { does: "count"; id: string; account: string; counted: number }
  | { does: "send"; id: string; account: string; to: string; units: number }
  | { does: "arrive"; id: string; transfer: string; units: number }
  | { does: "lose"; id: string; transfer: string }
  | { does: "allow"; cap: number };
/** `inMs` is from the moment it is asked. */
export type HoldAsk =
  | { does: "hold"; id: string; units: number; inMs: number; terms: Terms }
  | { does: "extend"; id: string; inMs: number }
  | { does: "commit"; id: string }
  | { does: "release"; id: string };
export type LedgerAsk = ChangeAsk | HoldAsk;

const ACCOUNTS = [MAIN, "berlin", "austin"] as const;
const account = fc.constantFrom(...ACCOUNTS);
const numbered = (stem: string, count: number) => fc.nat({ max: count - 1 }).map((number) => `${stem}-${number}`);
const units = fc.integer({ min: 1, max: 9 });
/** One id may be asked for two kinds of work: the second is refused. */
const changeId = fc.oneof({ weight: 8, arbitrary: numbered("op", 60) }, { weight: 1, arbitrary: numbered("send", 12) });
const transfer = numbered("send", 12);
const inMs = fc.constantFrom(500, 5_000, 60_000, 3_600_000);
const terms: fc.Arbitrary<Terms> = fc.record({
  accounts: fc.option(fc.shuffledSubarray([...ACCOUNTS], { minLength: 1 }), { freq: 1 }),
  keepBack: fc.constantFrom(0, 0, 0, 2),
  buyer: fc.option(
    numbered("buyer", 3).map((id) => ({ id, max: 12 })),
    { freq: 2 },
  ),
});

const CHANGES: fc.Arbitrary<ChangeAsk> = fc.oneof(
  fc.record({ does: fc.constant("receive" as const), id: changeId, account, units }),
  fc
    .record({ does: fc.constant("return" as const), id: numbered("back", 20), account, units, promised: fc.nat(9) })
    .map((ask) => ({ ...ask, promised: Math.min(ask.promised, ask.units) })),
  fc.record({
    does: fc.constant("adjust" as const),
    id: changeId,
    account,
    delta: fc.constantFrom(-9, -4, -2, -1, 1, 3),
  }),
  fc.record({ does: fc.constant("count" as const), id: changeId, account, counted: fc.nat(15) }),
  fc
    .record({ does: fc.constant("send" as const), id: transfer, account, to: account, units })
    .map((ask) => (ask.to === ask.account ? { ...ask, to: `${ask.account}-annex` } : ask)),
  fc.record({ does: fc.constant("arrive" as const), id: changeId, transfer, units }),
  fc.record({ does: fc.constant("lose" as const), id: changeId, transfer }),
  fc.record({ does: fc.constant("allow" as const), cap: fc.constantFrom(0, 3, 10) }),
);
const holdId = numbered("hold", 60);
const HOLDS: fc.Arbitrary<HoldAsk> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ does: fc.constant("hold" as const), id: holdId, units, inMs, terms }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant("extend" as const), id: holdId, inMs }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant("commit" as const), id: holdId }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant("release" as const), id: holdId }) },
);
/** Objects of fast-check's own have no prototype, and do not cross RPC. */
export const anyAsk = (): fc.Arbitrary<LedgerAsk> =>
  fc.oneof(CHANGES, HOLDS).map((ask) => JSON.parse(JSON.stringify(ask)) as LedgerAsk);

/** As rules and objects take it. */
export const holdOf = (ask: Extract<HoldAsk, { does: "hold" }>, nowMs: number): RuleHold => ({
  holdId: ask.id,
  quantity: ask.units,
  expiresAtMs: nowMs + ask.inMs,
  terms: ask.terms,
});

type Forms = {
  receive: change.ReceiveAsk;
  return: change.ReturnAsk;
  adjust: change.AdjustAsk;
  count: change.CountAsk;
  send: change.SendAsk;
  arrive: change.ArriveAsk;
  lose: change.LoseAsk;
};
type AskOf<Kind> = Extract<ChangeAsk, { does: Kind }>;
const FORMS: { [Kind in keyof Forms]: (ask: AskOf<Kind>) => Forms[Kind] } = {
  receive: ({ id: operationId, account, units: quantity }) => ({ operationId, account, quantity }),
  return: ({ id: operationId, account, units: quantity, promised }) => ({ operationId, account, quantity, promised }),
  adjust: ({ id: operationId, account, delta }) => ({ operationId, account, delta, reason: "found so" }),
  count: ({ id: operationId, account, counted }) => ({ operationId, account, counted }),
  send: ({ id: operationId, account: from, to, units: quantity }) => ({ operationId, from, to, quantity }),
  arrive: ({ id: operationId, transfer: transferId, units: quantity }) => ({ operationId, transferId, quantity }),
  lose: ({ id: operationId, transfer: transferId }) => ({ operationId, transferId }),
};
/** As rules and objects take it. */
export const changeOf = <Kind extends keyof Forms>(does: Kind, ask: AskOf<Kind>): Forms[Kind] => FORMS[does](ask);
