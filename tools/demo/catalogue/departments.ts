/** Computers, phones, sound, pictures: the first half of the departments. */
import type { DemoDepartment } from "../demo-category.ts";

export const DEPARTMENTS: readonly DemoDepartment[] = [
  {
    id: "computers",
    picture: ["laptop", "Silver", "mist", "#2f57d6"],
    children: [
      {
        id: "laptops",
        picture: ["laptop", "Midnight", "peach", "#ec7c62"],
      },
      {
        id: "desktops",
        picture: ["allInOne", "Sky", "lilac", "#8a63d2"],
      },
      {
        id: "tablets",
        picture: ["tablet", "Lilac", "butter", "#2aa198"],
      },
      {
        id: "monitors",
        picture: ["monitor", "Graphite", "sage", "#2f57d6"],
      },
    ],
  },
  {
    id: "phones-wearables",
    picture: ["phone", "Midnight", "peach", "#ec7c62"],
    children: [
      {
        id: "smartphones",
        picture: ["slimPhone", "Coral", "sage", "#2aa198"],
      },
      {
        id: "smartwatches",
        picture: ["watch", "Copper", "mist", "#14213d"],
      },
    ],
  },
  {
    id: "audio",
    picture: ["headphones", "Sand", "sage", "#ec7c62"],
    children: [
      {
        id: "headphones",
        picture: ["studioHeadphones", "Silver", "lilac", "#8a63d2"],
      },
      {
        id: "earbuds",
        picture: ["earbuds", "White", "peach", "#0a8f6c"],
      },
      {
        id: "speakers",
        picture: ["portableSpeaker", "Coral", "butter", "#14213d"],
      },
      {
        id: "microphones",
        picture: ["microphone", "Midnight", "mist", "#f0688a"],
      },
    ],
  },
  {
    id: "cameras-drones",
    picture: ["mirrorless", "Silver", "butter", "#e9a273"],
    children: [
      {
        id: "cameras",
        picture: ["compact", "White", "peach", "#ec7c62"],
      },
      {
        id: "lenses",
        picture: ["lens", "Black", "sage", "#f0bb45"],
      },
      {
        id: "drones",
        picture: ["drone", "White", "mist", "#ec7c62"],
      },
    ],
  },
];
