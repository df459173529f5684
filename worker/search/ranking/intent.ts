/**
 * Which kinds of product a query means, learnt from the catalogue itself: a word names a kind when every product of that
 * kind has it in its title or category, as `laptop` does by the category's own name. Of several words, one names the kind
 * and the others have to occur in it: `gaming laptop` means laptops, `laptop stand` means none, since no laptop is a stand.
 */
import type { Concept, Kind, TermStatistics } from "./search-plan.ts";

/** Share of a kind's products that have a word which names the kind; a little less than all, since figures may be old. */
const NAMED_BY = 0.97;
/** A further word is at least so frequent in the kind, as a share of how frequent it is everywhere. */
const LIFT_MIN = 0.2;
/** A kind of so many products is half as sure to be meant as a large one: few prove little. */
const SIZE_HALF_SURE = 3;
/** Kinds less likely than this share of the likeliest are not meant. */
const SHARE_MIN = 0.1;
const KINDS_MAX = 8;

/** How surely each kind is meant, 0 to 1; empty where no kind is named. */
export function intentOf(concepts: readonly Concept[], statistics: TermStatistics): Readonly<Record<Kind, number>> {
  const counted = concepts.flatMap(unitsOf).map((unit) => countsOf(unit, statistics));
  const known = counted.filter(({ all }) => all > 0);
  const kinds = [...new Set(known.flatMap(({ byKind }) => [...byKind.keys()]))];
  const named = kinds.flatMap((kind) => {
    const share = shareOf(kind, known, statistics);
    return share ? [{ kind, ...share }] : [];
  });
  const most = Math.max(0, ...named.map(({ share }) => share));
  const sure = named.map(({ kind, share, lift }) => {
    const size = statistics.kinds[kind] ?? 0;
    return [kind, (share / most) * lift * (size / (size + SIZE_HALF_SURE))] as const;
  });
  const meant = sure.filter(([, likely]) => likely >= SHARE_MIN).sort((a, b) => b[1] - a[1]);
  return Object.fromEntries(meant.slice(0, KINDS_MAX));
}

/** Kinds whose name says the concept. */
export function kindsNamedBy(concept: Concept, statistics: TermStatistics): Kind[] {
  const { byKind } = countsOf(concept, statistics);
  return [...byKind].flatMap(([kind, count]) =>
    count >= NAMED_BY * (statistics.kinds[kind] ?? Number.POSITIVE_INFINITY) ? [kind] : [],
  );
}

type Counts = { byKind: ReadonlyMap<Kind, number>; all: number };

/**
 * Products of the kind that would have all the words, as a share of the kind, less where one of them is rarer in it than
 * everywhere; null where the kind is not meant.
 */
function shareOf(kind: Kind, units: readonly Counts[], statistics: TermStatistics): Share | null {
  const size = statistics.kinds[kind] ?? 0;
  if (size === 0) return null;
  const shares = units.map(({ byKind, all }) => {
    const here = Math.min(1, (byKind.get(kind) ?? 0) / size);
    return { here, lift: Math.min(1, (here * statistics.documents) / all) };
  });
  const lift = Math.min(...shares.map((each) => each.lift));
  if (lift < LIFT_MIN || !shares.some(({ here }) => here >= NAMED_BY)) return null;
  return { share: shares.reduce((product, { here }) => product * here, 1), lift };
}
type Share = { share: number; lift: number };

/** What was typed as several words is looked at word by word: `laser printer` names printers by its last. */
function unitsOf(concept: Concept): Pick<Concept, "ways">[] {
  const typed = concept.ways.find(({ parts, isTyped }) => isTyped && parts.length > 1);
  if (!typed) return [concept];
  return typed.parts.map((forms) => ({ ways: [{ parts: [forms], weight: 1, adjacent: false, isTyped: true }] }));
}

/** Products with a concept, by kind: those with its likeliest way, since ways share products. */
function countsOf({ ways }: Pick<Concept, "ways">, statistics: TermStatistics): Counts {
  const byKind = new Map<Kind, number>();
  let all = 0;
  for (const { parts, weight } of ways) {
    const counts = parts.map((forms) => countsOfForms(forms, statistics));
    all = Math.max(all, weight * Math.min(...counts.map((each) => each.documents)));
    for (const kind of counts[0]?.kinds.keys() ?? []) {
      // A product with all the parts has each of them.
      const products = Math.min(...counts.map(({ kinds }) => kinds.get(kind) ?? 0));
      byKind.set(kind, Math.max(byKind.get(kind) ?? 0, weight * products));
    }
  }
  return { byKind, all };
}

function countsOfForms(forms: readonly string[], { terms }: TermStatistics) {
  const kinds = new Map<Kind, number>();
  let documents = 0;
  for (const facts of forms.map((form) => terms.get(form))) {
    documents += facts?.documents ?? 0;
    for (const [kind, count] of Object.entries(facts?.byKind ?? {})) kinds.set(kind, (kinds.get(kind) ?? 0) + count);
  }
  return { documents, kinds };
}
