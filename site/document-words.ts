/** What a document is called: Japan keeps a name of its own for those that a registered seller issues. */
import { type InvoiceFacts, type InvoiceKind, isQualified } from "../worker/invoices/invoice.ts";
import type { Translate } from "./messages.ts";

export const documentName = (
  t: Translate,
  { kind, facts }: { kind: InvoiceKind; facts: Pick<InvoiceFacts, "taxIds" | "groups"> },
): string => t(isQualified(facts) ? `tax.qualified.${kind}` : `tax.kind.${kind}`);
