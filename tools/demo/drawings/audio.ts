/** Things that sound: headphones, earbuds, speakers, a microphone. */
import { type Colour, mix, type Tones, veil } from "./colour.ts";
import type { Drawing } from "./look.ts";
import { type Brand, mark } from "./marks.ts";
import { circle, ellipse, group, type Markup, type Paint, path, rect, ring, shadow, stroke } from "./paint.ts";

const sheen = (paint: Paint, body: Tones) => paint.linear([body.edge, body.base, body.dark], "diagonal");

function earCup(paint: Paint, body: Tones, accent: Colour, brand: Brand | null, side: 1 | -1): Markup {
  return group(
    `translate(${400 + side * 196} 496) rotate(${side * -7}) scale(${side} 1)`,
    rect(
      -92,
      -116,
      62,
      232,
      31,
      paint.linear([mix(body.deep, "#0b1226", 0.3), body.deep, mix(body.deep, "#0b1226", 0.5)], "across"),
    ),
    rect(-58, -126, 112, 252, 54, sheen(paint, body)),
    rect(-46, -112, 90, 224, 44, paint.linear([body.light, body.base, body.dark], "diagonal")),
    rect(-32, -92, 62, 184, 30, "none", { stroke: veil(body.edge, 0.5), "stroke-width": 2 }),
    group(`scale(${side} 1)`, mark(brand, side * -1, 0, 30, veil(body.edge, 0.95))),
    rect(50, -30, 9, 60, 4.5, accent),
    path("M-40 -60Q-40 -104 -8 -108", "none", {
      stroke: veil("#ffffff", 0.55),
      "stroke-width": 5,
      "stroke-linecap": "round",
    }),
  );
}

const headphones: Drawing = {
  focus: [590, 470, 2],
  draw(paint, { body, accent, brand }) {
    return [
      shadow(paint, 400, 652, 300, 28),
      stroke("M206 430C176 70 624 70 594 430", body.deep, 46),
      stroke("M206 430C176 74 624 74 594 430", paint.linear([body.edge, body.base, body.dark], "across"), 36),
      stroke("M262 252C300 122 500 122 538 252", mix(body.deep, "#0b1226", 0.25), 30),
      stroke("M268 240C306 120 494 120 532 240", veil("#ffffff", 0.18), 4),
      stroke("M230 210C262 140 316 112 380 106", veil("#ffffff", 0.5), 5),
      [1, -1]
        .map((side) => rect(400 + side * 196 - 9, 352, 18, 60, 8, paint.linear(["#f3f5f8", "#aab2c0"], "across")))
        .join(""),
      earCup(paint, body, accent, brand, -1),
      earCup(paint, body, accent, brand, 1),
    ].join("");
  },
};

const studioHeadphones: Drawing = {
  focus: [256, 480, 2],
  draw(paint, { body, accent, brand }) {
    const cup = (side: 1 | -1) =>
      group(
        `translate(${400 + side * 180} 470) scale(${side} 1)`,
        ellipse(
          -36,
          0,
          58,
          124,
          paint.linear([mix(body.deep, "#0b1226", 0.2), mix(body.deep, "#0b1226", 0.6)], "across"),
        ),
        circle(16, 0, 118, sheen(paint, body)),
        circle(16, 0, 104, mix(body.deep, "#0b1226", 0.15)),
        circle(16, 0, 98, paint.dots(body.dark, mix(body.deep, "#0b1226", 0.5), 12)),
        ring(16, 0, 98, veil(accent, 0.95), 5),
        circle(16, 0, 34, sheen(paint, body)),
        group(`translate(16 0) scale(${side} 1)`, mark(brand, 0, 0, 26, body.edge)),
        path("M-72 -60Q-52 -100 -10 -108", "none", {
          stroke: veil("#ffffff", 0.5),
          "stroke-width": 5,
          "stroke-linecap": "round",
        }),
      );
    return [
      shadow(paint, 400, 634, 300, 28),
      stroke("M590 586C600 690 470 640 440 700S520 760 640 742", "#20242e", 8),
      rect(632, 735, 54, 14, 7, paint.linear(["#e9d9a8", "#b7985a"])),
      stroke("M212 380C200 90 600 90 588 380", body.dark, 14),
      stroke("M196 380C184 66 616 66 604 380", paint.linear([body.edge, body.base], "across"), 12),
      stroke("M252 244C300 150 500 150 548 244", paint.linear([mix("#7d5440", "#ffffff", 0.1), "#5a3a2b"]), 36),
      stroke("M262 232C306 150 494 150 538 232", veil("#ffffff", 0.2), 4),
      [1, -1]
        .map((side) =>
          path(
            `M${400 + side * 204} 350V390M${400 + side * 130} 452A110 110 0 0 ${side === 1 ? 1 : 0} ${400 + side * 204} 382`,
            "none",
            { stroke: body.light, "stroke-width": 12, "stroke-linecap": "round" },
          ),
        )
        .join(""),
      cup(-1),
      cup(1),
    ].join("");
  },
};

function bud(paint: Paint, body: Tones, accent: Colour): Markup {
  return (
    path(
      "M-22 -6Q-24 96 -12 122Q0 132 12 122Q22 92 18 -6Z",
      paint.linear([body.edge, body.light, body.dark], "across"),
    ) +
    circle(0, -18, 44, paint.radial([body.edge, body.light, body.base], [0.35, 0.3])) +
    ellipse(30, -24, 22, 27, mix(body.deep, "#0b1226", 0.3)) +
    ellipse(36, -25, 14, 19, mix(body.deep, "#0b1226", 0.65)) +
    ellipse(-14, -30, 8, 14, veil("#0b1226", 0.55)) +
    rect(-5, 106, 10, 6, 3, accent)
  );
}

const earbuds: Drawing = {
  focus: [400, 380, 1.8],
  scale: 1.1,
  draw(paint, { body, accent, brand }) {
    return [
      shadow(paint, 400, 654, 270, 30),
      path("M206 400Q206 214 260 206H540Q594 214 594 400Z", paint.linear([body.light, body.dark])),
      path("M224 396Q226 234 272 228H528Q574 234 576 396Z", paint.linear([body.deep, mix(body.deep, "#0b1226", 0.4)])),
      ellipse(324, 300, 46, 50, veil("#0b1226", 0.35)) + ellipse(476, 300, 46, 50, veil("#0b1226", 0.35)),
      group("translate(322 330) rotate(-6)", bud(paint, body, accent)),
      group("translate(478 330) rotate(6) scale(-1 1)", bud(paint, body, accent)),
      path(
        "M196 410Q196 396 210 396H590Q604 396 604 410V520Q604 650 500 650H300Q196 650 196 520Z",
        paint.linear([body.edge, body.base, body.dark]),
      ),
      path("M200 404H600V418H200Z", veil(body.deep, 0.35)),
      path("M214 430Q216 414 236 414H560", "none", {
        stroke: veil("#ffffff", 0.7),
        "stroke-width": 4,
        "stroke-linecap": "round",
      }),
      circle(400, 456, 6, accent) + circle(400, 456, 14, veil(accent, 0.25)),
      mark(brand, 400, 556, 42, veil(body.dark, 0.75)),
    ].join("");
  },
};

const sportBuds: Drawing = {
  focus: [300, 330, 1.9],
  draw(paint, { body, accent, brand }) {
    const hook = (x: number, side: 1 | -1) =>
      group(
        `translate(${x} 330) scale(${side} 1)`,
        stroke("M-34 60C-120 60 -110 -120 -20 -120C50 -120 62 -60 40 -30", body.deep, 20),
        stroke("M-36 54C-112 54 -104 -122 -20 -122", veil("#ffffff", 0.3), 4),
        circle(16, 30, 62, paint.linear([body.edge, body.base, body.dark], "diagonal")),
        circle(16, 30, 46, paint.linear([body.light, body.base], "diagonal")),
        ring(16, 30, 46, veil(accent, 0.9), 4),
        group(`translate(16 30) scale(${side} 1)`, mark(brand, 0, 0, 28, body.edge)),
      );
    return [
      shadow(paint, 400, 684, 250, 30),
      hook(270, 1),
      hook(530, -1),
      path("M220 560Q222 520 300 512H500Q578 520 580 560Z", paint.linear([body.edge, body.light])),
      rect(210, 540, 380, 136, 64, paint.linear([body.light, body.base, body.dark])),
      rect(216, 590, 368, 4, 2, veil(body.deep, 0.6)),
      rect(372, 580, 56, 22, 11, body.dark),
      [0, 1, 2].map((light) => circle(382 + light * 18, 636, 4.5, light < 2 ? accent : veil(body.deep, 0.8))).join(""),
      stroke("M582 580C640 580 650 650 610 690", accent, 10),
      circle(604, 700, 12, "none", { stroke: accent, "stroke-width": 8 }),
    ].join("");
  },
};

const portableSpeaker: Drawing = {
  focus: [330, 440, 1.9],
  scale: 1.08,
  draw(paint, { body, accent, brand }) {
    return [
      shadow(paint, 400, 648, 220, 34, 0.4),
      stroke("M262 236C250 76 550 76 538 236", accent, 18),
      stroke("M270 196C284 100 400 100 440 104", veil("#ffffff", 0.35), 4),
      path(
        "M236 228V590Q236 650 400 650Q564 650 564 590V228Z",
        paint.linear([body.dark, body.light, body.base, body.deep], "across"),
      ),
      path(
        "M236 268V560Q300 604 400 604Q500 604 564 560V268Q500 310 400 310Q300 310 236 268Z",
        paint.dots(veil(body.base, 0.6), veil(body.deep, 0.75), 9),
      ),
      path(
        "M236 268V560Q300 604 400 604Q500 604 564 560V268Q500 310 400 310Q300 310 236 268Z",
        paint.linear(
          [veil("#0b1226", 0.32), veil("#ffffff", 0.16), veil("#0b1226", 0), veil("#0b1226", 0.42)],
          "across",
        ),
      ),
      ellipse(400, 228, 164, 52, paint.linear([body.edge, body.base])),
      ellipse(400, 228, 134, 40, paint.linear([body.dark, body.deep])),
      ellipse(400, 228, 134, 40, "none", { stroke: accent, "stroke-width": 4 }),
      stroke("M350 228H374M362 218V238M428 228H452", veil("#ffffff", 0.9), 5),
      rect(360, 420, 80, 80, 24, veil(body.deep, 0.8)),
      mark(brand, 400, 460, 38, body.edge),
    ].join("");
  },
};

function speakerCabinet(paint: Paint, x: number, body: Tones, accent: Colour, brand: Brand | null): Markup {
  const cone = (cy: number, size: number, hue: Colour) =>
    circle(0, cy, size, "#1a1e29") +
    ring(0, cy, size, veil("#ffffff", 0.22), 3) +
    circle(0, cy, size * 0.82, paint.radial([mix(hue, "#ffffff", 0.25), hue, mix(hue, "#0b1226", 0.55)], [0.4, 0.35])) +
    circle(0, cy, size * 0.3, paint.radial([mix(hue, "#ffffff", 0.6), mix(hue, "#0b1226", 0.3)], [0.35, 0.3]));
  return group(
    `translate(${x} 0)`,
    path("M-122 236L-88 206H148L122 236Z", mix(body.light, "#ffffff", 0.15)) +
      path("M122 236L148 206V610L122 640Z", body.deep),
    rect(-122, 236, 244, 404, 10, paint.linear([body.light, body.base, body.dark], "diagonal")),
    rect(-106, 252, 212, 372, 6, paint.linear(["#3a3f4d", "#252936"])),
    cone(346, 46, "#8d95a8"),
    cone(506, 84, accent),
    rect(-26, 602, 52, 10, 5, "#11141d"),
    mark(brand, 82, 272, 15, veil("#ffffff", 0.75)),
  );
}

const bookshelfSpeakers: Drawing = {
  focus: [250, 480, 1.8],
  draw: (paint, { body, accent, brand }) =>
    shadow(paint, 400, 646, 360, 32) +
    speakerCabinet(paint, 228, body, accent, brand) +
    speakerCabinet(paint, 548, body, accent, brand),
};

const microphone: Drawing = {
  focus: [400, 280, 1.9],
  draw(paint, { body, accent, brand }) {
    return [
      shadow(paint, 400, 664, 180, 28, 0.4),
      ellipse(400, 654, 132, 30, body.deep) +
        ellipse(400, 644, 132, 30, paint.linear([body.light, body.dark], "across")) +
        ellipse(400, 640, 104, 20, veil(body.edge, 0.3)),
      rect(388, 500, 24, 146, 8, paint.linear([body.light, body.edge, body.dark], "across")),
      path(
        "M268 300V420A132 132 0 0 0 532 420V300H512V420A112 112 0 0 1 288 420V300Z",
        paint.linear([body.edge, body.base, body.deep], "across"),
      ),
      circle(278, 340, 18, body.dark) +
        circle(522, 340, 18, body.dark) +
        circle(278, 340, 8, body.edge) +
        circle(522, 340, 8, body.edge),
      rect(300, 120, 200, 370, 92, paint.linear([body.light, body.base, body.deep], "across")),
      path("M300 300V212A100 92 0 0 1 500 212V300Z", paint.dots(body.dark, body.edge, 12)),
      path(
        "M300 300V212A100 92 0 0 1 500 212V300Z",
        paint.linear([veil("#ffffff", 0.3), veil("#ffffff", 0), veil("#0b1226", 0.5)], "across"),
      ),
      rect(296, 296, 208, 16, 8, paint.linear([body.edge, body.base, body.edge], "across")),
      rect(384, 140, 32, 148, 4, veil("#0b1226", 0.1)),
      circle(400, 412, 30, body.deep) + ring(400, 412, 30, accent, 5) + stroke("M400 412V392", "#ffffff", 5),
      mark(brand, 400, 352, 28, body.edge),
    ].join("");
  },
};

export const AUDIO = {
  headphones,
  studioHeadphones,
  earbuds,
  sportBuds,
  portableSpeaker,
  bookshelfSpeakers,
  microphone,
} as const satisfies Record<string, Drawing>;
