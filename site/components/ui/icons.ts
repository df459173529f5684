/** The store's pictograms: strokes on a grid of 24, drawn for this store. */
export const ICONS = {
  search: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13Zm4.7-1.8L20 20",
  cart: "M3 4h2.2l2.3 11h10.2l2-7.5H6.2M9 19.5h.01M16.5 19.5h.01",
  account: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-7.5 8c.6-3.6 3.6-5.5 7.5-5.5s6.9 1.9 7.5 5.5",
  menu: "M4 7h16M4 12h16M4 17h10",
  close: "M6 6l12 12M18 6 6 18",
  globe:
    "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM3.5 12h17M12 3c2.6 2.7 3.8 5.7 3.8 9s-1.2 6.3-3.8 9c-2.6-2.7-3.8-5.7-3.8-9S9.4 5.7 12 3Z",
  "chevron-down": "m6 9.5 6 6 6-6",
  "chevron-right": "m9.5 6 6 6-6 6",
  "arrow-right": "M4 12h15m-5.5-5.5L19 12l-5.5 5.5",
  "arrow-left": "M20 12H5m5.5-5.5L5 12l5.5 5.5",
  check: "m5 12.5 4.5 4.5L19 7.5",
  info: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Zm0-10v5.5M12 7.8h.01",
  alert: "M12 4 2.8 19.5h18.4L12 4Zm0 6.5v4M12 17h.01",
  truck:
    "M2.5 6h11.5v10.5H2.5zM14 9.5h4l3.5 3.5v3.5H14M7 19a1.8 1.8 0 1 0 0-3.6A1.8 1.8 0 0 0 7 19Zm10 0a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6Z",
  return: "M4 9.5h10.5a5 5 0 0 1 0 10H8M4 9.5 8.5 5M4 9.5 8.5 14",
  shield: "M12 3.5 5 6v5.5c0 4.3 2.8 7.4 7 9 4.2-1.6 7-4.7 7-9V6l-7-2.5Zm-3 8.5 2.2 2.2 4-4.2",
  lock: "M6 10.5h12v9.5H6zM8.5 10.5V8a3.5 3.5 0 0 1 7 0v2.5M12 14.5v2",
  box: "M12 3.5 4 7.5v9l8 4 8-4v-9l-8-4Zm-8 4 8 4 8-4M12 11.5v9",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  trash: "M5 7h14M10 7V4.5h4V7m-7.5 0 .8 12.5h9.4L17.5 7M10.5 11v5M13.5 11v5",
  mail: "M3.5 6h17v12.5h-17zM4 6.5l8 6.5 8-6.5",
  edit: "M5 19l.9-3.8L16.5 4.6l2.9 2.9L8.8 18.1 5 19Z",
  out: "M10 4.5H5v15h5M15.5 8l4 4-4 4M19 12H9.5",
} as const;
export type IconName = keyof typeof ICONS;
