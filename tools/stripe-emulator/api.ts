/** Stripe's API, as far as a store calls it: who may, which call, are the parameters right, was it answered before. */
import { type Answer, answered, errorAnswer, missingAnswer, refusedAnswer } from "./answer.ts";
import { API_VERSION, type Emulation, newId } from "./emulation.ts";
import { Disconnected, hang, takeFault } from "./faults.ts";
import { parseForm } from "./form.ts";
import { drop, type KeptAnswer, put } from "./kept.ts";
import { type Fields, readParams, type Values } from "./params.ts";
import type { Event, Intent, Refund } from "./payment-objects.ts";
import {
  CREATED_FIELDS,
  EXPAND_FIELDS,
  expanded,
  isMadeIn,
  lineItemsOf,
  PAGE_FIELDS,
  readList,
  readOne,
} from "./reading.ts";
import { createRefund, REFUND_FIELDS } from "./refunds.ts";
import { SESSION_FIELDS } from "./session-fields.ts";
import type { Session } from "./session-objects.ts";
import { createSession, expireSession } from "./sessions.ts";
import {
  CALCULATION_FIELDS,
  createCalculation,
  createReversal,
  createTransaction,
  listCalculationItems,
  REVERSAL_FIELDS,
  TAX_ITEMS_FIELDS,
  TRANSACTION_FIELDS,
} from "./tax.ts";

type Reached = { id: string; origin: string };
/** `run` gets the parameters as `fields` reads them. */
export type Call = {
  name: string;
  method: "GET" | "POST";
  /** As Stripe's description writes it. */
  path: string;
  fields: Fields;
  run(emulation: Emulation, params: never, reached: Reached): Answer;
};

const call = <F extends Fields>(
  name: string,
  method: Call["method"],
  path: string,
  fields: F,
  run: (emulation: Emulation, params: Values<F>, reached: Reached) => Answer,
): Call => ({ name, method, path, fields, run });

const LIST_SESSIONS = { ...PAGE_FIELDS, payment_intent: { is: "text" } } as const satisfies Fields;
const LIST_INTENTS = { ...PAGE_FIELDS, ...CREATED_FIELDS } as const satisfies Fields;
const LIST_REFUNDS = {
  ...LIST_INTENTS,
  payment_intent: { is: "text" },
  charge: { is: "text" },
} as const satisfies Fields;
const LIST_EVENTS = { ...PAGE_FIELDS, type: { is: "text" } } as const satisfies Fields;
const SESSIONS = "/v1/checkout/sessions";

/** All that is emulated; any other address is Stripe's 404. */
export const CALLS: readonly Call[] = [
  call("create_session", "POST", SESSIONS, SESSION_FIELDS, (emulation, params, { origin }) =>
    expanded(emulation, createSession(emulation, params, origin), params.expand ?? []),
  ),
  call("list_sessions", "GET", SESSIONS, LIST_SESSIONS, (emulation, params) =>
    readList(emulation, "session", SESSIONS, params, (api: Session) => isOr(params.payment_intent, api.payment_intent)),
  ),
  call("read_session", "GET", `${SESSIONS}/{session}`, EXPAND_FIELDS, (emulation, { expand }, { id }) =>
    readOne(emulation, "session", "checkout.session", id, expand),
  ),
  call("list_line_items", "GET", `${SESSIONS}/{session}/line_items`, PAGE_FIELDS, (emulation, _, { id }) =>
    emulation.kept.session.has(id)
      ? answered(lineItemsOf(emulation, id))
      : missingAnswer("checkout.session", id, "session"),
  ),
  call("expire_session", "POST", `${SESSIONS}/{session}/expire`, EXPAND_FIELDS, (emulation, { expand }, { id }) =>
    expanded(emulation, expireSession(emulation, id), expand ?? []),
  ),
  call("list_intents", "GET", "/v1/payment_intents", LIST_INTENTS, (emulation, params) =>
    readList(emulation, "intent", "/v1/payment_intents", params, (api: Intent) => isMadeIn(params.created, api)),
  ),
  call("read_intent", "GET", "/v1/payment_intents/{intent}", EXPAND_FIELDS, (emulation, { expand }, { id }) =>
    readOne(emulation, "intent", "payment_intent", id, expand),
  ),
  call("read_charge", "GET", "/v1/charges/{charge}", EXPAND_FIELDS, (emulation, { expand }, { id }) =>
    readOne(emulation, "charge", "charge", id, expand),
  ),
  call("create_refund", "POST", "/v1/refunds", REFUND_FIELDS, (emulation, params) =>
    expanded(emulation, createRefund(emulation, params), params.expand ?? []),
  ),
  call("list_refunds", "GET", "/v1/refunds", LIST_REFUNDS, (emulation, params) =>
    readList(
      emulation,
      "refund",
      "/v1/refunds",
      params,
      (api: Refund) =>
        isOr(params.payment_intent, api.payment_intent) &&
        isOr(params.charge, api.charge) &&
        isMadeIn(params.created, api),
    ),
  ),
  call("read_refund", "GET", "/v1/refunds/{refund}", EXPAND_FIELDS, (emulation, { expand }, { id }) =>
    readOne(emulation, "refund", "refund", id, expand),
  ),
  call("create_calculation", "POST", "/v1/tax/calculations", CALCULATION_FIELDS, createCalculation),
  call(
    "list_calculation_items",
    "GET",
    "/v1/tax/calculations/{calculation}/line_items",
    TAX_ITEMS_FIELDS,
    (emulation, page, { id }) => listCalculationItems(emulation, id, page),
  ),
  call(
    "create_tax_transaction",
    "POST",
    "/v1/tax/transactions/create_from_calculation",
    TRANSACTION_FIELDS,
    createTransaction,
  ),
  call("create_tax_reversal", "POST", "/v1/tax/transactions/create_reversal", REVERSAL_FIELDS, createReversal),
  call("list_events", "GET", "/v1/events", LIST_EVENTS, (emulation, params) =>
    readList(emulation, "event", "/v1/events", params, (api: Event) => isOr(params.type, api.type)),
  ),
  call("read_event", "GET", "/v1/events/{id}", EXPAND_FIELDS, (emulation, { expand }, { id }) =>
    readOne(emulation, "event", "event", id, expand),
  ),
];

const isOr = (wanted: string | undefined, found: string | null): boolean => wanted === undefined || wanted === found;

const ANSWER_KEPT_MS = 24 * 60 * 60 * 1_000;
const KEY_MAX = 255;

/** Answers a request to `/v1/…`. Throws `Disconnected` when a fault says so. */
export async function answerApi(emulation: Emulation, request: Request, body: string): Promise<Response> {
  const url = new URL(request.url);
  const requestId = newId("req_", 14);
  const refusal = accessRefusalOf(request.headers);
  const found = findCall(request.method, url.pathname);
  if (refusal || !found) return respond(refusal ?? unknownUrl(request.method, url.pathname), requestId);
  const text = `${url.pathname} ${request.method === "GET" ? url.search.slice(1) : body}`;
  const fault = takeFault(emulation.faults, found.call.name, text);
  if (fault?.when === "before") return failWith(fault.kind, request.signal, requestId);
  const params = request.method === "GET" ? url.search.slice(1) : body;
  const response = once(emulation, request.headers.get("idempotency-key"), {
    ...found,
    params,
    requestId,
    origin: url.origin,
  });
  return fault ? failWith(fault.kind, request.signal, requestId) : response;
}

const OUTAGE = errorAnswer(500, {
  type: "api_error",
  message: "An unknown error occurred. The emulator was told to fail this call.",
});

async function failWith(
  kind: "error" | "disconnect" | "hang",
  signal: AbortSignal,
  requestId: string,
): Promise<Response> {
  if (kind === "error") return respond(OUTAGE, requestId);
  if (kind === "disconnect") throw new Disconnected("the call was made to be cut off");
  return hang(signal);
}

/** A test key, any one, and the one version that is emulated. */
function accessRefusalOf(headers: Headers): Answer | null {
  const key = /^Bearer (\S+)$/.exec(headers.get("authorization") ?? "")?.[1];
  const unauthorized = (message: string) => errorAnswer(401, { type: "invalid_request_error", message });
  if (!key)
    return unauthorized(
      "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
    );
  if (!/^sk_test_\w+$/.test(key))
    return unauthorized(`Invalid API Key provided: ${key.slice(0, 8)}****${key.slice(-4)}`);
  const version = headers.get("stripe-version") ?? API_VERSION;
  return version === API_VERSION
    ? null
    : refusedAnswer(`Invalid Stripe API version: ${version}. This emulator speaks ${API_VERSION}.`);
}

const unknownUrl = (method: string, path: string): Answer =>
  errorAnswer(404, { type: "invalid_request_error", message: `Unrecognized request URL (${method}: ${path}).` });

function findCall(method: string, path: string): { call: Call; id: string } | null {
  for (const call of CALLS.filter((one) => one.method === method)) {
    const match = new RegExp(`^${call.path.replace(/\{\w+\}/, "(\\w+)")}$`).exec(path);
    if (match) return { call, id: match[1] ?? "" };
  }
  return null;
}

type Asked = { call: Call; id: string; params: string; requestId: string; origin: string };

/** Runs the call, or gives the first answer to its idempotency key again (docs.stripe.com/api/idempotent_requests). */
function once(emulation: Emulation, key: string | null, asked: Asked): Response {
  if (key === null || asked.call.method === "GET") return respond(run(emulation, asked), asked.requestId);
  if (key.length === 0 || key.length > KEY_MAX)
    return respond(refusedAnswer(`Idempotency keys must be between 1 and ${KEY_MAX} characters.`), asked.requestId);
  const name = `${asked.call.name} ${asked.id}`;
  const first = emulation.kept.answer.get(key);
  if (first && emulation.nowMs() - first.atMs < ANSWER_KEPT_MS) return respondAgain(key, first, name, asked);
  const answer = run(emulation, asked);
  const body = JSON.stringify(answer.body);
  const { params, requestId } = asked;
  if (first) drop(emulation.kept, "answer", key);
  if (!answer.isUntried) {
    const atMs = emulation.nowMs();
    put(emulation.kept, "answer", { id: key, call: name, params, atMs, requestId, status: answer.status, body });
  }
  return respond(answer, requestId, { "idempotency-key": key, "original-request": requestId });
}

function respondAgain(key: string, first: KeptAnswer, name: string, asked: Asked): Response {
  if (first.call !== name || first.params !== asked.params) {
    const message = `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`;
    return respond(errorAnswer(400, { type: "idempotency_error", message }), asked.requestId);
  }
  const headers = { "idempotency-key": key, "idempotent-replayed": "true", "original-request": first.requestId };
  return respond({ status: first.status, body: JSON.parse(first.body) }, asked.requestId, headers);
}

function run(emulation: Emulation, { call, id, params, origin }: Asked): Answer {
  const tree = parseForm(params);
  if (tree === null) return { ...refusedAnswer("Invalid request: the parameters cannot be read."), isUntried: true };
  const read = readParams(call.fields, tree);
  if (!read.ok) {
    const { message, ...facts } = read.refusal;
    return { ...refusedAnswer(message, facts), isUntried: true };
  }
  return call.run(emulation, read.values as never, { id, origin });
}

function respond({ status, body }: Answer, requestId: string, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body, null, 2), {
    status,
    headers: { "content-type": "application/json", "request-id": requestId, "stripe-version": API_VERSION, ...headers },
  });
}
