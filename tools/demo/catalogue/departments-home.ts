/** Television, games, the clever house, accessories and print: the second half of the departments. */
import type { DemoDepartment } from "../demo-category.ts";

export const HOME_DEPARTMENTS: readonly DemoDepartment[] = [
  {
    id: "tv-home-cinema",
    picture: ["television", "Black", "lilac", "#5b7cf0"],
    children: [
      {
        id: "televisions",
        picture: ["framedTelevision", "Walnut", "sage", "#c9783f"],
      },
      {
        id: "projectors",
        picture: ["projector", "White", "night", "#f0a271"],
      },
      {
        id: "soundbars",
        picture: ["soundbar", "Graphite", "sand", "#63d3ab"],
      },
    ],
  },
  {
    id: "gaming",
    picture: ["controller", "Cobalt", "peach", "#f0bb45"],
    children: [
      {
        id: "consoles",
        picture: ["gameConsole", "White", "mist", "#5b5bd6"],
      },
      {
        id: "controllers",
        picture: ["controller", "Coral", "lilac", "#63d3ff"],
      },
      {
        id: "vr-headsets",
        picture: ["visor", "Silver", "sage", "#8a63d2"],
      },
    ],
  },
  {
    id: "smart-home",
    picture: ["tableLamp", "Forest", "sand", "#e9a273"],
    children: [
      {
        id: "lighting",
        picture: ["bulb", "White", "mist", "#f0bb45"],
      },
      {
        id: "home-security",
        picture: ["doorbell", "Silver", "peach", "#0a8f6c"],
      },
      {
        id: "climate",
        picture: ["thermostat", "Copper", "sage", "#0a5b47"],
      },
      {
        id: "robot-vacuums",
        picture: ["robotVacuum", "White", "lilac", "#2f57d6"],
      },
      {
        id: "networking",
        picture: ["router", "White", "mist", "#0a8f6c"],
      },
    ],
  },
  {
    id: "accessories",
    picture: ["keyboard", "Sage", "peach", "#ec7c62"],
    children: [
      {
        id: "keyboards-mice",
        picture: ["mouse", "Graphite", "butter", "#f0bb45"],
      },
      {
        id: "chargers-cables",
        picture: ["charger", "White", "sage", "#0a8f6c"],
      },
      {
        id: "storage",
        picture: ["portableDrive", "Copper", "mist", "#14213d"],
      },
    ],
  },
  {
    id: "printers-ink",
    picture: ["photoPrinter", "Sky", "butter", "#8a63d2"],
    children: [
      {
        id: "printers",
        picture: ["laserPrinter", "Silver", "mist", "#2f57d6"],
      },
      {
        id: "ink-toner",
        picture: ["inkBottles", "Graphite", "sage", "#18a3c9"],
      },
    ],
  },
];
