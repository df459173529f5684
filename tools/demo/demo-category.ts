/** How the demo's categories are written down: two levels, each with its words and its picture. */
import type { Language } from "../../worker/markets/markets.ts";
import type { Colourway } from "./drawings/colour.ts";
import type { Portrait } from "./drawings/picture.ts";

type CategoryWords = readonly [slug: string, name: string, description: string];
type CategoryPicture = readonly [kind: Portrait["kind"], colour: Colourway, tint: Portrait["tint"], accent: string];
export type DemoCategory = Readonly<Record<Language, CategoryWords>> & { id: string; picture: CategoryPicture };
/** A way into the shop and what is found below it, both in the order they are shown. */
export type DemoDepartment = DemoCategory & { children: readonly DemoCategory[] };
