/**
 * Scenes of several things: the pictures of the home page. They have no wall of their own: they
 * stand on the page's ground, the dark green board as well as a pale panel.
 */
import { COLOURWAYS, type Colour, type Colourway, mix, tonesOf, veil } from "./colour.ts";
import { drawKind, type Kind } from "./kinds.ts";
import { circle, ellipse, group, type Markup, type Paint, path, rect, shadow, stroke } from "./paint.ts";
import { sheet } from "./picture.ts";
import type { Wallpaper } from "./wallpaper.ts";

type Stage = { x: number; footY: number; scale: number };
type Cast = { kind: Kind; colour: Colourway; accent: Colour; wallpaper?: Wallpaper };

/** Puts a thing on the scene by the middle of its foot. */
function place(paint: Paint, { kind, colour, accent, wallpaper = "dunes" }: Cast, { x, footY, scale }: Stage): Markup {
  const look = { body: tonesOf(COLOURWAYS[colour]), accent, brand: null, wallpaper };
  return group(`translate(${x} ${footY}) scale(${scale}) translate(-400 -640)`, drawKind(paint, kind, look));
}

function plant(paint: Paint, x: number, footY: number, scale: number): Markup {
  const leaf = (turn: number, length: number, fill: string) =>
    group(
      `rotate(${turn})`,
      path(
        `M0 0C${-length * 0.3} ${-length * 0.35} ${-length * 0.26} ${-length * 0.8} 0 ${-length}C${length * 0.26} ${-length * 0.8} ${length * 0.3} ${-length * 0.35} 0 0Z`,
        fill,
      ),
      stroke(`M0 0V${-length * 0.86}`, veil("#ffffff", 0.25), 3),
    );
  const leaves = [
    [-52, 190, "#3f8f74"],
    [54, 180, "#3a866c"],
    [-26, 236, "#58a98b"],
    [30, 228, "#4f9f82"],
    [0, 262, "#74c0a2"],
  ] as const;
  return group(
    `translate(${x} ${footY}) scale(${scale})`,
    shadow(paint, 0, 0, 130, 22),
    group("translate(0 -120)", ...leaves.map(([turn, length, fill]) => leaf(turn, length, fill))),
    path("M-78 -140H78L62 -12Q60 0 46 0H-46Q-60 0 -62 -12Z", paint.linear(["#f3b58b", "#d98a5b", "#b66a3e"], "across")),
    rect(-86, -156, 172, 30, 10, paint.linear(["#f8c5a0", "#cf8050"], "across")),
  );
}

function mug(paint: Paint, x: number, footY: number, scale: number): Markup {
  return group(
    `translate(${x} ${footY}) scale(${scale})`,
    shadow(paint, 0, 0, 90, 16),
    stroke("M52 -86C104 -92 104 -22 50 -28", "#e9e4d8", 15),
    path("M-58 -112H58V-22Q58 0 34 0H-34Q-58 0 -58 -22Z", paint.linear(["#fffdf7", "#f1ece0", "#d3ccbb"], "across")),
    ellipse(0, -112, 58, 13, "#fffdf7") + ellipse(0, -111, 50, 10, "#6b452f"),
    rect(-58, -66, 116, 14, 0, "#e9a273"),
    stroke("M-18 -140C-34 -164 -4 -176 -18 -204M18 -146C4 -168 32 -182 18 -212", veil("#ffffff", 0.35), 7),
  );
}

/** A desk at work, 4 to 3. */
export const drawDesk = (): string =>
  sheet(1280, 960, (paint) => {
    const wood = paint.linear(["#e7b98f", "#d3a074"]);
    return [
      circle(640, 430, 410, paint.linear([veil("#7fd6b5", 0.2), veil("#7fd6b5", 0.02)])),
      rect(842, 108, 250, 236, 14, veil("#bfeeda", 0.12)) +
        rect(858, 124, 218, 204, 8, paint.linear([veil("#9fe0c6", 0.5), veil("#f3c9a5", 0.5)])) +
        circle(1010, 196, 34, "#ffe9c9") +
        path("M858 300L926 232L978 280L1026 246L1076 290V320Q1076 328 1068 328H866Q858 328 858 320Z", "#2f7a62"),
      stroke("M140 250H420", "#d3a074", 14) +
        rect(168, 168, 26, 76, 4, "#e9a273") +
        rect(198, 156, 30, 88, 4, "#f3ead9") +
        rect(232, 176, 22, 68, 4, "#63d3ab") +
        group("rotate(14 290 240)", rect(266, 160, 26, 84, 4, "#5b7cf0")) +
        circle(376, 218, 25, paint.linear(["#fff1dc", "#d6b892"], "diagonal")),
      path("M60 780H1220L1252 852H28Z", wood) +
        path("M28 852H1252V876Q1252 888 1240 888H40Q28 888 28 876Z", paint.linear(["#b98357", "#8f6140"])),
      path("M120 888H176L164 960H132ZM1104 888H1160L1148 960H1116Z", "#7a5236"),
      place(paint, { kind: "tableLamp", colour: "Sage", accent: "#e9a273" }, { x: 208, footY: 812, scale: 0.64 }),
      place(paint, { kind: "portableSpeaker", colour: "Coral", accent: "#f3ead9" }, { x: 366, footY: 800, scale: 0.3 }),
      place(paint, { kind: "monitor", colour: "Silver", accent: "#0f8f6e" }, { x: 640, footY: 806, scale: 0.84 }),
      plant(paint, 1150, 812, 0.86),
      place(
        paint,
        { kind: "laptop", colour: "Sand", accent: "#ec7c62", wallpaper: "orbs" },
        { x: 966, footY: 838, scale: 0.46 },
      ),
      place(paint, { kind: "slimKeyboard", colour: "White", accent: "#e9a273" }, { x: 612, footY: 850, scale: 0.36 }),
      mug(paint, 286, 848, 0.66),
    ].join("");
  });

/** Something to listen to, 4 to 3. */
export const drawListening = (): string =>
  sheet(1280, 960, (paint) => {
    const arch = (x: number, reach: number, fill: string) =>
      path(`M${x - reach} 800V${420}a${reach} ${reach} 0 0 1 ${reach * 2} 0V800Z`, fill);
    const plinth = (x: number, y: number, width: number, tone: Colour) =>
      path(
        `M${x - width} ${y}V880a${width} ${width * 0.16} 0 0 0 ${width * 2} 0V${y}Z`,
        paint.linear([mix(tone, "#ffffff", 0.15), tone, mix(tone, "#0b1226", 0.3)], "across"),
      ) + ellipse(x, y, width, width * 0.16, mix(tone, "#ffffff", 0.35));
    return [
      arch(640, 330, veil("#7fd6b5", 0.16)) + arch(640, 240, veil("#e9a273", 0.28)),
      ellipse(640, 900, 600, 52, veil("#04150f", 0.35)),
      plinth(250, 760, 150, "#2f7a62") + plinth(1030, 740, 160, "#c9783f") + plinth(640, 690, 250, "#e8d6bb"),
      place(paint, { kind: "earbuds", colour: "White", accent: "#0f8f6e" }, { x: 250, footY: 764, scale: 0.42 }),
      place(
        paint,
        { kind: "portableSpeaker", colour: "Forest", accent: "#f0bb45" },
        { x: 1030, footY: 744, scale: 0.54 },
      ),
      place(paint, { kind: "headphones", colour: "Sand", accent: "#ec7c62" }, { x: 640, footY: 704, scale: 0.9 }),
    ].join("");
  });
