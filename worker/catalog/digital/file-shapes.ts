/** What the API calls a file that is sold. */
import { z } from "@hono/zod-openapi";
import { FILE_NAME_MAX } from "./digital.ts";

export const fileName = z.string().min(1).max(FILE_NAME_MAX);
export const fileId = z
  .uuidv4()
  .openapi({ description: "Made by the client: the same file sent again is the same file" });
export const fileShape = z.object({ id: z.string(), name: z.string(), type: z.string(), bytes: z.int() });
