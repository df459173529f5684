/** How the demo's categories are written down: two levels, each with its picture. */
import type { Colourway } from "./drawings/colour.ts";
import type { Portrait } from "./drawings/picture.ts";

type CategoryPicture = readonly [kind: Portrait["kind"], colour: Colourway, tint: Portrait["tint"], accent: string];
/** Its words are in demo-words.ts, by its id. */
export type DemoCategory = { id: string; picture: CategoryPicture };
/** A way into the shop and what is found below it, both in the order they are shown. */
export type DemoDepartment = DemoCategory & { children: readonly DemoCategory[] };
