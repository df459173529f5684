import { expect, test } from "vitest";
import admin from "../../site/messages/en-US/admin.json";
import { BOOKS } from "../../worker/doctor/books.ts";

test("each of doctor's books has words on its page", () => {
  expect(BOOKS.filter((book) => !Object.hasOwn(admin, `doctor.book.${book}`))).toEqual([]);
});
