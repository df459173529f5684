/** What a variant is downloaded as, in the words of files that go from store to store. Pure but for its checks. */
import { z } from "@hono/zod-openapi";
import { DAYS_MAX, DOWNLOADS_MAX, FILE_BYTES_MAX, FILE_NAME_MAX, FILES_MAX, whyUnsafeName } from "./digital.ts";

const fileShape = z.strictObject({
  id: z.uuidv4(),
  name: z
    .string()
    .max(FILE_NAME_MAX)
    .refine((name) => whyUnsafeName(name) === null, { message: "is not a name every system can save" }),
  type: z.string().max(200),
  bytes: z.int().min(1).max(FILE_BYTES_MAX),
});

export const digitalShape = z.strictObject({
  files: z
    .array(fileShape)
    .min(1)
    .max(FILES_MAX)
    .refine((files) => new Set(files.map(({ id }) => id)).size === files.length, { message: "name a file twice" }),
  downloadsMax: z.int().min(1).max(DOWNLOADS_MAX),
  days: z.int().min(1).max(DAYS_MAX),
});
