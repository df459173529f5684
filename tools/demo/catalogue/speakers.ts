/** Halvero's speakers and its microphone. */
import { type DemoProduct, has, measure, term, variant } from "../demo-product.ts";

export const SPEAKERS: readonly DemoProduct[] = [
  {
    id: "drum-speaker",
    brand: "Halvero",
    type: "speakers",
    categoryId: "speakers",
    rank: 840,
    weightGrams: 740,
    finish: "Coral",
    portrait: { kind: "portableSpeaker", tint: "butter", setting: "window", accent: "#14213d" },
    attributes: [
      measure("power", 30, "W"),
      measure("battery-life", 20, "h"),
      term("bluetooth", "5.3"),
      term("water-resistance", "IP67"),
      has("stereo-pair"),
      measure("weight", 740, "g"),
    ],
    variants: [
      variant("HAL-DRUM-COR", { Colour: "Coral" }, 36, [149, 139, 149, 22800, 549]),
      variant("HAL-DRUM-FOR", { Colour: "Forest" }, 24, [149, 139, 149, 22800, 549]),
      variant("HAL-DRUM-GRA", { Colour: "Graphite" }, 51, [149, 139, 149, 22800, 549]),
    ],
  },
  {
    id: "gallery-speakers",
    brand: "Halvero",
    type: "speakers",
    categoryId: "speakers",
    rank: 690,
    weightGrams: 11200,
    finish: "Walnut",
    portrait: { kind: "bookshelfSpeakers", tint: "paper", setting: "steps", accent: "#c9783f" },
    attributes: [
      measure("power", 120, "W"),
      term("frequency-response", "45 Hz – 25 kHz"),
      has("phono-input"),
      term("wireless", "Wi-Fi 6"),
      term("bluetooth", "5.2"),
      measure("weight", 11.2, "kg"),
    ],
    variants: [
      variant("HAL-GAL-WAL", { Colour: "Walnut" }, 8, [699, 669, 749, 109800, 2699]),
      variant("HAL-GAL-WHT", { Colour: "White" }, 3, [699, 669, 749, 109800, 2699]),
    ],
  },
  {
    id: "voice-microphone",
    brand: "Halvero",
    type: "speakers",
    categoryId: "microphones",
    rank: 680,
    weightGrams: 620,
    finish: "Midnight",
    portrait: { kind: "microphone", tint: "lilac", setting: "arch", accent: "#f0688a" },
    attributes: [
      measure("capsule-size", 25, "mm"),
      term("sample-rate", "24 bit / 96 kHz"),
      term("connection", "USB-C"),
      has("mute-button"),
      measure("cable-length", 2, "m"),
      measure("weight", 620, "g"),
    ],
    variants: [
      variant("HAL-VOI-MID", { Colour: "Midnight" }, 22, [119, 109, 119, 17800, 439]),
      variant("HAL-VOI-WHT", { Colour: "White" }, 16, [119, 109, 119, 17800, 439]),
    ],
  },
];
