/**
 * What staff does to an order by form: ship it, give money back, give downloads out anew. The form carries an id of its own, so sending it twice
 * acts once. Answers a redirect when it was done, else what to show the form with again.
 */
import type { AstroGlobal } from "astro";
import type { Viewer } from "../../worker/customers/viewer.ts";
import { reissueDownloads } from "../../worker/downloads/reissue-downloads-flow.ts";
import { isLine } from "../../worker/markets/plain-text.ts";
import { collectOrder, fulfilOrder } from "../../worker/orders/fulfil-order-flow.ts";
import type { FulfilmentLine } from "../../worker/orders/order.ts";
import type { OrderView } from "../../worker/orders/order-view.ts";
import { readyOrder } from "../../worker/orders/ready-order-flow.ts";
import { refundOrder } from "../../worker/orders/refund-order-flow.ts";
import { minorOfText } from "../../worker/pricing/amount-text.ts";
import { ADMIN } from "../admin-paths.ts";
import { type Fault, type Faults, idOf, readSent, type Sent, wholeOf } from "./admin-fields.ts";
import { unpayableFault } from "./admin-prices.ts";

/** The form takes no other. Kept with the refund as they are written here. */
export const REFUND_REASONS = [
  "customer_request",
  "damaged",
  "wrong_article",
  "not_as_described",
  "late",
  "lost",
  "other",
] as const;
/** Characters of a carrier's name, and of a tracking number. */
export const CARRIER_MAX = 100;

/** `about` says which form; `id` is what that form is sent with. */
export type OrderEntry = {
  about: "fulfil" | "ready" | "collect" | "refund" | "downloads" | null;
  id: string;
  sent: Sent;
  faults: Faults;
  fault: Fault | null;
};

/** The forms as they are shown first, with a new id. */
export const emptyEntry = (newId: () => string): OrderEntry => ({
  about: null,
  id: newId(),
  sent: () => "",
  faults: {},
  fault: null,
});

/** The field `intent` says which form it is. */
export async function postOrder(astro: AstroGlobal, order: OrderView, by: Viewer): Promise<Response | OrderEntry> {
  const { world } = astro.locals;
  const sent = await readSent(astro);
  if (!sent) return { ...emptyEntry(world.newId), fault: { key: "admin.fault.form" } };
  const entry = { id: idOf(sent, world.newId), sent, faults: {}, fault: null };
  if (sent("intent") === "fulfil") return fulfil({ astro, order, by, entry: { ...entry, about: "fulfil" } });
  if (sent("intent") === "ready") return ready({ astro, order, by, entry: { ...entry, about: "ready" } });
  if (sent("intent") === "collect") return collect({ astro, order, by, entry: { ...entry, about: "collect" } });
  if (sent("intent") === "refund") return refund({ astro, order, by, entry: { ...entry, about: "refund" } });
  if (sent("intent") === "downloads") return reissue({ astro, order, by, entry: { ...entry, about: "downloads" } });
  return { ...entry, about: null, fault: { key: "admin.fault.form" } };
}

type Posted = { astro: AstroGlobal; order: OrderView; by: Viewer; entry: OrderEntry };

async function fulfil({ astro, order, by, entry }: Posted): Promise<Response | OrderEntry> {
  const { sent, id } = entry;
  const [carrier, trackingNumber] = [sent("carrier").trim(), sent("trackingNumber").trim()];
  const units = unitsOf(order, sent, "quantity");
  const faults: Record<string, Fault> = { ...units.faults };
  if (carrier === "" || carrier.length > CARRIER_MAX || !isLine(carrier))
    faults.carrier = { key: "admin.fault.carrier" };
  if (trackingNumber === "" || trackingNumber.length > CARRIER_MAX || !isLine(trackingNumber))
    faults.trackingNumber = { key: "admin.fault.tracking" };
  if (Object.keys(faults).length > 0) return { ...entry, faults };
  if (units.lines.length === 0) return { ...entry, fault: { key: "admin.fault.noUnits" } };
  const { world } = astro.locals;
  const ask = { orderId: order.id, fulfilmentId: id, carrier, trackingNumber, lines: units.lines, by };
  const done = await fulfilOrder(world, ask);
  if (done.ok) return astro.redirect(ADMIN.order(order.id, { done: "fulfilled" }), 303);
  const { problem } = done;
  if (problem.code === "order.line_over_fulfilled") return { ...entry, faults: leftAt(order, "quantity", problem) };
  return { ...entry, id: world.newId(), fault: faultOf(problem.code) };
}

async function ready({ astro, order, by, entry }: Posted): Promise<Response | OrderEntry> {
  const done = await readyOrder(astro.locals.world, { orderId: order.id, by });
  if (done.ok) return astro.redirect(ADMIN.order(order.id, { done: "ready" }), 303);
  return { ...entry, fault: faultOf(done.problem.code) };
}

async function collect({ astro, order, by, entry }: Posted): Promise<Response | OrderEntry> {
  const { sent, id } = entry;
  const { lines, faults } = unitsOf(order, sent, "quantity");
  if (Object.keys(faults).length > 0) return { ...entry, faults };
  if (lines.length === 0) return { ...entry, fault: { key: "admin.fault.noUnits" } };
  const { world } = astro.locals;
  const done = await collectOrder(world, { orderId: order.id, fulfilmentId: id, lines, by });
  if (done.ok) return astro.redirect(ADMIN.order(order.id, { done: "collected" }), 303);
  const { problem } = done;
  if (problem.code === "order.line_over_fulfilled") return { ...entry, faults: leftAt(order, "quantity", problem) };
  return { ...entry, id: world.newId(), fault: faultOf(problem.code) };
}

async function refund({ astro, order, by, entry }: Posted): Promise<Response | OrderEntry> {
  const { sent, id } = entry;
  const restock = unitsOf(order, sent, "restock");
  const faults: Record<string, Fault> = { ...restock.faults };
  const amount = amountOf(order, sent);
  if (!amount.ok) faults.amount = amount.fault;
  const reason = REFUND_REASONS.find((each) => each === sent("reason"));
  if (!reason) faults.reason = { key: "admin.fault.reason" };
  if (!amount.ok || !reason || Object.keys(faults).length > 0) return { ...entry, faults };
  const { world, format } = astro.locals;
  const location = sent("location");
  const back = restock.lines.map((line) => (location === "" ? line : { ...line, location }));
  const ask = { orderId: order.id, refundId: id, amountMinor: amount.minor, restock: back, reason, by };
  const done = await refundOrder(world, ask);
  if (done.ok) return astro.redirect(ADMIN.order(order.id, { done: `refund_${done.value.refund.state}` }), 303);
  const { problem } = done;
  if (problem.code === "order.refund_too_large") {
    const left = format.money(problem.leftMinor, order.totals.currency);
    return { ...entry, faults: { amount: { key: "admin.fault.refundTooLarge", values: { left } } } };
  }
  if (problem.code === "order.refund_unpayable")
    return { ...entry, faults: { amount: unpayableFault(order.totals.currency) } };
  if (problem.code === "stock.location_unknown" || problem.code === "stock.location_closed")
    return { ...entry, faults: { location: { key: "admin.fault.locationClosed" } } };
  if (problem.code === "order.restock_too_large") return { ...entry, faults: leftAt(order, "restock", problem) };
  return { ...entry, id: world.newId(), fault: faultOf(problem.code) };
}

async function reissue({ astro, order, by, entry }: Posted): Promise<Response | OrderEntry> {
  const { world } = astro.locals;
  const ask = { orderId: order.id, sku: entry.sent("sku"), reissueId: entry.id, by };
  const done = await reissueDownloads(world, ask);
  if (done.ok) return astro.redirect(ADMIN.order(order.id, { done: "downloads_issued" }), 303);
  return { ...entry, id: world.newId(), fault: faultOf(done.problem.code) };
}

type Amount = { ok: true; minor: number } | { ok: false; fault: Fault };

/** All that is left is named as an amount: what was shown is what is given back, or nothing is. */
function amountOf(order: OrderView, sent: Sent): Amount {
  const { currency } = order.totals;
  const text = sent("amount").trim();
  if (sent("extent") === "all")
    return text === ""
      ? { ok: true, minor: wholeOf(sent("leftMinor")) ?? order.refundableMinor }
      : { ok: false, fault: { key: "admin.fault.amountAndAll" } };
  const minor = minorOfText(text, currency);
  return minor === null || minor < 1 ? { ok: false, fault: { key: "admin.fault.amount" } } : { ok: true, minor };
}

type UnitsName = "quantity" | "restock";

/** Units of each line, by the line's place in the order; lines of none are left out. */
function unitsOf(order: OrderView, sent: Sent, name: UnitsName): { lines: FulfilmentLine[]; faults: Faults } {
  const faults: Record<string, Fault> = {};
  const lines = order.lines.flatMap(({ sku }, index) => {
    const field = `${name}.${index}`;
    const quantity = wholeOf(sent(field) || "0");
    if (quantity === null) faults[field] = { key: "admin.fault.units" };
    return quantity ? [{ sku, quantity }] : [];
  });
  return { lines, faults };
}

/** At the line's own field: how many units are left of it. */
function leftAt(order: OrderView, name: UnitsName, { sku, left }: { sku: string; left: number }): Faults {
  const index = order.lines.findIndex((line) => line.sku === sku);
  return { [`${name}.${index}`]: { key: "admin.fault.left", values: { left } } };
}

const faultOf = (code: string): Fault => {
  if (code === "order.nothing_to_fulfil") return { key: "admin.fault.nothingToShip" };
  if (code === "request.repeat_differs") return { key: "admin.fault.repeat" };
  return { key: "admin.fault.movedOn" };
};
