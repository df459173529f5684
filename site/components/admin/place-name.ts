/** What a location is called on a page. Ledgers go on naming one by its id, so one that is unknown is shown by that. Pure. */
import type { Location } from "../../../worker/inventory/location.ts";
import { PROMISE } from "../../../worker/ledger/ledger.ts";
import type { Translate } from "../../messages.ts";

export const placeNames =
  (t: Translate, locations: readonly Location[]) =>
  (id: string): string =>
    id === PROMISE ? t("admin.location.promise") : (locations.find((location) => location.id === id)?.name ?? id);
