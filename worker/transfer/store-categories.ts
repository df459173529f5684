/**
 * Where imported products stand in the store: a category for each kind of product, made when it is not there yet.
 * Ids are those of the demo shop where it has the category, so that imports join its departments.
 */

import type { CategoryChange } from "../catalog/product-shapes.ts";
import type { ProductType } from "../catalog/product-type.ts";
import { slugOf } from "../catalog/slug.ts";
import { LANGUAGES, type Language } from "../markets/markets.ts";
import { shortHashOf } from "./formats/short-hash.ts";

type Names = readonly [en: string, de: string, ja: string, ar: string];
type StoreCategory = { parentId: string | null; position: number; names: Names };
const below = (parentId: string | null, position: number, ...names: Names): StoreCategory => ({
  parentId,
  position,
  names,
});

const CATEGORIES: Readonly<Record<string, StoreCategory>> = {
  computers: below(null, 0, "Computers", "Computer", "パソコン", "الحواسيب"),
  laptops: below("computers", 0, "Laptops", "Notebooks", "ノートパソコン", "الحواسيب المحمولة"),
  desktops: below("computers", 1, "Desktops", "Desktop-PCs", "デスクトップ", "الحواسيب المكتبية"),
  tablets: below("computers", 2, "Tablets", "Tablets", "タブレット", "الأجهزة اللوحية"),
  monitors: below("computers", 3, "Monitors", "Monitore", "モニター", "الشاشات"),
  servers: below("computers", 20, "Servers & racks", "Server & Racks", "サーバー・ラック", "الخوادم والخزائن"),
  "phones-wearables": below(
    null,
    1,
    "Phones & wearables",
    "Telefone & Wearables",
    "電話・ウェアラブル",
    "الهواتف والأجهزة القابلة للارتداء",
  ),
  phones: below("phones-wearables", 20, "Telephones", "Telefone", "電話機", "الهواتف"),
  smartwatches: below("phones-wearables", 1, "Smartwatches", "Smartwatches", "スマートウォッチ", "الساعات الذكية"),
  audio: below(null, 2, "Audio", "Audio", "オーディオ", "الصوتيات"),
  headphones: below("audio", 0, "Headphones", "Kopfhörer", "ヘッドホン", "سماعات الرأس"),
  speakers: below("audio", 2, "Speakers", "Lautsprecher", "スピーカー", "مكبرات الصوت"),
  "cameras-drones": below(
    null,
    3,
    "Cameras & drones",
    "Kameras & Drohnen",
    "カメラ・ドローン",
    "الكاميرات والطائرات المسيّرة",
  ),
  cameras: below("cameras-drones", 0, "Cameras", "Kameras", "カメラ", "الكاميرات"),
  "tv-home-cinema": below(
    null,
    4,
    "TV & home cinema",
    "TV & Heimkino",
    "テレビ・ホームシアター",
    "التلفاز والسينما المنزلية",
  ),
  televisions: below("tv-home-cinema", 0, "Televisions", "Fernseher", "テレビ", "أجهزة التلفاز"),
  projectors: below("tv-home-cinema", 1, "Projectors", "Beamer", "プロジェクター", "أجهزة العرض"),
  gaming: below(null, 5, "Gaming", "Gaming", "ゲーム", "الألعاب الإلكترونية"),
  "smart-home": below(null, 6, "Smart home", "Smart Home", "スマートホーム", "المنزل الذكي"),
  networking: below("smart-home", 4, "Networking", "Netzwerk", "ネットワーク", "الشبكات"),
  accessories: below(null, 7, "Accessories", "Zubehör", "アクセサリー", "الملحقات"),
  "keyboards-mice": below(
    "accessories",
    0,
    "Keyboards & mice",
    "Tastaturen & Mäuse",
    "キーボード・マウス",
    "لوحات المفاتيح والفأرات",
  ),
  "chargers-cables": below(
    "accessories",
    1,
    "Chargers & cables",
    "Ladegeräte & Kabel",
    "充電器・ケーブル",
    "الشواحن والكابلات",
  ),
  storage: below("accessories", 2, "Storage", "Speicher", "ストレージ", "التخزين"),
  power: below("accessories", 20, "Power & UPS", "Strom & USV", "電源・UPS", "الطاقة ومزودات الطاقة"),
  "bags-cases": below("accessories", 21, "Bags & cases", "Taschen & Hüllen", "バッグ・ケース", "الحقائب والأغطية"),
  "printers-ink": below(null, 8, "Printers & ink", "Drucker & Tinte", "プリンター・インク", "الطابعات والأحبار"),
  printers: below("printers-ink", 0, "Printers", "Drucker", "プリンター", "الطابعات"),
  "ink-toner": below("printers-ink", 1, "Ink & toner", "Tinte & Toner", "インク・トナー", "الأحبار"),
  "paper-labels": below("printers-ink", 20, "Paper & labels", "Papier & Etiketten", "用紙・ラベル", "الورق والملصقات"),
  components: below(null, 20, "PC components", "PC-Komponenten", "PCパーツ", "مكونات الحاسوب"),
  processors: below("components", 0, "Processors", "Prozessoren", "プロセッサー", "المعالجات"),
  memory: below("components", 1, "Memory", "Arbeitsspeicher", "メモリー", "الذاكرة"),
  "boards-cards": below(
    "components",
    2,
    "Boards & cards",
    "Mainboards & Karten",
    "マザーボード・カード",
    "اللوحات والبطاقات",
  ),
  kitchen: below(null, 21, "Kitchen", "Küche", "キッチン", "المطبخ"),
  toys: below(null, 22, "Toys", "Spielzeug", "おもちゃ", "الألعاب"),
  // Of which the source says nothing.
  more: below(null, 50, "Other products", "Weitere Artikel", "その他の商品", "منتجات أخرى"),
};

/** The category of a kind of product where it is not called the same. */
const CATEGORY_OF: Readonly<Partial<Record<ProductType, string>>> = {
  tvs: "televisions",
  wearables: "smartwatches",
  cables: "chargers-cables",
  components: "boards-cards",
  other: "more",
};

export const categoryIdOf = (type: ProductType): string => CATEGORY_OF[type] ?? type;
/** What a category of the store's own kinds is made as; null for an id that is not one. */
export function storeCategoryOf(id: string): CategoryChange | null {
  const category = Object.hasOwn(CATEGORIES, id) ? CATEGORIES[id] : undefined;
  if (!category) return null;
  const { parentId, position, names } = category;
  return {
    parentId,
    position,
    imageKey: null,
    translations: translationsOf((language) => names[LANGUAGES.indexOf(language)] ?? names[0]),
  };
}

/** The id of a category that a source names in its own words: readable where the words are of Latin letters. */
export function foreignCategoryIdOf(name: string): string {
  const slug = slugOf(name, "en");
  if (slug === "") return "more";
  return /^[a-z0-9-]+$/.test(slug) ? slug : `category-${shortHashOf(slug)}`;
}

/**
 * A category named by a source in its own words is a department as those are that the store knows, after them, under that
 * name in every language.
 */
export const foreignCategoryOf = (id: string, name: string): CategoryChange => ({
  parentId: null,
  position: FOREIGN_POSITION,
  imageKey: null,
  translations: { en: { slug: slugOf(name, "en") || id, name, description: "", ...NO_SEO } },
});

const FOREIGN_POSITION = 40;
/** Search engines are shown what shoppers are. */
const NO_SEO = { seoTitle: "", seoDescription: "" };

const translationsOf = (nameIn: (language: Language) => string): CategoryChange["translations"] =>
  Object.fromEntries(
    LANGUAGES.map((language) => [
      language,
      { slug: slugOf(nameIn(language), language), name: nameIn(language), description: "", ...NO_SEO },
    ]),
  );
