/** Printers, ink and toner. */
import { GLASS, mix, veil } from "./colour.ts";
import type { Drawing } from "./look.ts";
import { mark } from "./marks.ts";
import { circle, group, path, polygon, rect, shadow, stroke } from "./paint.ts";

const photoPrinter: Drawing = {
  focus: [480, 500, 1.8],
  draw(paint, { body, accent, brand }) {
    return [
      shadow(paint, 400, 642, 350, 36),
      polygon(
        [
          [270, 150],
          [530, 150],
          [548, 350],
          [252, 350],
        ],
        paint.linear(["#ffffff", "#e6e8ee"]),
      ),
      rect(228, 320, 344, 40, 10, body.dark),
      path("M150 350Q154 334 172 334H628Q646 334 650 350L676 420H124Z", paint.linear([body.edge, body.light])),
      path(
        "M112 432Q114 412 134 412H666Q686 412 688 432V600Q688 632 656 632H144Q112 632 112 600Z",
        paint.linear([body.light, body.base, body.dark]),
      ),
      stroke("M116 430Q118 414 136 414H664", veil("#ffffff", 0.85), 3),
      rect(196, 500, 408, 104, 14, mix(body.deep, "#0b1226", 0.55)),
      polygon(
        [
          [236, 540],
          [564, 540],
          [622, 690],
          [178, 690],
        ],
        paint.linear(["#d9dce4", "#ffffff"]),
      ),
      paint.clip(
        polygon(
          [
            [262, 556],
            [538, 556],
            [584, 672],
            [216, 672],
          ],
          "#000",
        ),
        [
          rect(210, 550, 380, 130, 0, paint.linear([mix(accent, "#ffffff", 0.5), "#ffd9b8"])),
          circle(470, 590, 24, "#fff6df"),
          path("M200 660L310 582L390 640L450 604L600 680V700H200Z", mix(accent, "#0b1226", 0.2)),
          path("M200 690L300 630L420 690Z", mix(accent, "#0b1226", 0.45)),
        ].join(""),
      ),
      rect(478, 436, 150, 50, 10, GLASS) +
        rect(486, 442, 76, 38, 5, paint.linear([mix(accent, "#ffffff", 0.3), accent])) +
        [584, 604].map((x) => circle(x, 461, 6, "#7f89a3")).join(""),
      mark(brand, 172, 462, 32, veil(body.deep, 0.8)),
      circle(652, 600, 5, accent),
    ].join("");
  },
};

const laserPrinter: Drawing = {
  focus: [430, 330, 1.8],
  draw(paint, { body, accent, brand }) {
    return [
      shadow(paint, 400, 646, 300, 34, 0.4),
      rect(176, 240, 448, 400, 30, paint.linear([body.light, body.base, body.dark])),
      path("M176 280Q176 220 226 214H574Q624 220 624 280V300H176Z", paint.linear([body.edge, body.light])),
      path("M250 250H550L530 292H270Z", mix(body.deep, "#0b1226", 0.4)),
      polygon(
        [
          [286, 186],
          [514, 186],
          [528, 280],
          [272, 280],
        ],
        paint.linear(["#ffffff", "#eceef3"]),
      ),
      [0, 1, 2, 3]
        .map((line) => rect(310, 204 + line * 16, [150, 176, 164, 96][line] ?? 100, 6, 3, veil("#14213d", 0.35)))
        .join(""),
      rect(176, 300, 448, 12, 0, veil(body.deep, 0.35)),
      rect(212, 336, 170, 66, 14, GLASS) +
        rect(222, 345, 96, 48, 6, paint.linear([mix(accent, "#ffffff", 0.35), accent])) +
        circle(350, 358, 7, "#7ee0b0") +
        circle(350, 382, 7, "#59627a"),
      mark(brand, 560, 368, 38, veil(body.deep, 0.8)),
      rect(196, 440, 408, 10, 5, veil("#ffffff", 0.35)) +
        rect(196, 452, 408, 76, 10, veil(body.deep, 0.16)) +
        rect(348, 480, 104, 18, 9, veil(body.deep, 0.5)),
      rect(196, 540, 408, 76, 10, veil(body.deep, 0.16)) + rect(348, 568, 104, 18, 9, veil(body.deep, 0.5)),
      [0, 1, 2, 3, 4, 5].map((slot) => rect(196 + slot * 13, 416, 7, 14, 3, veil(body.deep, 0.5))).join(""),
      rect(210, 634, 60, 12, 6, body.deep) + rect(530, 634, 60, 12, 6, body.deep),
    ].join("");
  },
};

const INKS = ["#22262f", "#18a3c9", "#d8438c", "#f2bf2f"] as const;

const inkBottles: Drawing = {
  focus: [300, 430, 1.8],
  draw(paint, { body, brand }) {
    const bottle = (ink: string, index: number) =>
      group(
        `translate(${178 + index * 148} ${index % 2 === 0 ? 640 : 660})`,
        shadow(paint, 0, 0, 92, 20),
        path(
          "M-66 -270Q-66 -300 -40 -306H40Q66 -300 66 -270V-16Q66 0 50 0H-50Q-66 0 -66 -16Z",
          paint.linear([mix(ink, "#ffffff", 0.35), ink, mix(ink, "#0b1226", 0.4)], "across"),
        ),
        rect(-46, -366, 92, 62, 12, paint.linear([body.edge, body.base, body.dark], "across")) +
          [-30, -15, 0, 15, 30].map((x) => rect(x - 2, -358, 4, 46, 2, veil(body.deep, 0.35))).join(""),
        rect(-66, -236, 132, 160, 0, "#fbfaf7") + rect(-66, -96, 132, 20, 0, mix(ink, "#ffffff", 0.35)),
        path("M0 -226C-26 -194 -26 -172 0 -168C26 -172 26 -194 0 -226Z", ink) + mark(brand, 44, -216, 15, ink),
        rect(-30, -150, 60, 8, 4, veil("#14213d", 0.4)) + rect(-20, -134, 40, 6, 3, veil("#14213d", 0.25)),
        stroke("M-50 -262V-30", veil("#ffffff", 0.4), 7),
      );
    return INKS.map(bottle).join("");
  },
};

export const PRINTERS = { photoPrinter, laserPrinter, inkBottles } as const satisfies Record<string, Drawing>;
