/** The small things beside a computer: keyboard, mouse, power, cables and what data is kept on. */
import { type Colour, GLASS, mix, type Tones, veil } from "./colour.ts";
import type { Drawing } from "./look.ts";
import { mark } from "./marks.ts";
import {
  circle,
  ellipse,
  group,
  KEYBOARD_ROWS,
  keyRows,
  type Markup,
  type Paint,
  patch,
  path,
  planeOf,
  polygon,
  rect,
  shadow,
  stroke,
} from "./paint.ts";

const ACCENT_KEYS = [
  [0, 0, 1],
  [3, 10, 11],
  [4, 3, 4],
] as const;

/** Keys with a visible skirt: the same rows twice, the caps a little higher and narrower. */
function raisedKeys(left: number, top: number, width: number, height: number, body: Tones, accent: Colour): Markup {
  const plane = planeOf(
    [left + width * 0.05, top],
    [left + width * 0.95, top],
    [left + width, top + height],
    [left, top + height],
  );
  const raised = planeOf(
    [left + width * 0.053, top - 8],
    [left + width * 0.947, top - 8],
    [left + width * 0.997, top + height - 10],
    [left + width * 0.003, top + height - 10],
  );
  const coloured = ACCENT_KEYS.map(([row, from, to]) => {
    const widths = KEYBOARD_ROWS[row] ?? [];
    const whole = widths.reduce<number>((sum, key) => sum + key, 0);
    const before = (index: number) => widths.slice(0, index).reduce<number>((sum, key) => sum + key, 0) / whole;
    return polygon(patch(raised, before(from) + 0.009, (row + 0.1) / 5, before(to) - 0.009, (row + 0.88) / 5), accent);
  });
  return (
    path(keyRows(plane, KEYBOARD_ROWS, 0.008), mix(body.deep, "#0b1226", 0.35)) +
    path(keyRows(raised, KEYBOARD_ROWS, 0.016), body.edge) +
    coloured.join("")
  );
}

const keyboard: Drawing = {
  focus: [250, 480, 1.9],
  draw(paint, { body, accent, brand }) {
    return [
      shadow(paint, 400, 640, 370, 40),
      path(
        "M108 372H692Q706 372 709 386L748 588Q752 610 732 610H68Q48 610 52 588L91 386Q94 372 108 372Z",
        paint.linear([body.light, body.base]),
      ),
      path(
        "M50 594Q50 610 68 610H732Q750 610 750 594V628Q750 644 732 644H68Q50 644 50 628Z",
        paint.linear([body.dark, body.deep]),
      ),
      path("M118 388H682L728 592H72Z", mix(body.deep, "#0b1226", 0.2)),
      raisedKeys(84, 404, 632, 178, body, accent),
      mark(brand, 400, 628, 18, body.edge),
      stroke("M400 372C400 320 470 330 470 270S420 180 480 150", mix(accent, "#0b1226", 0.2), 9, {
        "stroke-dasharray": "5 4",
      }),
      rect(384, 352, 32, 24, 5, body.deep),
    ].join("");
  },
};

const slimKeyboard: Drawing = {
  focus: [520, 520, 1.9],
  draw(paint, { body, accent, brand }) {
    const deck = planeOf([126, 410], [674, 410], [736, 598], [64, 598]);
    const well = planeOf(deck(0.03, 0.08), deck(0.97, 0.08), deck(0.97, 0.94), deck(0.03, 0.94));
    return [
      shadow(paint, 400, 616, 370, 34),
      path(
        "M140 396H660Q676 396 681 410L740 596Q744 612 724 612H76Q56 612 60 596L119 410Q124 396 140 396Z",
        paint.linear([body.light, body.edge, body.base]),
      ),
      path("M59 600Q60 612 76 612H724Q740 612 741 600V612Q740 624 724 624H76Q60 624 59 612Z", body.dark),
      path(keyRows(well, KEYBOARD_ROWS, 0.014), mix(body.base, "#171b26", 0.74)),
      polygon(patch(well, 0.007, 0.02, 0.066, 0.18), accent),
      mark(brand, 400, 403, 9, body.deep),
    ].join("");
  },
};

const mouse: Drawing = {
  focus: [400, 300, 1.7],
  draw(paint, { body, accent, brand }) {
    return [
      ellipse(412, 440, 226, 290, paint.radial([veil("#0b1226", 0.4), veil("#0b1226", 0.3), veil("#0b1226", 0)])),
      path(
        "M400 140C520 140 560 230 564 380C570 560 520 670 400 670C280 670 230 560 236 380C240 230 280 140 400 140Z",
        paint.linear([body.edge, body.base, body.deep], "diagonal"),
      ),
      path(
        "M400 152C506 152 544 236 550 372Q480 350 400 350Q320 350 250 372C256 236 294 152 400 152Z",
        paint.linear([body.light, body.base], "diagonal"),
      ),
      stroke("M400 152V350", veil(body.deep, 0.7), 4) +
        stroke("M248 372Q320 350 400 350Q480 350 552 372", veil(body.deep, 0.7), 4),
      rect(380, 206, 40, 104, 20, mix(body.deep, "#0b1226", 0.4)),
      rect(387, 214, 26, 88, 13, paint.linear(["#2b303e", accent, mix(accent, "#ffffff", 0.4), accent, "#2b303e"])),
      rect(390, 378, 20, 34, 10, body.deep) + circle(400, 388, 3, accent),
      path("M238 420C222 440 226 500 240 540C252 520 254 450 250 420Z", body.deep) +
        path("M240 470L252 472", accent, { stroke: body.edge, "stroke-width": 3 }),
      path("M272 300C284 220 316 180 360 170", "none", {
        stroke: veil("#ffffff", 0.65),
        "stroke-width": 9,
        "stroke-linecap": "round",
      }),
      mark(brand, 400, 570, 40, veil(body.edge, 0.9)),
    ].join("");
  },
};

/** A USB-C plug pointing up, its tip at the origin. */
const plug = (paint: Paint, body: Tones): Markup =>
  rect(-14, 0, 28, 44, 9, paint.linear(["#f3f5f8", "#a7afbd", "#e6e9ee"], "across")) +
  rect(-8, 6, 16, 4, 2, "#4d5466") +
  rect(-21, 40, 42, 74, 12, paint.linear([body.edge, body.base, body.dark], "across"));

const charger: Drawing = {
  focus: [320, 470, 1.8],
  scale: 1.12,
  draw(paint, { body, accent, brand }) {
    return [
      shadow(paint, 400, 652, 250, 34),
      path("M520 560C640 560 660 470 600 420S560 300 640 300", "none", {
        stroke: body.edge,
        "stroke-width": 13,
        "stroke-linecap": "round",
      }),
      rect(496, 546, 60, 28, 10, paint.linear([body.edge, body.dark])),
      rect(262, 344, 284, 262, 40, paint.linear([body.light, body.deep], "diagonal")) +
        path("M246 394L276 358Q288 344 302 344H506L500 384H260Z", body.edge),
      rect(232, 380, 284, 262, 40, paint.linear([body.edge, body.base, body.dark], "diagonal")),
      rect(248, 396, 252, 230, 30, paint.linear([body.light, body.base], "diagonal")),
      [430, 484, 538]
        .map(
          (y, port) =>
            rect(440 - 34, y, 70, 26, 13, GLASS) + rect(440 - 26, y + 10, 54, 6, 3, port < 2 ? "#69728a" : accent),
        )
        .join(""),
      mark(brand, 318, 470, 54, veil(body.deep, 0.75)),
      rect(278, 556, 80, 10, 5, veil(body.deep, 0.35)) + rect(278, 578, 54, 10, 5, veil(body.deep, 0.25)),
      circle(476, 602, 5, accent),
    ].join("");
  },
};

const cable: Drawing = {
  focus: [400, 300, 1.8],
  draw(paint, { body, accent, brand }) {
    const braid = (d: string) =>
      stroke(d, body.dark, 24) +
      stroke(d, body.base, 18) +
      stroke(d, body.edge, 18, { "stroke-dasharray": "2 9", opacity: 0.55, "stroke-linecap": "butt" });
    return [
      shadow(paint, 400, 676, 250, 36),
      [172, 150, 128].map((reach) => braid(`M400 ${450 - reach}A${reach} ${reach} 0 1 1 399 ${450 - reach}`)).join(""),
      braid("M528 470C540 380 560 330 556 236") + braid("M272 470C256 380 242 330 246 236"),
      group("translate(556 124)", plug(paint, body)) + group("translate(246 124)", plug(paint, body)),
      rect(362, 552, 76, 96, 14, paint.linear([mix(accent, "#ffffff", 0.2), accent, mix(accent, "#0b1226", 0.25)])),
      mark(brand, 400, 600, 30, "#ffffff"),
    ].join("");
  },
};

const powerBank: Drawing = {
  focus: [450, 300, 1.7],
  draw(paint, { body, accent, brand }) {
    return [
      shadow(paint, 400, 668, 230, 32),
      group(
        "rotate(-8 400 400)",
        rect(278, 148, 312, 466, 44, paint.linear([body.dark, body.deep])),
        rect(250, 170, 316, 470, 44, paint.linear([body.edge, body.base, body.dark], "diagonal")),
        rect(264, 184, 288, 442, 34, paint.linear([body.light, body.base, body.dark], "diagonal")),
        [0, 1, 2, 3, 4, 5, 6].map((rib) => rect(290, 420 + rib * 24, 236, 5, 2.5, veil(body.deep, 0.3))).join(""),
        rect(290, 214, 236, 110, 20, "#070a12"),
        [0, 1, 2, 3].map((bar) => rect(310 + bar * 34, 244, 24, 50, 6, bar < 3 ? accent : veil(accent, 0.25))).join(""),
        path("M484 236L462 274H478L472 302L498 262H482Z", "#ffcf6b"),
        mark(brand, 408, 372, 36, veil(body.edge, 0.95)),
        rect(310, 138, 56, 18, 9, GLASS) + rect(396, 138, 56, 18, 9, GLASS) + rect(482, 138, 56, 18, 5, GLASS),
      ),
    ].join("");
  },
};

const portableDrive: Drawing = {
  focus: [360, 420, 1.8],
  draw(paint, { body, accent, brand }) {
    return [
      shadow(paint, 400, 660, 270, 34),
      stroke("M420 636C420 720 600 720 640 640S560 420 640 380", mix(body.deep, "#0b1226", 0.3), 14),
      group("translate(644 276) rotate(8)", plug(paint, body)),
      group(
        "rotate(-6 380 420)",
        rect(200, 210, 398, 408, 46, paint.linear([body.dark, body.deep])),
        rect(180, 226, 400, 408, 46, paint.linear([body.edge, body.base, body.dark], "diagonal")),
        rect(196, 242, 368, 376, 34, paint.linear([body.light, body.base, body.dark], "diagonal")),
        path("M196 470L420 242H500L196 552Z", veil("#ffffff", 0.14)),
        [0, 1, 2, 3, 4, 5]
          .map((rib) => stroke(`M${250 + rib * 52} 590L${250 + rib * 52} 556`, veil(body.deep, 0.5), 7))
          .join(""),
        mark(brand, 380, 400, 74, veil(body.edge, 0.95)),
        rect(180, 300, 12, 80, 6, accent),
        circle(528, 280, 7, accent) + circle(528, 280, 15, veil(accent, 0.25)),
      ),
    ].join("");
  },
};

function card(paint: Paint, body: Tones, accent: Colour, brand: Parameters<typeof mark>[0]): Markup {
  const contacts = Array.from({ length: 8 }, (_, contact) =>
    rect(-108 + contact * 24, -192, 15, 48, 3, paint.linear(["#f4dc96", "#c09a45"])),
  ).join("");
  return [
    path(
      "M-130 -210H82L130 -162V190Q130 210 110 210H-110Q-130 210 -130 190Z",
      paint.linear([body.light, body.base, body.deep], "diagonal"),
    ),
    contacts,
    rect(
      -110,
      -120,
      220,
      300,
      14,
      paint.linear([mix(accent, "#ffffff", 0.15), mix(accent, "#0b1226", 0.3)], "diagonal"),
    ),
    path("M-110 60L110 -70V20L-110 150Z", veil("#ffffff", 0.16)),
    mark(brand, -66, -70, 42, "#ffffff"),
    [0, 1, 2]
      .map((line) => rect(-92, 84 + line * 24, 130 - line * 34, 11, 5.5, veil("#ffffff", 0.75 - line * 0.2)))
      .join(""),
    rect(-134, -30, 8, 46, 4, "#e8eaf0"),
    stroke("M-126 -206H80", veil("#ffffff", 0.6), 3),
  ].join("");
}

const memoryCard: Drawing = {
  focus: [460, 360, 1.7],
  draw: (paint, { body, accent, brand }) =>
    shadow(paint, 400, 660, 250, 32) +
    group("translate(330 420) rotate(-14)", card(paint, body, mix(accent, "#0b1226", 0.35), brand)) +
    group("translate(470 424) rotate(7)", card(paint, body, accent, brand)),
};

export const ACCESSORIES = {
  keyboard,
  slimKeyboard,
  mouse,
  charger,
  cable,
  powerBank,
  portableDrive,
  memoryCard,
} as const satisfies Record<string, Drawing>;
