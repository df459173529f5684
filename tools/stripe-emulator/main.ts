/** `node tools/stripe-emulator/main.ts --port 8788 --webhook URL --secret whsec_… [--state FILE]`: the emulator by itself. */
import { parseArgs } from "node:util";
import { startEmulator } from "./server.ts";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "8788" },
    webhook: { type: "string", default: "http://127.0.0.1:8787/api/webhooks/stripe" },
    secret: { type: "string" },
    state: { type: "string" },
  },
});
const port = Number(values.port);
if (!Number.isInteger(port) || port < 1 || port > 65_535 || !values.secret || !URL.canParse(values.webhook)) {
  console.error("Usage: main.ts --port 8788 --webhook URL --secret whsec_… [--state FILE]");
  process.exit(1);
}
const emulator = await startEmulator({
  port,
  webhookUrl: values.webhook,
  webhookSecret: values.secret,
  stateFile: values.state ?? null,
});
console.log(`Stripe emulator: ${emulator.url}`);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.on(signal, () => void emulator.close().then(() => process.exit(0)));
