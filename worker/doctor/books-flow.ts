/** Goes through the store's books a stretch at a time, and repairs a stretch. Looking changes nothing. */
import { recordAudit } from "../admin/audit-store.ts";
import { done, type Outcome } from "../base/outcome.ts";
import { whyOf } from "../base/why.ts";
import type { Viewer } from "../customers/viewer.ts";
import type { PaymentUnavailable } from "../payments/payment-provider.ts";
import type { World } from "../world.ts";
import type { BookTurn } from "./book-turn.ts";
import type { Book } from "./books.ts";
import type { Disagreement } from "./disagreements.ts";
import { examineCheckouts } from "./examine-checkouts-flow.ts";
import { examineDownloads, examineGrants } from "./examine-downloads-flow.ts";
import { examineHolidays } from "./examine-holidays-flow.ts";
import { examineInvoices, examineTaxes } from "./examine-invoices-flow.ts";
import { examineMails } from "./examine-mails-flow.ts";
import { examineOrders } from "./examine-orders-flow.ts";
import { examinePayments, examineRefunds } from "./examine-payments-flow.ts";
import { examinePrices } from "./examine-prices-flow.ts";
import { examineProviderRefunds, examineSessions } from "./examine-provider-flow.ts";
import { examineStock } from "./examine-stock-flow.ts";
import { examineUnionDays, examineUnionSales } from "./examine-union-flow.ts";
import { canRepair, repair } from "./repair-flow.ts";

type Turn = Outcome<BookTurn, PaymentUnavailable>;
/** `tried` of what was found were repaired without a failure; look again to see what is left. */
export type BookRepair = { found: number; tried: number; next: string | null };

const always =
  (examine: (world: World, after: string) => Promise<BookTurn>) =>
  async (world: World, after: string): Promise<Turn> =>
    done(await examine(world, after));

const EXAMINATIONS: Readonly<Record<Book, (world: World, after: string) => Promise<Turn>>> = {
  checkouts: always(examineCheckouts),
  orders: always(examineOrders),
  payments: always(examinePayments),
  refunds: examineRefunds,
  stock: always(examineStock),
  sessions: examineSessions,
  provider_refunds: examineProviderRefunds,
  mails: always(examineMails),
  downloads: always(examineDownloads),
  grants: always(examineGrants),
  prices: always(examinePrices),
  taxes: always(examineTaxes),
  invoices: always(examineInvoices),
  union_sales: always(examineUnionSales),
  union_days: always(examineUnionDays),
  holidays: always(examineHolidays),
};

/** Go on with `next` until it is null; begin with an empty text. Refused where the provider is asked and does not answer. */
export const examineBook = (world: World, book: Book, after: string): Promise<Turn> => EXAMINATIONS[book](world, after);

/** Looks at the same stretch and repairs what can be: safe to repeat, and while the store sells. */
export async function repairBook(
  world: World,
  { book, after, by }: { book: Book; after: string; by: Viewer },
): Promise<Outcome<BookRepair, PaymentUnavailable>> {
  const turn = await examineBook(world, book, after);
  if (!turn.ok) return turn;
  const { found, next } = turn.value;
  let tried = 0;
  for (const each of found) if (canRepair(each.code) && (await repairOne(world, each, by))) tried += 1;
  return done({ found: found.length, tried, next });
}

/** On record before it is done: whoever looks at the audit finds every repair, one that was cut short too. */
async function repairOne(world: World, found: Disagreement, by: Viewer): Promise<boolean> {
  const { code, at, facts } = found;
  try {
    await recordAudit(world, {
      by,
      action: "doctor.repaired",
      subject: subjectOf(at),
      before: facts,
      after: { code, at },
    });
    await repair(world, found, by.id);
    return true;
  } catch (error) {
    world.log.error("doctor.repair_failed", { code, ...at, why: whyOf(error) });
    return false;
  }
}

const SUBJECTS = {
  orderId: "order",
  sku: "sku",
  refundId: "refund",
  paymentId: "payment",
  checkoutId: "checkout",
  productId: "product",
};

function subjectOf(at: Disagreement["at"]): string {
  for (const [name, kind] of Object.entries(SUBJECTS)) if (at[name] !== undefined) return `${kind}:${at[name]}`;
  return `mail:${at.mailId ?? ""}`;
}
