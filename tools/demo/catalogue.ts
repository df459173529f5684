/** The demo's whole catalogue: its departments with their categories, and its products. */
import { ACCESSORIES } from "./catalogue/accessories.ts";
import { CAMERAS } from "./catalogue/cameras.ts";
import { DEPARTMENTS as FIRST_DEPARTMENTS } from "./catalogue/departments.ts";
import { HOME_DEPARTMENTS } from "./catalogue/departments-home.ts";
import { DESKTOPS } from "./catalogue/desktops.ts";
import { GAMING } from "./catalogue/gaming.ts";
import { HEADPHONES } from "./catalogue/headphones.ts";
import { HOME } from "./catalogue/home.ts";
import { LAPTOPS } from "./catalogue/laptops.ts";
import { PHONES } from "./catalogue/phones.ts";
import { SPEAKERS } from "./catalogue/speakers.ts";
import { STORAGE_AND_PRINT } from "./catalogue/storage-print.ts";
import { TABLETS } from "./catalogue/tablets.ts";
import { TV } from "./catalogue/tv.ts";
import type { DemoCategory, DemoDepartment } from "./demo-category.ts";
import type { DemoProduct } from "./demo-product.ts";

const DEPARTMENTS: readonly DemoDepartment[] = [...FIRST_DEPARTMENTS, ...HOME_DEPARTMENTS];

/** Every category, each after its parent. */
export const CATEGORIES: readonly (DemoCategory & { parentId: string | null; position: number })[] =
  DEPARTMENTS.flatMap((department, place) => [
    { ...department, parentId: null, position: place },
    ...department.children.map((child, position) => ({ ...child, parentId: department.id, position })),
  ]);

export const PRODUCTS: readonly DemoProduct[] = [
  ...LAPTOPS,
  ...DESKTOPS,
  ...TABLETS,
  ...PHONES,
  ...HEADPHONES,
  ...SPEAKERS,
  ...CAMERAS,
  ...TV,
  ...GAMING,
  ...HOME,
  ...ACCESSORIES,
  ...STORAGE_AND_PRINT,
];
