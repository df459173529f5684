/** Where a VAT number is looked up: the contract of the client, and of what tests put in its place. */
import type { Outcome } from "../../base/outcome.ts";
import type { VatNumber } from "./vat-number.ts";

/**
 * What the register said. `consultation` is the number under which it keeps that it was asked: there where it was told who
 * asks. `name` and `address` are empty where the state does not tell them.
 */
export type RegisterAnswer = { isListed: boolean; consultation: string; name: string; address: string };
/** `why` is for the log and for staff. */
export type RegisterFailure = { code: "vat.register_unavailable"; why: string };

/** `asker` is the shop's own number. Answers within its deadline, and never throws. */
export type VatRegister = (
  number: VatNumber,
  asker: VatNumber | null,
) => Promise<Outcome<RegisterAnswer, RegisterFailure>>;
