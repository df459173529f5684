/** Secrets and local-only settings: not in wrangler.toml, so `wrangler types` does not know them. */
interface __BaseEnv_Env {
  AUTH_SECRET?: string;
  STRIPE_SECRET_KEY?: string;
  STRIPE_WEBHOOK_SECRET?: string;
  /** Where Stripe's API is looked for; unset means Stripe itself. */
  STRIPE_API_BASE?: string;
  STAFF_TOKEN?: string;
  UPSTASH_REDIS_REST_URL?: string;
  UPSTASH_REDIS_REST_TOKEN?: string;
  /** `on` keeps mails to be read at `/mailbox` in place of sending them: a local store. */
  MAILBOX?: string;
  /** `on` or `off`: whether pictures are fetched from other sites; a local store does not unless it is `on`. */
  PICTURE_FETCH?: string;
  /** Where exchange rates are asked for; unset means the European Central Bank, but in a local store nobody; `off`: nobody. */
  RATES_ADDRESS?: string;
  /** Where VAT numbers are looked up; unset means the European Commission, but in a local store nowhere; `off`: nowhere. */
  VIES_ADDRESS?: string;
  /** How long a database of the index is waited for, in milliseconds; unset means 1,500. */
  SEARCH_DEADLINE_MS?: string;
  /** What stands in for Workers Cache in a local runtime: tools/workers-cache/. */
  LOCAL_CACHE?: unknown;
  /** `off` takes the browsers' copy of the store back: docs/runbook.md. */
  OFFLINE?: string;
  /** Sets a local store's clock ahead: worker/base/clock.ts. */
  CLOCK_AHEAD_MS?: string;
}

declare module "*.wasm" {
  const compiled: WebAssembly.Module;
  export default compiled;
}
