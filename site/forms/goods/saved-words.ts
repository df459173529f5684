/** What is true once a product was saved: shoppers see it where it is published, within its time. Pure. */
import { isOut, type PublicationFacts } from "../../../worker/catalog/publication.ts";
import type { MessageKey } from "../../messages.ts";

export function savedWords(facts: PublicationFacts, nowMs: number): MessageKey {
  if (facts.status === "draft") return "goods.done.savedDraft";
  if (facts.status === "archived") return "goods.done.savedArchived";
  return isOut(facts, nowMs) ? "admin.done.saved" : "goods.done.savedApart";
}
