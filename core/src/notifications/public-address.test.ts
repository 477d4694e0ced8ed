import { expect, test } from "vitest";
import { isPrivateAddress, refuseUrl } from "./public-address.ts";

test.each([
  "https://hooks.slack.com/services/T/B/x",
  "https://example.com:8443/a?b=c",
  "https://8.8.8.8/",
  "https://[2606:4700:4700::1111]/",
])("%s may be called", (url) => expect(refuseUrl(url)).toBeNull());

test.each([
  ["nonsense", /not a URL/],
  ["http://example.com/", /https/],
  ["ftp://example.com/", /https/],
  ["file:///etc/passwd", /https/],
  ["https://user:secret@example.com/", /password/],
  ["https://localhost/", /public internet/],
  ["https://LOCALHOST./", /public internet/],
  ["https://a.localhost/", /public internet/],
  ["https://printer.local/", /public internet/],
  ["https://metadata.google.internal/", /public internet/],
  ["https://intranet/", /public internet/],
  ["https://127.0.0.1/", /public internet/],
  ["https://127.1/", /public internet/],
  ["https://2130706433/", /public internet/],
  ["https://0x7f.1/", /public internet/],
  ["https://0177.0.0.1/", /public internet/],
  ["https://0/", /public internet/],
  ["https://169.254.169.254/latest/meta-data", /public internet/],
  ["https://10.1.2.3/", /public internet/],
  ["https://172.31.0.1/", /public internet/],
  ["https://192.168.1.1/", /public internet/],
  ["https://100.64.0.1/", /public internet/],
  ["https://[::1]/", /public internet/],
  ["https://[::]/", /public internet/],
  ["https://[::ffff:127.0.0.1]/", /public internet/],
  ["https://[fe80::1]/", /public internet/],
  ["https://[fd00::1]/", /public internet/],
  ["https://[2002:7f00:1::]/", /public internet/],
  ["https://[64:ff9b::7f00:1]/", /public internet/],
])("%s may not", (url, why) => expect(refuseUrl(url)).toMatch(why));

test("hosts that the configuration names may be called, with their exact port", () => {
  const allowed = ["127.0.0.1:9000"];
  expect(refuseUrl("http://127.0.0.1:9000/hook", allowed)).toBeNull();
  expect(refuseUrl("http://127.0.0.1:9001/hook", allowed)).toMatch(/https/);
  expect(refuseUrl("https://127.0.0.1:9001/hook", allowed)).toMatch(/public/);
});

test.each([
  ["1.1.1.1", false],
  ["172.15.255.255", false],
  ["172.16.0.0", true],
  ["172.32.0.0", false],
  ["198.17.255.255", false],
  ["198.19.0.1", true],
  ["223.255.255.255", false],
  ["224.0.0.1", true],
  ["255.255.255.255", true],
  ["999.1.1.1", true],
  ["2a00:1450:4001:830::200e", false],
  ["2001:db8::1", true],
  ["2001::1", true],
  ["2001:4860:4860::8888", false],
  ["1::2::3", true],
  ["", true],
  ["fe80::1%eth0", true],
])("the address %s", (address, expected) => expect(isPrivateAddress(address)).toBe(expected));
