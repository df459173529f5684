/** A shopper who buys for a business: what is asked at the checkout. */
import { z } from "@hono/zod-openapi";
import { VAT_TEXT_MAX } from "./vat-number.ts";

export const COMPANY_MAX = 100;

/** As typed, without the spaces around it; what is left out is an empty text. */
export type Business = { company: string; vatNumber: string };

export const isBusiness = ({ company, vatNumber }: Business): boolean => company !== "" || vatNumber !== "";

export type BusinessProblem = {
  code: "checkout.vat_malformed" | "checkout.vat_not_listed" | "checkout.company_missing";
};

export const businessShape = z.strictObject({
  company: z
    .string()
    .trim()
    .max(COMPANY_MAX)
    .regex(/^[^\p{Cc}]*$/u, "holds a control character")
    .default(""),
  vatNumber: z.string().trim().max(VAT_TEXT_MAX).default("").openapi({
    description:
      "Of the Union, the UK, Switzerland or Norway; without a prefix it is one of the address's country. In India, the Emirates, Brazil, Korea, Japan, Australia and Canada the country's own number of a business",
  }),
});
