import { expect, test } from "vitest";
import { mailboxOf } from "../../worker/base/email.ts";

test("addresses that reach one mailbox are one", () => {
  for (const address of [" Robin@Example.com ", "robin+drop@example.com", "ROBIN+a+b@EXAMPLE.COM"])
    expect(mailboxOf(address)).toBe("robin@example.com");
  expect(mailboxOf("robin@other.example")).not.toBe(mailboxOf("robin@example.com"));
  expect(mailboxOf("no address")).toBe("no address");
});
