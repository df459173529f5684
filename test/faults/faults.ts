/**
 * Everything that may happen to a step, each with how it is brought about. The columns of docs/proofs/stock.md. A fault
 * strikes the call that it names of a step, once; what then becomes of the purchase is up to the store.
 */
import { refused } from "../../worker/base/outcome.ts";
import { MailUnsure } from "../../worker/notifications/mail-sender.ts";
import type { Scene } from "./scene.ts";
import type { Met, Step } from "./step-calls.ts";

/** `go` makes the call that was struck, each time it is called. `die` ends the request's process at once, or the object's. */
export type Blow = { call: Met; step: Step; scene: Scene; go(): Promise<unknown>; die(): Promise<never> };
export type Fault = {
  id: string;
  /** As the page's column says it. */
  name: string;
  /** How it is brought about, for the page. */
  how: string;
  /** Which call of a step it strikes. */
  strikes: "at" | "race" | "object" | "database" | "provider" | "message" | "webhook" | "stock";
  /** What else a step must have to meet it. */
  needs?: "message";
  /** Why a step without these cannot meet it. */
  otherwise: string;
  /** How often it strikes; once unless it says so. */
  times?: number;
  strike(blow: Blow): Promise<unknown>;
};

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Past the end of a session and of the holds behind it. */
export const PAST_HOLDS_MS = 40 * MINUTE_MS;
/** Past everything that is kept for a purchase: the holds of a paid order end after a day. */
const AHEAD_MS = 25 * HOUR_MS;
const BACK_MS = 2 * HOUR_MS;
/** wrangler.toml: a message is tried once and then five times more. */
export const MESSAGE_TRIES = 6;
/** The runtime gives up on an alarm that has failed so often. */
export const ALARM_TRIES = 7;

const NO_OBJECT = "asks no object";
const NO_DATABASE = "writes and reads no database";
const NO_PROVIDER = "asks the payment provider nothing";
const NO_MESSAGE = "no message carries it";
const NO_WEBHOOK = "waits for no webhook";
const NO_ALARM = "nothing is held by then, and no alarm is due";

export const FAULTS: readonly Fault[] = [
  {
    id: "dies-before",
    name: "process dies before",
    how: "the call is not made, and every later call of the same process fails",
    strikes: "at",
    otherwise: "",
    strike: async ({ die }) => die(),
  },
  {
    id: "dies-after",
    name: "process dies after",
    how: "the call is made, and every later call of the same process fails",
    strikes: "at",
    otherwise: "",
    strike: async ({ go, die }) => {
      await go();
      return die();
    },
  },
  {
    id: "reply-lost",
    name: "reply lost",
    how: "the call is made, its answer is lost, and the process goes on with the error",
    strikes: "at",
    otherwise: "",
    strike: async ({ call, go }) => {
      await go();
      if (call.on === "payments") return refused({ code: "payment.unavailable" });
      if (call.on === "mail") throw new MailUnsure("No answer came.");
      throw new Error("Network connection lost.");
    },
  },
  {
    id: "repeated",
    name: "call repeated",
    how: "the call is made twice, and the second answer counts",
    strikes: "at",
    otherwise: "",
    strike: async ({ go }) => {
      await go();
      return go();
    },
  },
  {
    id: "two",
    name: "two at once",
    how: "a second request comes to the same step before the first has done it, and both go on together",
    strikes: "race",
    otherwise: "",
    strike: async ({ step, scene, go }) => {
      await scene.meetRival(step);
      return go();
    },
  },
  {
    id: "evicted",
    name: "object evicted",
    how: "the object loses its memory just before it is asked and just after",
    strikes: "object",
    otherwise: NO_OBJECT,
    strike: async ({ call, scene, go }) => {
      await scene.objects.evict(call);
      const answer = await go();
      await scene.objects.evict(call);
      return answer;
    },
  },
  {
    id: "alarm-late",
    name: "alarm late",
    how: "the holds' time runs out and the alarms, though set, do not ring",
    strikes: "stock",
    otherwise: NO_ALARM,
    strike: async ({ scene, go }) => {
      await scene.objects.expectAlarm();
      scene.moveClock(PAST_HOLDS_MS);
      return go();
    },
  },
  {
    id: "alarm-early",
    name: "alarm early",
    how: "the alarms ring before anything has run out",
    strikes: "stock",
    otherwise: NO_ALARM,
    strike: async ({ scene, go }) => {
      await scene.objects.expectAlarm();
      await scene.objects.ring();
      return go();
    },
  },
  {
    id: "alarm-given-up",
    name: "alarm given up",
    how: "the queue refuses what the alarms tell until the runtime gives them up; then the holds' time runs out",
    strikes: "stock",
    otherwise: NO_ALARM,
    strike: async ({ scene, go }) => {
      await scene.objects.giveUpAlarms(ALARM_TRIES);
      scene.moveClock(PAST_HOLDS_MS);
      return go();
    },
  },
  {
    id: "message-repeated",
    name: "message repeated",
    how: "the queue delivers the message three times",
    strikes: "message",
    otherwise: NO_MESSAGE,
    strike: async ({ go }) => {
      await go();
      await go();
      return go();
    },
  },
  {
    id: "message-reordered",
    name: "message reordered",
    how: "the message's handling stands still at this step until newer messages are handled",
    strikes: "at",
    needs: "message",
    otherwise: NO_MESSAGE,
    strike: async ({ step, scene, go }) => {
      await scene.overtake(step);
      return go();
    },
  },
  {
    id: "message-dead",
    name: "message dead-lettered",
    how: "the step fails at each of the message's six tries; staff have it sent again",
    strikes: "at",
    needs: "message",
    otherwise: NO_MESSAGE,
    times: MESSAGE_TRIES,
    strike: async () => {
      throw new Error("The step fails, whatever is tried.");
    },
  },
  {
    id: "webhook-repeated",
    name: "webhook repeated",
    how: "the webhook comes three times; at a later step, once more in the middle of it",
    strikes: "webhook",
    otherwise: NO_WEBHOOK,
    strike: async ({ call, scene, go }) => {
      await (call.on === "provider" ? go() : scene.tellAgain());
      if (call.on === "provider") await go();
      return go();
    },
  },
  {
    id: "webhook-late",
    name: "webhook late",
    how: "the webhook comes after the holds have run out, or after the timer has asked",
    strikes: "webhook",
    otherwise: NO_WEBHOOK,
    strike: async ({ call, scene, go }) => {
      if (call.on !== "provider") {
        const answer = await go();
        await scene.letTimePass(PAST_HOLDS_MS);
        return answer;
      }
      scene.moveClock(PAST_HOLDS_MS);
      await scene.objects.ring();
      return go();
    },
  },
  {
    id: "webhook-first",
    name: "webhook before the redirect",
    how: "the shopper's payment is told of before the store has done this step",
    strikes: "webhook",
    otherwise: NO_WEBHOOK,
    strike: async ({ call, scene, go }) => {
      const made = call.on === "payments" ? await go() : undefined;
      await scene.payAndTell();
      return made ?? go();
    },
  },
  {
    id: "webhook-never",
    name: "webhook never",
    how: "the webhook is lost, and so is every other try to deliver it",
    strikes: "webhook",
    otherwise: NO_WEBHOOK,
    strike: async ({ scene }) => scene.provider.forget(),
  },
  {
    id: "database",
    name: "database refuses the batch",
    how: "the statements are refused, and nothing of them is stored",
    strikes: "database",
    otherwise: NO_DATABASE,
    strike: async () => {
      throw new Error("D1_ERROR: the database is overloaded");
    },
  },
  {
    id: "provider",
    name: "provider times out after charging",
    how: "the provider does what it is asked and never answers, until the call's time is over",
    strikes: "provider",
    otherwise: NO_PROVIDER,
    strike: async ({ scene, go }) => scene.provider.hangDuring(go),
  },
  {
    id: "clock-ahead",
    name: "clock jumps ahead",
    how: "25 hours pass between two calls, and every alarm rings",
    strikes: "at",
    otherwise: "",
    strike: async ({ call, scene, go }) => {
      scene.moveClock(AHEAD_MS);
      const rung = scene.objects.ring();
      // An alarm may wait for the very call that one object makes of another.
      if (call.during === "object") scene.alongside(rung);
      else await rung;
      return go();
    },
  },
  {
    id: "clock-back",
    name: "clock jumps back",
    how: "the clock goes back by two hours between two calls",
    strikes: "at",
    otherwise: "",
    strike: async ({ scene, go }) => {
      scene.moveClock(-BACK_MS);
      return go();
    },
  },
];
