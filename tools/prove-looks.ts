/** `npm run prove:looks`: holds every kind of page in every market to axe, at three widths, in both themes. */
import { runCommand } from "./run-command.ts";
import { installTestPrograms } from "./test-programs.ts";

await installTestPrograms();
process.exit(await runCommand("vitest", ["run", "--project", "pages", "test/pages/looks.test.ts"], { LOOKS: "all" }));
