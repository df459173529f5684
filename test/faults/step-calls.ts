/** How a step is told by the calls that make it: what a call is, and which of them a step's are. */
import type { Call } from "../support/watched-world.ts";

export const FAMILIES = {
  begin: "A purchase, up to the payment page",
  paid: "A purchase, from the payment on",
  unpaid: "A checkout that is not paid",
  late: "A payment that comes too late",
  refund: "A refund",
  return: "A return to stock",
  transfer: "A transfer between locations",
  borrow: "A SKU that too many want: its units are lent to buckets",
} as const;
export type Family = keyof typeof FAMILIES;

/**
 * Which request makes the call; `object` is one object that asks another. `shopper` and `provider` are no calls of the store: what a person does at the provider's
 * page, and the webhook on its way; `message` is a queue's message on its way.
 */
export type Met = Omit<Call, "on"> & {
  on: Call["on"] | "shopper" | "provider" | "message";
  during: "begin" | "status" | "cancel" | "webhook" | "sweep" | "queue" | "refund" | "staff" | "object" | "outside";
};
export type Is = (call: Met) => boolean;

/**
 * `at` is the call that makes the step. The others name what some faults need, where the step has it: the object it asks,
 * what it writes in a database, what it asks the provider, the message that carries it, the webhook that leads to it. `stock`
 * is there when units are held or a change of level waits to be told, so that an alarm is due.
 */
export type Step = {
  id: string;
  family: Family;
  name: string;
  at: Is;
  object?: Is;
  database?: Is;
  provider?: Is;
  message?: Is;
  webhook?: Is;
  stock?: Is;
  /** Where a second request meets the first, when it is not `at`. */
  race?: Is;
};

/** The first SKU of a scene and the last one, in the order in which they are held. */
export const [FIRST, LAST] = ["-0", "-1"] as const;

export const inserts = (call: Met, table: string) => call.does.includes(`insert into "${table}"`);
export const updates = (call: Met, table: string) => call.does.includes(`update "${table}"`);
export const selects = (call: Met, table: string) =>
  call.does.includes(`from "${table}"`) && call.does.startsWith("select");
/** The move's row begins with the checkout, its version, and the states it leaves and enters. */
export const enters = (call: Met, state: string) => inserts(call, "checkout_moves") && call.given[3] === state;
export const stock = (does: string, end: string) => (call: Met) =>
  call.on === "stock" && call.does === does && call.of.endsWith(end);
export const message = (kind: string) => (call: Met) => call.on === "message" && call.does === kind;
export const webhook = (call: Met) => call.on === "provider" && call.does === "tells";
export const pays = (call: Met) => call.on === "shopper" && call.does === "pays";

export const atStock = (does: string, end: string): Pick<Step, "at" | "object" | "stock"> => {
  const at = stock(does, end);
  return { at, object: at, stock: at };
};
export const inDatabase = (at: Is): Pick<Step, "at" | "database"> => ({ at, database: at });
export const sends = (kind: string, during?: Met["during"]): Pick<Step, "at" | "database"> => ({
  at: (call) =>
    call.on === "queue" &&
    (during === undefined || call.during === during) &&
    call.given.some((event) => (event as { kind: string }).kind === kind),
  database: (call) => updates(call, "outbox") && call.on === "orders",
});
export const mails = (kind: string): Pick<Step, "at" | "database" | "message" | "race"> => ({
  at: (call) => call.on === "mail",
  database: (call) => inserts(call, "mails"),
  message: message(kind),
  // Whoever claims the mail sends it: the other never comes so far.
  race: (call) => inserts(call, "mails"),
});
export const projects: Pick<Step, "at" | "database" | "message" | "stock" | "object"> = {
  at: (call) => inserts(call, "stock_levels"),
  database: (call) => inserts(call, "stock_levels"),
  message: message("stock.changed"),
  stock: (call) => inserts(call, "stock_levels"),
  object: (call) => call.on === "stock" && call.does === "levels" && call.during === "queue",
};
