/** Kinds of products, and how the full text knows them: as one word of letters and digits each. */
import type { Kind } from "./search-plan.ts";

export const categoryKind = (categoryId: string): Kind => `c:${categoryId}`;
export const typeKind = (productType: string): Kind => `t:${productType}`;

/** `z` opens and closes the number of a sign that is none of these, so that no two kinds read the same. */
const KEPT = /[a-y0-9]/;

/** A kind as a word that the index's tokenizer leaves whole. Case is told apart by nobody. */
export const kindTokenOf = (kind: Kind): string =>
  Array.from(kind.toLowerCase(), (sign) => (KEPT.test(sign) ? sign : `z${sign.codePointAt(0)}z`)).join("");
