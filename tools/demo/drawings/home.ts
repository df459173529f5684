/** Things that make a home clever: light, a doorbell, a thermostat, a vacuum, a router. */
import { type Colour, mix, type Tones, veil } from "./colour.ts";
import type { Drawing } from "./look.ts";
import { type Brand, mark } from "./marks.ts";
import { circle, ellipse, fade, group, type Markup, type Paint, path, rect, ring, shadow, stroke } from "./paint.ts";

const bulb: Drawing = {
  focus: [400, 330, 1.7],
  draw(paint, { body, accent, brand }) {
    const glow = mix(accent, "#fff3cf", 0.55);
    return [
      circle(400, 330, 330, paint.radial([veil(glow, 0.9), veil(glow, 0.35), veil(glow, 0)])),
      shadow(paint, 400, 700, 120, 20),
      path(
        "M290 420Q210 370 210 290A190 190 0 0 1 590 290Q590 370 510 420Q480 442 474 500H326Q320 442 290 420Z",
        paint.radial(["#ffffff", mix(glow, "#ffffff", 0.5), glow, mix(accent, "#ffffff", 0.35)], [0.42, 0.4]),
      ),
      path("M244 290A156 156 0 0 1 330 150", "none", {
        stroke: veil("#ffffff", 0.9),
        "stroke-width": 16,
        "stroke-linecap": "round",
      }),
      stroke("M360 490V360L385 320L400 356L415 320L440 360V490", veil(mix(accent, "#ff9a3c", 0.5), 0.65), 6),
      path(
        "M322 496H478L470 580Q468 600 448 600H352Q332 600 330 580Z",
        paint.linear([body.edge, body.base, body.dark], "across"),
      ),
      mark(brand, 400, 546, 30, veil(body.deep, 0.7)),
      [606, 628, 650]
        .map((y, turn) =>
          rect(
            346 + turn * 3,
            y,
            108 - turn * 6,
            17,
            8,
            paint.linear(["#f4f5f7", "#9aa2b1", "#e6e8ec", "#6d7585"], "across"),
          ),
        )
        .join(""),
      path("M364 672H436L420 700H380Z", paint.linear(["#5d6475", "#2c313d"])),
    ].join("");
  },
};

const tableLamp: Drawing = {
  focus: [470, 230, 1.6],
  draw(paint, { body, accent, brand }) {
    return [
      path(
        "M384 302H616L690 640Q560 690 430 690Q300 690 200 650Z",
        paint.linear([veil("#fff1c9", 0.85), veil("#fff1c9", 0)]),
      ),
      ellipse(430, 652, 270, 40, veil("#fff1c9", 0.5)),
      shadow(paint, 290, 650, 160, 28),
      ellipse(290, 646, 118, 27, body.deep) +
        ellipse(290, 636, 118, 27, paint.linear([body.edge, body.base, body.dark], "across")),
      stroke("M290 632V330C290 120 500 100 500 200", paint.linear([body.light, body.dark], "across"), 18),
      stroke("M285 628V330C285 140 470 104 494 180", veil("#ffffff", 0.45), 4),
      path("M492 186H508L516 208H484Z", body.dark),
      path("M374 300Q376 206 500 202Q624 206 626 300Z", paint.linear([body.edge, body.base, body.dark], "diagonal")),
      path("M404 280Q412 230 470 220", "none", {
        stroke: veil("#ffffff", 0.6),
        "stroke-width": 7,
        "stroke-linecap": "round",
      }),
      ellipse(500, 300, 126, 17, "#fffbe9") + ellipse(500, 302, 70, 9, "#ffe6a0"),
      circle(290, 634, 11, accent) + mark(brand, 236, 636, 16, veil(body.deep, 0.7)),
    ].join("");
  },
};

const doorbell: Drawing = {
  focus: [430, 300, 1.9],
  draw(paint, { body, accent, brand }) {
    const plank = (y: number) => rect(-200, y, 1200, 3, 0, veil("#0b1226", 0.06));
    return [
      [100, 200, 300, 400, 500].map(plank).join(""),
      rect(150, 120, 214, 490, 8, paint.linear([mix(accent, "#0b1226", 0.1), mix(accent, "#0b1226", 0.35)], "across")) +
        rect(150, 120, 26, 490, 4, veil("#ffffff", 0.85)) +
        rect(150, 106, 214, 20, 4, veil("#ffffff", 0.95)),
      rect(206, 160, 124, 180, 8, veil("#ffffff", 0.14)) + rect(206, 366, 124, 200, 8, veil("#ffffff", 0.14)),
      circle(338, 380, 13, "#f3c969") + rect(196, 606, 190, 12, 4, veil("#0b1226", 0.25)),
      rect(452, 158, 168, 448, 84, veil("#0b1226", 0.16), { transform: "translate(14 18)" }),
      rect(452, 158, 168, 448, 84, paint.linear([body.edge, body.base, body.dark], "diagonal")),
      rect(462, 168, 148, 428, 74, paint.linear(["#20263a", "#0c101c"])),
      rect(452, 420, 168, 186, 0, paint.linear([body.light, body.dark]), {
        "clip-path": "inset(0 round 0 0 84px 84px)",
      }),
      circle(536, 252, 52, "#05070d") +
        ring(536, 252, 52, "#39425f", 5) +
        circle(536, 252, 32, paint.radial(["#5b78e0", "#1a2350", "#05070d"], [0.42, 0.38])) +
        circle(522, 238, 8, veil("#ffffff", 0.9)),
      [0, 1, 2, 3, 4].map((light) => circle(512 + light * 12, 336, 2.6, veil("#ffffff", 0.3))).join("") +
        mark(brand, 536, 380, 20, veil("#ffffff", 0.8)),
      circle(536, 506, 50, paint.linear([body.edge, body.base])) +
        ring(536, 506, 50, accent, 7) +
        ring(536, 506, 58, veil(accent, 0.3), 8) +
        circle(536, 506, 36, paint.linear([body.base, body.edge])),
    ].join("");
  },
};

const thermostat: Drawing = {
  focus: [400, 350, 1.6],
  draw(paint, { body, accent, brand }) {
    const ticks = Array.from({ length: 41 }, (_, tick) => {
      const [warm, reached] = [tick < 22, tick === 22];
      return group(
        `rotate(${tick * 6.75 - 135} 400 352)`,
        rect(397.5, 172, 5, reached ? 34 : 20, 2.5, reached ? "#ffffff" : warm ? "#ff9d6c" : veil("#ffffff", 0.25)),
      );
    });
    return [
      ellipse(414, 378, 262, 262, paint.radial([veil("#0b1226", 0.4), veil("#0b1226", 0.3), veil("#0b1226", 0)])),
      circle(400, 352, 244, paint.linear([body.edge, body.base, body.deep], "diagonal")),
      circle(400, 352, 230, paint.linear([body.dark, body.light], "diagonal")),
      circle(400, 352, 212, "#0a0e1a"),
      circle(400, 352, 204, paint.radial([mix(accent, "#0a0e1a", 0.35), mix(accent, "#0a0e1a", 0.82)])),
      ticks.join(""),
      stroke("M330 316H374V352H330V390H374", "#ffffff", 12) +
        stroke("M416 390H460M438 316L416 330M438 316V390", "#ffffff", 12) +
        circle(490, 322, 9, "none", { stroke: "#ffffff", "stroke-width": 5 }),
      path("M400 428C380 452 380 470 400 480C420 470 420 452 400 428Z", "#ff9d6c"),
      mark(brand, 400, 268, 22, veil("#ffffff", 0.7)),
      path("M226 250A204 204 0 0 1 520 188Q380 250 300 470Q210 380 226 250Z", veil("#ffffff", 0.07)),
    ].join("");
  },
};

const robotVacuum: Drawing = {
  focus: [380, 510, 1.7],
  draw(paint, { body, accent, brand }) {
    return [
      shadow(paint, 560, 560, 130, 22),
      rect(472, 220, 176, 340, 34, paint.linear([body.edge, body.base, body.dark], "across")) +
        rect(492, 240, 136, 150, 22, veil(body.deep, 0.35)) +
        rect(472, 540, 176, 24, 12, body.deep),
      mark(brand, 560, 460, 34, veil(body.deep, 0.7)),
      shadow(paint, 380, 660, 330, 48, 0.42),
      path(
        "M112 540V590Q112 676 372 676Q632 676 632 590V540Z",
        paint.linear([body.deep, body.base, body.deep], "across"),
      ),
      path(
        "M112 566Q150 640 372 640Q594 640 632 566V580Q594 654 372 654Q150 654 112 580Z",
        mix(body.deep, "#0b1226", 0.5),
      ),
      ellipse(372, 538, 260, 98, paint.linear([body.edge, body.base, body.dark], "diagonal")),
      ellipse(372, 536, 236, 86, "none", { stroke: veil(body.edge, 0.8), "stroke-width": 3 }),
      path("M150 566Q260 616 372 616Q484 616 594 566", "none", { stroke: veil(body.deep, 0.4), "stroke-width": 3 }),
      path(
        "M302 500V526Q302 552 372 552Q442 552 442 526V500Z",
        paint.linear([body.dark, body.light, body.deep], "across"),
      ),
      ellipse(372, 500, 70, 25, paint.linear([body.edge, body.base])) +
        ellipse(372, 500, 40, 13, "#171b27") +
        ellipse(372, 500, 40, 13, "none", { stroke: accent, "stroke-width": 3 }),
      ellipse(372, 588, 22, 8, accent) + ellipse(316, 586, 9, 4, body.deep) + ellipse(428, 586, 9, 4, body.deep),
      fade(0.9, stroke("M150 640L96 668M150 640L120 690M150 640L176 690", "#59627a", 4)),
      rect(330, 652, 84, 9, 4, veil(accent, 0.9)),
    ].join("");
  },
};

function meshTower(
  paint: Paint,
  x: number,
  y: number,
  size: number,
  body: Tones,
  accent: Colour,
  brand: Brand | null,
): Markup {
  return group(
    `translate(${x} ${y}) scale(${size})`,
    path(
      "M-96 -300V-24Q-96 30 0 30Q96 30 96 -24V-300Z",
      paint.linear([body.edge, body.light, body.base, body.dark], "across"),
    ),
    path("M-96 -60Q-60 -30 0 -30Q60 -30 96 -60V-24Q96 30 0 30Q-96 30 -96 -24Z", veil(body.deep, 0.25)),
    ellipse(0, -300, 96, 32, paint.linear([body.light, body.edge])),
    ellipse(0, -300, 70, 22, paint.dots(body.base, body.deep, 8)),
    rect(-4, -136, 8, 40, 4, accent) + rect(-12, -144, 24, 56, 12, veil(accent, 0.22)),
    mark(brand, 0, -210, 34, veil(body.deep, 0.6)),
    stroke("M-84 -276V-40", veil("#ffffff", 0.55), 6),
  );
}

const router: Drawing = {
  focus: [480, 430, 1.7],
  draw(paint, { body, accent, brand }) {
    const wave = (reach: number) =>
      path(`M${480 - reach} 190A${reach} ${reach} 0 0 1 ${480 + reach} 190`, "none", {
        stroke: veil(accent, 0.6 - reach / 260),
        "stroke-width": 9,
        "stroke-linecap": "round",
      });
    return [
      wave(44) + wave(84) + wave(124),
      shadow(paint, 480, 640, 200, 32) + shadow(paint, 240, 652, 150, 26),
      meshTower(paint, 480, 612, 1.25, body, accent, brand),
      meshTower(paint, 244, 628, 0.86, body, accent, brand),
    ].join("");
  },
};

export const HOME = { bulb, tableLamp, doorbell, thermostat, robotVacuum, router } as const satisfies Record<
  string,
  Drawing
>;
