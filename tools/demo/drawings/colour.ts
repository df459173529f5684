/** Colour for the demo's pictures: shades of one base colour, the colourways products come in, and backdrop tints. */

/** `#rrggbb`; with two digits more where it lets through. */
export type Colour = string;
/** One material under one light, from its highlight to its deepest shade. */
export type Tones = { edge: Colour; light: Colour; base: Colour; dark: Colour; deep: Colour };

const WHITE = "#ffffff";
/** Shade leans to navy: pure black would look dirty beside the store's ink. */
const SHADE = "#0b1226";
/** Dark glass, and the dark of openings. */
export const GLASS = "#0e121b";

const channels = (colour: Colour): number[] =>
  [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16));
const hex = (channel: number): string => Math.round(channel).toString(16).padStart(2, "0");

/** The colour `share` of the way from one to the other; both as `#rrggbb`. */
export function mix(from: Colour, to: Colour, share: number): Colour {
  const target = channels(to);
  return `#${channels(from)
    .map((channel, index) => hex(channel + ((target[index] ?? channel) - channel) * share))
    .join("")}`;
}

/** The colour, let through: `opacity` from 0 to 1. */
export const veil = (colour: Colour, opacity: number): Colour => `${colour}${hex(opacity * 255)}`;

/** `base` is `#rrggbb`. */
export function tonesOf(base: Colour): Tones {
  return {
    edge: mix(base, WHITE, 0.62),
    light: mix(base, WHITE, 0.28),
    base,
    dark: mix(base, SHADE, 0.24),
    deep: mix(base, SHADE, 0.52),
  };
}

/** Every colour a demo product comes in; the names are the values of the option `Colour`. */
export const COLOURWAYS = {
  Graphite: "#565c68",
  Silver: "#cdd3db",
  Midnight: "#28335a",
  White: "#eeeeea",
  Black: "#30333b",
  Sand: "#d9c3a0",
  Sage: "#9ab397",
  Forest: "#2f6152",
  Cobalt: "#2f57d6",
  Sky: "#8ab4e0",
  Lilac: "#b3a3dc",
  Coral: "#ec7c62",
  Rose: "#e4abae",
  Copper: "#bf7a54",
  Sun: "#f0bb45",
  Walnut: "#7d5440",
} as const satisfies Record<string, Colour>;
export type Colourway = keyof typeof COLOURWAYS;

/** Backdrops of the studio: its wall, its floor, the light on the wall, and the shape that stands behind the product. */
export const TINTS = {
  sand: { wall: "#f3eadb", floor: "#e3d3ba", light: "#fcf7ee", shape: "#e6d7bf" },
  mist: { wall: "#e2eaf4", floor: "#c9d6e8", light: "#f4f8fd", shape: "#cfdbec" },
  sage: { wall: "#e0ebde", floor: "#c5d7c3", light: "#f2f8f0", shape: "#cadbc8" },
  peach: { wall: "#fae4d6", floor: "#efccb7", light: "#fff4ec", shape: "#f2d1bd" },
  lilac: { wall: "#e9e3f5", floor: "#d3c9ea", light: "#f8f4fd", shape: "#d8cfed" },
  butter: { wall: "#f9edcb", floor: "#ecd8a2", light: "#fff9e8", shape: "#f0ddab" },
  paper: { wall: "#edf1ec", floor: "#d5ded5", light: "#fafcf9", shape: "#dae3da" },
  night: { wall: "#1d2848", floor: "#141c36", light: "#324273", shape: "#2b3a68" },
  board: { wall: "#0d4a3b", floor: "#083629", light: "#1b6f59", shape: "#17604c" },
} as const satisfies Record<string, { wall: Colour; floor: Colour; light: Colour; shape: Colour }>;
export type Tint = keyof typeof TINTS;
