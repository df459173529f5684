/** What staff send to record an exemption and to end one. */
import { z } from "@hono/zod-openapi";
import { EMAIL_MAX } from "../../customers/account-form.ts";
import { COUNTRIES } from "../../markets/countries.ts";
import { findRegion } from "../../markets/regions.ts";
import { taxesByRegion } from "../tax-place.ts";
import { dayShape } from "../tax-shapes.ts";
import { CERTIFICATE_MAX, EXEMPTION_KINDS } from "./exemption.ts";

const PLAIN = /^[^\p{Cc}]*$/u;

const facts = z.strictObject({
  id: z
    .string()
    .regex(/^[\w-]{8,64}$/, "is no id of 8 to 64 letters, digits, - and _")
    .openapi({ description: "Made by the client: the same again records it once" }),
  email: z.email().max(EMAIL_MAX).toLowerCase().openapi({ description: "Of the customer's account" }),
  country: z.string().refine((code) => COUNTRIES.includes(code), "is no country"),
  region: z.string().max(3).default("").openapi({
    description:
      "Code of the state or province where it holds; empty: the whole country. Where tax goes by region alone",
  }),
  kind: z.enum(EXEMPTION_KINDS),
  certificate: z.string().trim().min(1).max(CERTIFICATE_MAX).regex(PLAIN, "holds a control character"),
  validFrom: dayShape.openapi({ description: "The first day it holds: `YYYY-MM-DD`" }),
  validUntil: dayShape.nullable().default(null).openapi({ description: "The last day it holds; null: without an end" }),
});

export const newExemptionShape = facts
  .superRefine(({ country, region, validFrom, validUntil }, context) => {
    const isKnown = region === "" || (taxesByRegion(country) && findRegion(country, region)?.code === region);
    if (!isKnown)
      context.addIssue({ code: "custom", path: ["region"], message: "is no region that taxes there go by" });
    if (validUntil !== null && validUntil < validFrom)
      context.addIssue({ code: "custom", path: ["validUntil"], message: "is before the first day" });
  })
  .openapi("NewTaxExemption");
export type NewExemption = z.output<typeof newExemptionShape>;

export const exemptionEndShape = z
  .strictObject({ version: z.int().min(1).openapi({ description: "The version that was read" }) })
  .openapi("TaxExemptionEnd");

export const exemptionAnswer = z
  .object({
    ...facts.shape,
    region: z.string(),
    validUntil: z.string().nullable(),
    customerId: z.string(),
    byName: z.string(),
    createdAtMs: z.int(),
    endedAtMs: z.int().nullable().openapi({ description: "From then on it counts no more" }),
    endedByName: z.string().nullable(),
    version: z.int(),
  })
  .openapi("TaxExemption");
