/** What a person at the terminal needs to know of a store that runs: its addresses, and how staff sign in. */
import { STAFF_EMAIL } from "./local-settings.ts";
import type { DemoStore } from "./open-demo-store.ts";

export function announce({ url, paymentsUrl, settings, logFile }: DemoStore): void {
  const lines = [
    ["Store", `${url}/`],
    ["Admin", `${url}/admin`],
    ["", `${STAFF_EMAIL}  ${settings.staffPassword}`],
    ["API docs", `${url}/api/docs`],
    ["Mailbox", `${url}/mailbox`],
    ["Payments", `${paymentsUrl}/ (emulated; card 4242 4242 4242 4242, any future date, any CVC)`],
    ["Log", logFile],
  ];
  console.log("\n  Meridian is ready.\n");
  for (const [name = "", value = ""] of lines) console.log(`  ${name.padEnd(10)}${value}`);
  console.log("\n  Press Ctrl-C to stop.\n");
}
