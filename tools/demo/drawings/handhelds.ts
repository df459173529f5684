/** Things held or worn: phones, tablets, a reader, watches. Each shows its back and its lit front together. */
import { type Colour, GLASS, mix, type Tones, veil } from "./colour.ts";
import type { Drawing } from "./look.ts";
import { mark } from "./marks.ts";
import { circle, ellipse, fade, group, type Markup, type Paint, path, rect, ring, shadow, stroke } from "./paint.ts";
import { screen, type Wallpaper } from "./wallpaper.ts";

function lensEye(paint: Paint, cx: number, cy: number, size: number): Markup {
  return (
    circle(cx, cy, size, "#080b13") +
    ring(cx, cy, size, "#59627a", size * 0.12) +
    circle(cx, cy, size * 0.55, paint.radial(["#4d6bd8", "#1a2350", "#080b13"], [0.4, 0.35])) +
    circle(cx - size * 0.24, cy - size * 0.26, size * 0.14, veil("#ffffff", 0.85))
  );
}

function slabBack(paint: Paint, width: number, height: number, radius: number, body: Tones): Markup {
  return (
    rect(0, 0, width, height, radius, paint.linear([body.edge, body.base, body.deep], "diagonal")) +
    rect(4, 4, width - 8, height - 8, radius - 4, paint.linear([body.light, body.base, body.dark], "diagonal")) +
    path(
      `M${width * 0.5} 4H${width - radius}Q${width - 4} 4 ${width - 4} ${radius}V${height * 0.5}Z`,
      veil("#ffffff", 0.12),
    )
  );
}

type Slab = { width: number; height: number; radius: number; bezel: number };
function slabFront(paint: Paint, slab: Slab, body: Tones, wallpaper: Wallpaper, accent: Colour): Markup {
  const { width, height, radius, bezel } = slab;
  const frame = { x: bezel, y: bezel, width: width - bezel * 2, height: height - bezel * 2 };
  return (
    rect(0, 0, width, height, radius, paint.linear([body.edge, body.base, body.deep], "diagonal")) +
    rect(4, 4, width - 8, height - 8, radius - 4, GLASS) +
    screen(paint, frame, radius - bezel, wallpaper, accent)
  );
}

const tile = (x: number, y: number, width: number, height: number, opacity = 0.26): Markup =>
  rect(x, y, width, height, Math.min(18, height / 2), veil("#ffffff", opacity));

const phone: Drawing = {
  focus: [330, 250, 2.1],
  scale: 1.14,
  draw(paint, { body, accent, brand, wallpaper }) {
    const slab = { width: 236, height: 490, radius: 44, bezel: 11 };
    return [
      shadow(paint, 330, 650, 200, 26) + shadow(paint, 500, 664, 190, 24),
      group(
        "translate(214 138) rotate(-7 118 245)",
        rect(-3, 130, 6, 60, 3, body.dark),
        slabBack(paint, 236, 490, 44, body),
        rect(20, 20, 112, 112, 34, paint.linear([body.light, body.base], "diagonal"), {
          stroke: veil(body.edge, 0.7),
          "stroke-width": 2,
        }),
        lensEye(paint, 52, 52, 22) + lensEye(paint, 100, 52, 22) + lensEye(paint, 52, 100, 22),
        circle(100, 100, 9, "#fff3cf") + ring(100, 100, 9, body.dark, 2),
        mark(brand, 118, 262, 34, veil(body.edge, 0.9)),
      ),
      group(
        "translate(372 164) rotate(6 118 245)",
        rect(233, 140, 6, 74, 3, body.dark),
        slabFront(paint, slab, body, wallpaper, accent),
        rect(88, 22, 60, 17, 8.5, "#05070d"),
        tile(64, 76, 108, 34, 0.9) + tile(86, 122, 64, 10, 0.6),
        tile(28, 378, 86, 62) + tile(122, 378, 86, 62),
        tile(83, 462, 70, 5, 0.9),
      ),
    ].join("");
  },
};

const slimPhone: Drawing = {
  focus: [300, 230, 2.2],
  scale: 1.16,
  draw(paint, { body, accent, brand, wallpaper }) {
    const slab = { width: 224, height: 470, radius: 30, bezel: 12 };
    return [
      shadow(paint, 400, 654, 270, 26),
      group(
        "translate(176 160)",
        slabBack(paint, 224, 470, 30, body),
        rect(22, 24, 52, 150, 26, body.deep),
        lensEye(paint, 48, 52, 18) + lensEye(paint, 48, 100, 18) + circle(48, 144, 8, "#fff3cf"),
        mark(brand, 112, 420, 26, veil(body.edge, 0.9)),
      ),
      group(
        "translate(410 160)",
        slabFront(paint, slab, body, wallpaper, accent),
        circle(112, 30, 7, "#05070d"),
        tile(30, 66, 96, 40, 0.9),
        [0, 1, 2, 3]
          .map((column) =>
            [0, 1]
              .map((row) => rect(30 + column * 43, 330 + row * 46, 34, 34, 10, veil("#ffffff", row === 0 ? 0.34 : 0.2)))
              .join(""),
          )
          .join(""),
        tile(77, 444, 70, 5, 0.9),
      ),
    ].join("");
  },
};

const foldingPhone: Drawing = {
  focus: [420, 330, 1.8],
  scale: 1.08,
  draw(paint, { body, accent, brand, wallpaper }) {
    return [
      shadow(paint, 330, 646, 250, 26) + shadow(paint, 600, 668, 130, 22),
      group(
        "translate(122 176) matrix(1 -.04 0 1 0 8)",
        rect(0, 0, 400, 452, 34, paint.linear([body.edge, body.base, body.deep], "diagonal")),
        rect(5, 5, 390, 442, 30, GLASS),
        screen(paint, { x: 13, y: 13, width: 374, height: 426 }, 24, wallpaper, accent),
        rect(186, 5, 14, 442, 0, veil("#0b1226", 0.28)) + rect(200, 5, 12, 442, 0, veil("#ffffff", 0.18)),
        circle(300, 32, 7, "#05070d"),
        tile(36, 44, 126, 90) + tile(36, 148, 126, 44) + tile(230, 330, 130, 84),
      ),
      group(
        "translate(520 236) rotate(7 92 200)",
        slabBack(paint, 190, 414, 32, body),
        rect(0, 26, 10, 362, 5, paint.linear([body.deep, body.edge, body.dark], "across")),
        rect(28, 24, 134, 50, 25, body.deep),
        lensEye(paint, 54, 49, 18) + lensEye(paint, 96, 49, 18) + circle(136, 49, 7, "#fff3cf"),
        mark(brand, 98, 230, 32, veil(body.edge, 0.9)),
      ),
    ].join("");
  },
};

const tablet: Drawing = {
  focus: [300, 300, 1.9],
  scale: 1.06,
  draw(paint, { body, accent, brand, wallpaper }) {
    const slab = { width: 372, height: 500, radius: 30, bezel: 18 };
    return [
      shadow(paint, 400, 662, 300, 30),
      group(
        "translate(296 132) rotate(9 186 250)",
        slabBack(paint, 372, 500, 30, body),
        lensEye(paint, 334, 38, 18),
        mark(brand, 186, 250, 44, veil(body.edge, 0.8)),
      ),
      group(
        "translate(152 140) rotate(-4 186 250)",
        slabFront(paint, slab, body, wallpaper, accent),
        circle(186, 10, 3, "#3a4358"),
        tile(46, 60, 130, 60, 0.8),
        tile(46, 134, 84, 12, 0.6),
        [0, 1, 2, 3, 4].map((app) => rect(88 + app * 42, 430, 32, 32, 9, veil("#ffffff", 0.4))).join(""),
      ),
      group(
        "rotate(14 640 500)",
        rect(634, 300, 16, 330, 8, paint.linear(["#ffffff", "#e6e8ee", "#b9bfcc"], "across")),
        path("M636 628H648L642 660Z", "#454c5c"),
        rect(634, 560, 16, 6, 0, accent),
      ),
    ].join("");
  },
};

const reader: Drawing = {
  focus: [330, 300, 1.9],
  scale: 1.06,
  draw(paint, { body, accent, brand }) {
    const line = (y: number, width: number) => rect(0, y, width, 7, 2, "#5b5a55");
    const lines = [356, 340, 360, 348, 290].map((width, row) => line(row * 23, width * 0.72));
    return [
      shadow(paint, 400, 658, 270, 30),
      group(
        "translate(388 140) rotate(8 150 250)",
        rect(
          0,
          0,
          300,
          506,
          22,
          paint.linear([mix(accent, "#ffffff", 0.2), accent, mix(accent, "#0b1226", 0.3)], "diagonal"),
        ),
        stroke("M24 10V496", veil("#0b1226", 0.2), 3),
        mark(brand, 158, 253, 40, veil("#ffffff", 0.8)),
      ),
      group(
        "translate(196 136) rotate(-3 190 260)",
        rect(0, 0, 376, 520, 28, paint.linear([body.light, body.base, body.dark], "diagonal")),
        rect(2, 2, 372, 516, 26, "none", { stroke: veil(body.edge, 0.7), "stroke-width": 2 }),
        rect(34, 36, 308, 424, 6, paint.linear(["#f4f1e8", "#e9e5d9"])),
        group(
          "translate(58 66)",
          rect(0, 0, 150, 16, 3, "#2d2c29"),
          group("translate(0 44)", ...lines),
          path("M0 196L74 174L136 190L196 160L258 180V270H0Z", "#b9b5a8") +
            circle(206, 172, 20, "#d6d2c5") +
            path("M0 240L90 206L170 244L258 216V270H0Z", "#8b887e"),
          group("translate(0 292)", ...lines.slice(0, 3)),
        ),
        rect(34, 36, 308, 424, 6, "none", { stroke: veil("#0b1226", 0.2), "stroke-width": 2 }),
        mark(brand, 188, 489, 18, body.edge),
      ),
    ].join("");
  },
};

const watch: Drawing = {
  focus: [410, 370, 2],
  draw(paint, { body, accent }) {
    const strap = paint.linear([mix(accent, "#ffffff", 0.2), accent, mix(accent, "#0b1226", 0.35)], "across");
    const ticks = Array.from({ length: 12 }, (_, hour) =>
      group(
        `rotate(${hour * 30} 400 400)`,
        rect(398, 272, 4, hour % 3 === 0 ? 20 : 10, 2, veil("#ffffff", hour % 3 === 0 ? 0.95 : 0.45)),
      ),
    ).join("");
    return [
      shadow(paint, 400, 716, 150, 26),
      path(
        "M322 272L336 96Q338 78 356 78H444Q462 78 464 96L478 272ZM322 528L338 690Q340 710 358 710H442Q460 710 462 690L478 528Z",
        strap,
      ),
      [612, 640, 668].map((y) => ellipse(400, y, 6, 7, veil("#0b1226", 0.35))).join(""),
      rect(352, 104, 96, 18, 9, veil("#0b1226", 0.2)),
      rect(552, 366, 26, 44, 8, paint.linear([body.edge, body.base, body.deep])),
      rect(556, 432, 14, 40, 7, body.dark),
      circle(400, 400, 164, paint.linear([body.edge, body.base, body.deep], "diagonal")),
      circle(400, 400, 152, paint.linear([body.dark, body.light], "diagonal")),
      circle(400, 400, 146, "#070a12"),
      circle(400, 400, 132, paint.radial([mix(accent, "#0a0f1f", 0.6), "#0a0f1f"])),
      ticks,
      ring(400, 400, 104, veil(accent, 0.3), 12) +
        stroke("M400 296A104 104 0 1 1 302 435", mix(accent, "#ffffff", 0.25), 12),
      ring(400, 400, 84, veil("#ffcf6b", 0.25), 10) + stroke("M400 316A84 84 0 0 1 478 430", "#ffcf6b", 10),
      stroke("M400 400L346 352", "#ffffff", 8) +
        stroke("M400 400L452 322", "#ffffff", 5) +
        circle(400, 400, 9, "#ffffff") +
        circle(400, 400, 4, accent),
      path("M288 330A132 132 0 0 1 470 288L330 486A132 132 0 0 1 288 330Z", veil("#ffffff", 0.06)),
    ].join("");
  },
};

const band: Drawing = {
  focus: [400, 380, 2],
  draw(paint, { body, accent }) {
    const strap = paint.linear([body.light, body.base, body.deep], "across");
    return [
      shadow(paint, 400, 700, 170, 28),
      path(
        "M332 320Q326 176 346 96Q350 84 366 84H434Q450 84 454 96Q474 176 468 320ZM332 480Q330 620 352 694Q356 708 372 708H428Q444 708 448 694Q470 620 468 480Z",
        strap,
      ),
      fade(0.35, ...[564, 588, 612, 636].map((y) => rect(372, y, 56, 8, 4, "#0b1226"))),
      rect(326, 226, 148, 348, 70, paint.linear([body.edge, body.dark], "diagonal")),
      rect(334, 234, 132, 332, 62, "#070a12"),
      rect(340, 240, 120, 320, 56, paint.linear(["#10172b", "#070a12"])),
      ring(400, 322, 40, veil(accent, 0.3), 10) + stroke("M400 282A40 40 0 1 1 362 334", accent, 10),
      path("M386 326H394L398 312L404 336L408 326H416", "none", {
        stroke: "#ffffff",
        "stroke-width": 4,
        "stroke-linejoin": "round",
      }),
      rect(366, 392, 68, 10, 5, "#ffffff") + rect(366, 412, 46, 8, 4, veil("#ffffff", 0.5)),
      [22, 38, 30, 52, 44, 26]
        .map((tall, bar) => rect(362 + bar * 13, 506 - tall, 8, tall, 4, bar === 3 ? "#ffcf6b" : veil(accent, 0.85)))
        .join(""),
      path("M352 260Q380 240 410 242L350 420Q346 340 352 260Z", veil("#ffffff", 0.07)),
    ].join("");
  },
};

export const HANDHELDS = { phone, slimPhone, foldingPhone, tablet, reader, watch, band } as const satisfies Record<
  string,
  Drawing
>;
