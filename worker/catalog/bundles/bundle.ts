/** Bundles: a SKU that is sold as one and made of others. It has no units of its own. */

/** `quantity` of the component in one bundle. */
export type Component = { sku: string; quantity: number };
export const COMPONENTS_MAX = 20;
export const COMPONENT_QUANTITY_MAX = 100;

/** What one of a line is made of: a SKU that is no bundle is its own only component. */
export const partsOf = ({ sku, components }: { sku: string; components?: readonly Component[] | undefined }) =>
  components ?? ([{ sku, quantity: 1 }] as readonly Component[]);

/** How many bundles there are units for: as many as the scarcest component allows. */
export const bundlesFrom = (components: readonly Component[], unitsOf: (sku: string) => number): number =>
  Math.min(...components.map(({ sku, quantity }) => Math.floor(unitsOf(sku) / quantity)));
