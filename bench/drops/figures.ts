/** What the simulation of a drop answers, minute by minute and at its end. */

export type Minute = {
  minute: number;
  present: number;
  waiting: number;
  admitted: number;
  used: number;
  lapsed: number;
  open: number;
  unitsLeft: number | null;
  /** The busiest second's requests to each. */
  room: number;
  door: number;
  stock: number;
};
export type End = {
  visitors: number;
  joins: number;
  asks: number;
  roomTotal: number;
  stockHolds: number;
  stockReads: number;
  holdsOfOthers: number;
  held: number;
  admitted: number;
  turnMsMax: number;
  drawMs: number;
};
