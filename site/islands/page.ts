/**
 * All that runs on most pages, as one file: a page asks for one script, and has the next page's already. Each part looks for
 * what it works on, and leaves a page alone that has none of it. What only few pages need comes with them.
 */
import { startCart } from "./cart.ts";
import { startFound } from "./found.ts";
import { startMeasureChoice } from "./measure-choice.ts";
import { startProduct } from "./product.ts";
import { startRefine } from "./refine.ts";
import { startShopper } from "./shopper.ts";
import { startSuggest } from "./suggest.ts";
import { startThemeChoice } from "./theme-choice.ts";
import { startVitals } from "./vitals.ts";

export function startPage(): void {
  startThemeChoice();
  if (document.body.dataset.shop === undefined) return;
  startSuggest();
  startProduct();
  startRefine();
  startFound();
  startCart();
  startShopper();
  startMeasureChoice();
  startVitals();
}
