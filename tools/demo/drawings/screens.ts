/** Big screens and what stands around them: monitors, televisions, a projector, a soundbar. */
import { GLASS, mix, veil } from "./colour.ts";
import type { Drawing } from "./look.ts";
import { mark } from "./marks.ts";
import { circle, ellipse, path, polygon, rect, ring, shadow, stroke } from "./paint.ts";
import { screen } from "./wallpaper.ts";

const monitor: Drawing = {
  focus: [400, 520, 1.9],
  draw(paint, { body, accent, brand, wallpaper }) {
    return [
      shadow(paint, 400, 646, 230, 26),
      rect(374, 480, 52, 150, 6, paint.linear([body.dark, body.light, body.dark], "across")),
      path("M262 628H538Q552 628 556 640L558 646H242L244 640Q248 628 262 628Z", paint.linear([body.edge, body.dark])),
      rect(86, 150, 628, 372, 16, paint.linear([body.light, body.dark])),
      rect(89, 153, 622, 366, 13, GLASS),
      screen(paint, { x: 98, y: 162, width: 604, height: 336 }, 5, wallpaper, accent),
      mark(brand, 400, 508, 13, "#6b7590"),
      circle(690, 509, 2.6, accent),
    ].join("");
  },
};

const ultrawide: Drawing = {
  focus: [220, 400, 1.8],
  draw(paint, { body, accent, brand, wallpaper }) {
    const shape =
      "M44 236Q400 204 756 236Q764 237 764 246V500Q764 509 756 510Q400 542 44 510Q36 509 36 500V246Q36 237 44 236Z";
    const glass = "M56 248Q400 218 744 248V494Q400 524 56 494Z";
    return [
      shadow(paint, 400, 650, 250, 26),
      rect(372, 510, 56, 116, 4, paint.linear([body.deep, body.base, body.deep], "across")),
      path("M400 606L240 640Q232 643 236 648H564Q568 643 560 640Z", paint.linear([body.light, body.dark])),
      path(shape, paint.linear([body.base, body.deep])),
      paint.clip(path(glass, "#000"), screen(paint, { x: 46, y: 216, width: 708, height: 310 }, 0, wallpaper, accent)),
      path(glass, "none", { stroke: GLASS, "stroke-width": 6 }),
      path("M56 248Q400 218 744 248V300Q400 262 56 300Z", veil("#ffffff", 0.05)),
      mark(brand, 400, 518, 12, "#8993ad"),
    ].join("");
  },
};

const television: Drawing = {
  focus: [250, 520, 1.7],
  draw(paint, { body, accent, brand, wallpaper }) {
    return [
      ellipse(400, 330, 400, 270, paint.radial([veil(accent, 0.34), veil(accent, 0)])),
      shadow(paint, 400, 652, 330, 26, 0.5),
      path("M196 556L168 640H188L222 556ZM604 556L632 640H612L578 556Z", paint.linear([body.light, body.deep])),
      rect(150, 638, 60, 8, 4, body.base) + rect(590, 638, 60, 8, 4, body.base),
      rect(40, 144, 720, 416, 10, paint.linear([body.light, body.deep])),
      rect(43, 147, 714, 408, 8, "#05070d"),
      screen(paint, { x: 48, y: 152, width: 704, height: 394 }, 4, wallpaper, accent),
      mark(brand, 400, 551, 8, "#6b7590"),
    ].join("");
  },
};

const framedTelevision: Drawing = {
  focus: [620, 240, 1.8],
  draw(paint, { body, accent, wallpaper }) {
    return [
      shadow(paint, 400, 616, 360, 40, 0.3),
      rect(84, 150, 632, 404, 6, "#0b1226", { opacity: 0.14, transform: "translate(10 14)" }),
      rect(84, 150, 632, 404, 6, paint.linear([body.light, body.base, body.dark], "diagonal")),
      polygon(
        [
          [84, 150],
          [716, 150],
          [694, 172],
          [106, 172],
        ],
        veil("#ffffff", 0.28),
      ),
      polygon(
        [
          [716, 150],
          [716, 554],
          [694, 532],
          [694, 172],
        ],
        veil("#0b1226", 0.16),
      ),
      polygon(
        [
          [84, 554],
          [716, 554],
          [694, 532],
          [106, 532],
        ],
        veil("#0b1226", 0.24),
      ),
      rect(106, 172, 588, 360, 0, "#f6f2ea"),
      screen(paint, { x: 138, y: 204, width: 524, height: 296 }, 0, wallpaper, accent),
      rect(138, 204, 524, 296, 0, "none", { stroke: veil("#0b1226", 0.25), "stroke-width": 2 }),
      path("M150 626H650V700H150Z", paint.linear(["#b98a66", "#94684a"])) +
        path("M130 610H670V628H130Z", paint.linear(["#d3a57f", "#b98a66"])),
      rect(190, 700, 14, 60, 2, "#6d4a34") + rect(596, 700, 14, 60, 2, "#6d4a34"),
      rect(226, 592, 92, 18, 3, "#e9e2d5") +
        rect(234, 576, 78, 16, 3, accent) +
        rect(240, 562, 66, 14, 3, mix(accent, "#ffffff", 0.6)),
      path("M540 610V566Q540 556 550 556H584Q594 556 594 566V610Z", paint.linear(["#f4efe6", "#d8cfbf"], "across")),
      stroke("M560 556Q546 516 522 506M566 556Q568 508 562 486M572 556Q586 520 608 512", "#5f8468", 5),
      ellipse(520, 504, 17, 9, "#7ba283", { transform: "rotate(24 520 504)" }) +
        ellipse(561, 478, 9, 18, "#8fb495") +
        ellipse(612, 509, 17, 9, "#6e9777", { transform: "rotate(-24 612 509)" }),
    ].join("");
  },
};

const projector: Drawing = {
  focus: [320, 540, 1.9],
  draw(paint, { body, accent, brand }) {
    return [
      path("M318 520L-300 -140V1180Z", paint.linear([veil("#fff3cf", 0.1), veil("#fff3cf", 0.9)], "across")),
      shadow(paint, 440, 646, 270, 36, 0.45),
      path("M300 452Q306 424 336 420H600Q634 424 640 452Z", paint.linear([body.edge, body.light])),
      rect(250, 440, 400, 180, 54, paint.linear([body.light, body.base, body.dark])),
      rect(520, 440, 130, 180, 54, paint.dots(body.dark, body.deep, 10), { opacity: 0.75 }),
      circle(344, 530, 78, paint.linear([body.edge, body.dark], "diagonal")),
      circle(344, 530, 66, GLASS) + ring(344, 530, 54, "#2c3550", 6),
      circle(344, 530, 42, paint.radial(["#fffbe8", mix(accent, "#ffffff", 0.5), accent, "#131a33"], [0.4, 0.38])),
      ellipse(326, 512, 15, 10, veil("#ffffff", 0.85), { transform: "rotate(-32 326 512)" }),
      mark(brand, 470, 560, 22, body.edge),
      rect(448, 432, 96, 8, 4, veil(body.deep, 0.5)),
      rect(300, 616, 44, 20, 8, body.deep) + rect(560, 616, 44, 20, 8, body.deep),
      circle(470, 506, 5, accent),
    ].join("");
  },
};

const soundbar: Drawing = {
  focus: [560, 560, 1.8],
  draw(paint, { body, accent, brand }) {
    const mesh = paint.dots(body.base, body.deep, 9);
    return [
      shadow(paint, 610, 632, 130, 24, 0.4),
      rect(516, 300, 190, 326, 26, paint.linear([body.light, body.base, body.dark], "across")),
      rect(530, 316, 162, 272, 16, mesh),
      circle(611, 452, 66, veil(body.deep, 0.5)) +
        circle(611, 452, 44, paint.radial([body.light, body.deep], [0.35, 0.3])),
      rect(540, 622, 30, 10, 4, body.deep) + rect(652, 622, 30, 10, 4, body.deep),
      shadow(paint, 370, 672, 360, 24),
      path("M70 590Q74 574 92 572H640Q658 574 662 590Z", paint.linear([body.edge, body.light])),
      rect(60, 586, 612, 76, 30, paint.linear([body.light, body.dark])),
      rect(70, 592, 592, 64, 26, mesh),
      rect(70, 592, 592, 24, 24, veil("#ffffff", 0.1)),
      rect(318, 582, 96, 4, 2, accent),
      mark(brand, 366, 624, 24, body.edge),
      [120, 140, 160].map((x) => circle(x, 580, 3, body.dark)).join(""),
    ].join("");
  },
};

export const SCREENS = {
  monitor,
  ultrawide,
  television,
  framedTelevision,
  projector,
  soundbar,
} as const satisfies Record<string, Drawing>;
