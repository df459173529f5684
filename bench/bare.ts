/** How fast is the harness itself? A Worker that does nothing but say hello. */
import type { Question } from "./question.ts";

const bare: Question = {
  visit: async ({ client, place, timed }) => {
    const { status, text } = await timed(() => client.send("GET", place.bareUrl));
    if (status !== 200) throw new Error(`${status}: ${text}`);
  },
};
export default bare;
