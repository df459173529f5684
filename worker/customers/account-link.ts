/** Links into an account travel through outbox and queue encrypted, and are opened only to be mailed. */
import { symmetricDecrypt, symmetricEncrypt } from "better-auth/crypto";

export const sealLink = (authSecret: string, link: string): Promise<string> =>
  symmetricEncrypt({ key: authSecret, data: link });

/** Throws when the text was sealed with another secret. */
export const openLink = (authSecret: string, sealed: string): Promise<string> =>
  symmetricDecrypt({ key: authSecret, data: sealed });
