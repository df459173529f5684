import type { Log } from "../base/log.ts";
import type { Config } from "../config.ts";
import type { PaymentProvider } from "./payment-provider.ts";
export function stripeProviderOf(_config: Config, _log: Log): PaymentProvider {
  return {} as PaymentProvider;
}
