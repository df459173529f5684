/** How much is the store's own way in: the runtime's static files before it, the guards of the API? A route that does nothing else. */
import type { Question } from "./question.ts";

const health: Question = {
  visit: async ({ client, place, timed }) => {
    const { status, text } = await timed(() => client.send("GET", `${place.storeUrl}/api/health`));
    if (status !== 200) throw new Error(`${status}: ${text.slice(0, 300)}`);
  },
};
export default health;
