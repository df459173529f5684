/** What may be said of products of a type, by form: a definition is found by its type and its name. */
import type { AstroGlobal } from "astro";
import { type AttributeDefinition, attributeIdOf } from "../../../worker/catalog/attributes/attribute-definition.ts";
import { type KeptDefinition, readDefinition } from "../../../worker/catalog/attributes/attribute-store.ts";
import { type AttributeProblem, saveAttribute } from "../../../worker/catalog/attributes/save-attribute-flow.ts";
import { ATTRIBUTE_KEY_LENGTH_MAX } from "../../../worker/catalog/product-shapes.ts";
import { isProductType } from "../../../worker/catalog/product-type.ts";
import type { Viewer } from "../../../worker/customers/viewer.ts";
import { LANGUAGES, type Language, type MarketId, type Markets } from "../../../worker/markets/markets.ts";
import type { World } from "../../../worker/world.ts";
import { groupPath } from "../../admin-paths.ts";
import { type Fault, readSent, type Sent, wholeOf } from "../admin-fields.ts";
import { type GroupEntry, groupEntry } from "./group.ts";
import { postArchive } from "./group-act.ts";
import { NOT_A_FORM, type Shown } from "./section.ts";
import { KINDS } from "./specification-section.ts";

const LABEL_LENGTH_MAX = 80;
const UNIT_LENGTH_MAX = 20;
const POSITION_MAX = 10_000;
export const labelField = (language: Language) => `label.${language}`;
export const unitField = (market: MarketId) => `shown.${market}`;

export const definitionFields = (definition: KeptDefinition | null, type: string): Shown => ({
  productType: definition?.productType ?? type,
  key: definition?.key ?? "",
  kind: definition?.kind ?? "text",
  unit: definition?.unit ?? "",
  facetable: (definition?.facetable ?? true) ? "on" : "",
  required: definition?.required ? "on" : "",
  position: String(definition?.position ?? 0),
  ...Object.fromEntries(LANGUAGES.map((language) => [labelField(language), definition?.labels[language] ?? ""])),
  ...Object.fromEntries(
    Object.entries(definition?.shownUnits ?? {}).map(([market, unit]) => [unitField(market), unit]),
  ),
});
export const definitionEntry = (definition: KeptDefinition | null, type: string): GroupEntry =>
  groupEntry(definitionFields(definition, type), String(definition?.version ?? 0));

/** Answers a redirect when it was saved, archived or brought back, else what to show the form with again. */
export async function postDefinition(
  astro: AstroGlobal,
  definition: KeptDefinition | null,
  by: Viewer,
): Promise<Response | GroupEntry> {
  const { world, markets } = astro.locals;
  const sent = await readSent(astro);
  if (!sent) return { ...definitionEntry(definition, ""), fault: NOT_A_FORM };
  if (definition) {
    const group = { kind: "attribute" as const, id: attributeIdOf(definition) };
    const acted = await postArchive(astro, group, sent, by);
    if (acted) return acted instanceof Response ? acted : { ...definitionEntry(definition, ""), fault: acted };
  }
  const version = wholeOf(sent("version")) ?? 0;
  const faults: Record<string, Fault> = {};
  const ask = { ...draftDefinition(sent, definition, markets, faults), version };
  const entry: GroupEntry = { sent, seen: String(version), faults, fault: null, now: null };
  if (Object.keys(faults).length > 0) return entry;
  const saved = await saveAttribute(world, ask, by);
  if (!saved.ok) return { ...entry, ...(await refusalOf(world, ask, saved.problem)) };
  const done = saved.value.definition.version === definition?.version ? "unchanged" : "saved";
  return astro.redirect(groupPath({ kind: "attribute", id: attributeIdOf(ask) }, "details", { done }), 303);
}

/** Type and name of one that is there stay: products go by them. */
function draftDefinition(
  sent: Sent,
  had: KeptDefinition | null,
  markets: Markets,
  faults: Record<string, Fault>,
): Omit<AttributeDefinition, "archived"> {
  const productType = had?.productType ?? sent("productType");
  if (!had && productType !== "" && !isProductType(productType)) faults.productType = NOT_A_FORM;
  const key = had?.key ?? sent("key").trim();
  if (key === "" || key.length > ATTRIBUTE_KEY_LENGTH_MAX)
    faults.key = { key: "goods.fault.name", values: { max: ATTRIBUTE_KEY_LENGTH_MAX } };
  const kind = KINDS.find((each) => each === sent("kind")) ?? "text";
  const texts = <Name extends string>(names: readonly Name[], fieldOf: (name: Name) => string, max: number) =>
    Object.fromEntries(
      names.flatMap((name) => {
        const text = sent(fieldOf(name)).trim();
        if (text.length > max) faults[fieldOf(name)] = { key: "admin.fault.tooLong", values: { max } };
        return text === "" ? [] : [[name, text]];
      }),
    );
  const unit = sent("unit").trim();
  if (unit.length > UNIT_LENGTH_MAX) faults.unit = { key: "admin.fault.tooLong", values: { max: UNIT_LENGTH_MAX } };
  const position = wholeOf(sent("position"));
  if (position === null || position > POSITION_MAX)
    faults.position = { key: "policy.fault.number", values: { min: 0, max: POSITION_MAX } };
  return {
    ...{ productType, key, kind, unit: unit || null },
    shownUnits: texts(
      markets.all.map(({ id }) => id),
      unitField,
      UNIT_LENGTH_MAX,
    ),
    labels: texts(LANGUAGES, labelField, LABEL_LENGTH_MAX),
    ...{ facetable: sent("facetable") === "on", required: sent("required") === "on", position: position ?? 0 },
  };
}

async function refusalOf(
  world: World,
  name: Pick<AttributeDefinition, "productType" | "key">,
  problem: AttributeProblem,
): Promise<Partial<GroupEntry>> {
  if (problem.code === "request.invalid")
    return {
      faults: Object.fromEntries(
        problem.at.map(({ path }): [string, Fault] =>
          path === "unit"
            ? ["unit", { key: "goods.fault.unitOfNumbers" }]
            : [unitField(path.replace("shownUnits.", "")), { key: "goods.fault.unitOther" }],
        ),
      ),
    };
  if (problem.code !== "attribute.changed_meanwhile") return { fault: { key: "goods.fault.definitions" } };
  const now = await readDefinition(world.catalog, name);
  return {
    fault: { key: "goods.fault.groupChanged" },
    now: definitionFields(now, name.productType),
    seen: String(problem.version),
  };
}
