import type { Config } from "../config.ts";
import type { MailSender } from "./mail-sender.ts";
export function mailSenderOf(_env: Env, _config: Config): MailSender {
  return {} as MailSender;
}
