/** What an amount may be in a list's currency, as SQL: the same as worker/pricing/money.ts says. */
import { type SQL, sql } from "drizzle-orm";
import { amountMaxOf, CURRENCIES, type Currency, payableStepOf } from "../pricing/money.ts";

/** `factOf` of the currency in a column, for those few values that are not the `usual`. */
function factsAs(factOf: (currency: Currency) => number, usual: number): (column: string) => SQL {
  const facts = new Set(CURRENCIES.map(factOf).filter((fact) => fact !== usual));
  const whens = [...facts].map((fact) => {
    const codes = CURRENCIES.filter((currency) => factOf(currency) === fact).map((currency) => `'${currency}'`);
    return (column: string) => `WHEN ${column} IN (${codes.join(", ")}) THEN ${fact}`;
  });
  return (column) => sql.raw(`CASE ${whens.map((when) => when(column)).join(" ")} ELSE ${usual} END`);
}

export const payableStepIn = factsAs(payableStepOf, 1);
export const amountMaxIn = factsAs(amountMaxOf, amountMaxOf("EUR"));
