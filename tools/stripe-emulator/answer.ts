/** What a call of the API answers, and Stripe's errors by name. */

export type Answer = {
  status: number;
  body: unknown;
  /** Parameters that were refused before anything was tried: not kept under an idempotency key. */
  isUntried?: true;
};
type ApiError = { type: string; message: string; code?: string; param?: string; decline_code?: string };

const DOCS = "https://stripe.com/docs/error-codes/";

export const answered = (body: unknown): Answer => ({ status: 200, body });

/** In the shape of Stripe's errors; one with a code has the address of its explanation too. */
export function errorAnswer(status: number, error: ApiError): Answer {
  const docs = error.code ? { doc_url: DOCS + error.code.replaceAll("_", "-") } : {};
  return { status, body: { error: { ...error, ...docs } } };
}

/** A request that asks for something that cannot be. */
export const refusedAnswer = (message: string, facts: { code?: string; param?: string } = {}): Answer =>
  errorAnswer(400, { type: "invalid_request_error", message, ...facts });

/** A 404. `param` names what held the id. */
export const missingAnswer = (object: string, id: string, param: string): Answer =>
  errorAnswer(404, {
    type: "invalid_request_error",
    code: "resource_missing",
    message: `No such ${object}: '${id}'`,
    param,
  });
