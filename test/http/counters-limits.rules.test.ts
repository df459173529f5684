import { expect, test } from "vitest";
import { networkOf } from "../../worker/http/limits.ts";

test("tries are counted by IPv4 address, and by IPv6 network however it is written", () => {
  expect(networkOf("203.0.113.7")).toBe("203.0.113.7");
  expect(networkOf("::ffff:203.0.113.7")).toBe("203.0.113.7");
  const network = "2001:db8:0:1::/64";
  for (const address of ["2001:db8:0:1::7", "2001:0DB8:0000:0001:aaaa:bbbb:cccc:dddd", "2001:db8:0:1:0:0:0:7"])
    expect(networkOf(address)).toBe(network);
  expect(networkOf("2001:db8::7")).toBe("2001:db8:0:0::/64");
  expect(networkOf("2001:db8:0:2::7")).not.toBe(network);
});

test("on this machine itself nobody is limited", () => {
  for (const address of [null, undefined, "", "127.0.0.1", "::1", "::ffff:127.0.0.1", "localhost"])
    expect(networkOf(address)).toBeNull();
});
