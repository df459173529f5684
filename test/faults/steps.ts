/**
 * Every step of a purchase, of turning back, of a refund and of a return to stock, each by the call that makes it. The rows
 * of docs/proofs/stock.md. Plain data: the tests, the page and the test of the page read it alike.
 */
import {
  atStock,
  enters,
  type Family,
  FIRST,
  inDatabase,
  inserts,
  LAST,
  type Met,
  mails,
  message,
  pays,
  projects,
  type Step,
  selects,
  sends,
  stock,
  updates,
  webhook,
} from "./step-calls.ts";

const BEGIN: readonly Omit<Step, "family">[] = [
  {
    id: "price",
    name: "price the cart",
    at: (call) => call.on === "cart" && call.does === "read" && call.during === "begin",
    object: (call) => call.on === "cart" && call.does === "read" && call.during === "begin",
    database: (call) => call.on === "catalog" && call.during === "begin",
  },
  { id: "write", name: "write the checkout", ...inDatabase((call) => inserts(call, "checkouts")) },
  {
    id: "open",
    name: "open a ledger at its first sale",
    at: (call) => stock("open", FIRST)(call) && call.during === "begin",
    object: (call) => stock("open", FIRST)(call) && call.during === "begin",
    database: (call) => call.on === "catalog" && call.does.includes("opening_quantity") && call.during === "begin",
  },
  { id: "hold-first", name: "hold the first line", ...atStock("hold", FIRST) },
  { id: "hold-last", name: "hold the last line", ...atStock("hold", LAST) },
  {
    id: "session",
    name: "create the payment session",
    at: (call) => call.on === "payments" && call.does === "createSession",
    provider: (call) => call.on === "payments" && call.does === "createSession",
    webhook: (call) => call.on === "payments" && call.does === "createSession",
    stock: (call) => call.on === "payments" && call.does === "createSession",
  },
  {
    id: "held",
    name: "move the checkout to held",
    ...inDatabase((call) => enters(call, "held")),
    webhook: (call) => enters(call, "held"),
    stock: (call) => enters(call, "held"),
  },
];

const PAID: readonly Omit<Step, "family">[] = [
  {
    id: "redirect",
    name: "pay, and come back to the store",
    at: (call) => call.during === "status" && selects(call, "checkouts"),
    database: (call) => call.during === "status" && selects(call, "checkouts"),
    provider: pays,
    webhook: (call) => call.on === "shopper" && call.does === "comes back",
    stock: pays,
  },
  {
    id: "webhook",
    name: "take the provider's webhook",
    at: (call) => call.during === "webhook" && selects(call, "webhook_events"),
    database: (call) => call.during === "webhook" && selects(call, "webhook_events"),
    webhook,
    stock: (call) => call.during === "webhook" && selects(call, "webhook_events"),
  },
  {
    id: "keep",
    name: "keep the units held for the payment",
    ...atStock("extend", FIRST),
    webhook: stock("extend", FIRST),
  },
  {
    id: "paid",
    name: "move to paid, and write the order with it",
    ...inDatabase((call) => inserts(call, "orders") && enters(call, "paid")),
    webhook: (call) => inserts(call, "orders"),
    stock: (call) => inserts(call, "orders"),
  },
  { id: "commit-first", name: "commit the first line", ...atStock("commit", FIRST), webhook: stock("commit", FIRST) },
  { id: "commit-last", name: "commit the last line", ...atStock("commit", LAST), webhook: stock("commit", LAST) },
  {
    id: "cart",
    name: "take what was bought out of the cart",
    at: (call) => call.on === "cart" && call.does === "takeOut",
    object: (call) => call.on === "cart" && call.does === "takeOut",
    webhook: (call) => call.on === "cart" && call.does === "takeOut",
  },
  {
    id: "committed",
    name: "note that the order's units are sold",
    ...inDatabase((call) => updates(call, "orders") && call.does.includes("stock_committed_at_ms")),
    webhook: (call) => updates(call, "orders") && call.does.includes("stock_committed_at_ms"),
  },
  { id: "tell", name: "tell the rest of the store of the order", ...sends("order.placed") },
  {
    id: "list",
    name: "put the order into its customer's list",
    ...inDatabase((call) => inserts(call, "customer_orders")),
    message: message("order.placed"),
  },
  { id: "mail", name: "mail the confirmation", ...mails("order.placed") },
  { id: "project", name: "project the level", ...projects },
];

const UNPAID: readonly Omit<Step, "family">[] = [
  {
    id: "close",
    name: "close the payment session",
    at: (call) => call.on === "payments" && call.does === "expireSession",
    provider: (call) => call.on === "payments" && call.does === "expireSession",
    webhook: (call) => call.on === "payments" && call.does === "expireSession",
    stock: (call) => call.on === "payments" && call.does === "expireSession",
  },
  { id: "release-first", name: "give back the first line", ...atStock("release", FIRST) },
  { id: "release-last", name: "give back the last line", ...atStock("release", LAST) },
  { id: "expired", name: "move the checkout to expired", ...inDatabase((call) => enters(call, "expired")) },
  {
    id: "lapsed",
    name: "take the webhook that nobody paid in time",
    at: (call) => call.during === "webhook" && selects(call, "webhook_events"),
    database: (call) => call.during === "webhook" && selects(call, "webhook_events"),
    webhook,
  },
];

const LATE: readonly Omit<Step, "family">[] = [
  {
    id: "again",
    name: "hold again what ran out",
    at: (call) => stock("hold", FIRST)(call) && call.during !== "begin",
    object: (call) => stock("hold", FIRST)(call) && call.during !== "begin",
    webhook: (call) => stock("hold", FIRST)(call) && call.during !== "begin",
    stock: (call) => stock("hold", FIRST)(call) && call.during !== "begin",
  },
  {
    id: "refused",
    name: "move to refused, and write the refund with it",
    ...inDatabase((call) => enters(call, "refused")),
    webhook: (call) => enters(call, "refused"),
  },
  {
    id: "back",
    name: "ask the provider for the money back",
    at: (call) => call.on === "payments" && call.does === "refund",
    provider: (call) => call.on === "payments" && call.does === "refund",
  },
  { id: "answered", name: "store how the refund stands", ...inDatabase((call) => updates(call, "refunds")) },
  { id: "sorry", name: "mail that the money goes back", ...mails("checkout.refused") },
];

const REFUND: readonly Omit<Step, "family">[] = [
  {
    id: "refund",
    name: "store the refund",
    ...inDatabase((call) => inserts(call, "refunds") && inserts(call, "order_events")),
  },
  {
    id: "ask",
    name: "ask the provider for it",
    at: (call) => call.on === "payments" && call.does === "refund",
    provider: (call) => call.on === "payments" && call.does === "refund",
  },
  { id: "restock", name: "put the units back on the shelf", ...atStock("restock", FIRST) },
  {
    id: "apply",
    name: "store the provider's answer, and cancel the order",
    ...inDatabase((call) => updates(call, "refunds") && inserts(call, "order_events")),
    stock: (call) => updates(call, "refunds") && inserts(call, "order_events"),
  },
  { id: "audit", name: "note who gave it back", ...inDatabase((call) => inserts(call, "audit_entries")) },
  { id: "refund-tell", name: "tell the rest of the store of the refund", ...sends("order.refunded") },
  { id: "refund-mail", name: "mail that the money is on its way", ...mails("order.refunded") },
  { id: "refund-project", name: "project the level", ...projects },
  {
    id: "settled",
    name: "take the webhook that the bank has settled it",
    ...inDatabase((call) => call.during === "webhook" && updates(call, "refunds")),
    webhook,
  },
];

const RETURN: readonly Omit<Step, "family">[] = [
  { id: "return", name: "put the units back on the shelf", ...atStock("restock", FIRST) },
  { id: "return-audit", name: "note who put them back", ...inDatabase((call) => inserts(call, "audit_entries")) },
  { id: "return-project", name: "project the level", ...projects },
];

const TRANSFER: readonly Omit<Step, "family">[] = [
  { id: "send", name: "send units to another location", ...atStock("send", FIRST) },
  { id: "arrive", name: "book what has arrived", ...atStock("arrive", FIRST) },
  { id: "lose", name: "write off what never arrives", ...atStock("lose", FIRST) },
  {
    id: "transfer-audit",
    name: "note who sent them",
    ...inDatabase((call) => inserts(call, "audit_entries")),
  },
  { id: "transfer-project", name: "project the level", ...projects },
];

/** The bucket of a scene's shopper; the other one is for those who come at the same time. */
const inBucket = (does: string) => (call: Met) => call.on === "stock" && call.does === does && call.of.endsWith("\n0");
const between = (does: string) => (call: Met) => call.during === "object" && call.does === does;
const atBucket = (does: string): Pick<Step, "at" | "object" | "stock"> => {
  const at = inBucket(does);
  return { at, object: at, stock: at };
};
const BORROW: readonly Omit<Step, "family">[] = [
  {
    id: "bucket-hold",
    name: "hold in the shopper's bucket",
    ...atBucket("hold"),
    // Another shopper has another bucket.
    race: (call) => call.on === "stock" && call.does === "hold" && call.of.includes("\n"),
  },
  {
    id: "lend",
    name: "lend to the bucket, which writes down what it borrowed",
    at: between("lend"),
    object: between("lend"),
    stock: between("lend"),
  },
  { id: "bucket-commit", name: "commit in the bucket", ...atBucket("commit") },
  {
    id: "give-back",
    name: "have the bucket give back what it does not need",
    at: inBucket("giveBack"),
    object: inBucket("giveBack"),
  },
  {
    id: "repay",
    name: "repay the SKU's object",
    at: between("repay"),
    // One bucket has one repayment under way: a second request waits for it.
    race: inBucket("giveBack"),
  },
  { id: "borrow-project", name: "project the level of all of them", ...projects },
];

const ofFamily = (family: Family, steps: readonly Omit<Step, "family">[]): Step[] =>
  steps.map((step) => ({ race: step.at, ...step, family }));

export const STEPS: readonly Step[] = [
  ...ofFamily("begin", BEGIN),
  ...ofFamily("paid", PAID),
  ...ofFamily("unpaid", UNPAID),
  ...ofFamily("late", LATE),
  ...ofFamily("refund", REFUND),
  ...ofFamily("return", RETURN),
  ...ofFamily("transfer", TRANSFER),
  ...ofFamily("borrow", BORROW),
];
