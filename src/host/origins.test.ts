import { expect, test } from "vitest";
import { targetOf } from "./origins.ts";

const own = "https://orrery.test";

function isPrivate(host: string): boolean | undefined {
  const target = targetOf(`http://${host}/x`, own);
  return "why" in target ? undefined : target.isPrivate;
}

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

test("hosts of this computer and its network are told from those of the internet", () => {
  // Several of these are 127.0.0.1 in another spelling.
  for (const host of words(`
      localhost LOCALHOST localhost. a.localhost a.localhost. printer nas.local x.internal
      router.home.arpa 127.0.0.1 127.255.0.1 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1
      169.254.169.254 100.64.0.1 100.127.0.1 0.0.0.0 224.0.0.1 255.255.255.255 198.18.0.1 2130706433
      0x7f000001 0177.0.0.1 127.1 127.0.0.1. 0x7f.1 %31%32%37.0.0.1 １２７.0.0.1 0 [::1] [::]
      [0:0:0:0:0:0:0:1] [fc00::1] [fdff::] [fe80::1] [febf::1] [ff02::1] [::ffff:127.0.0.1]
      [::ffff:7f00:1] [::ffff:10.1.2.3] [::127.0.0.1] [64:ff9b::10.0.0.1] [2002:7f00:1::]
      [2002:c0a8:101::1] localhost.. a.localhost... 127.0.0.1.. 0x7f.1.. printer.. . nas.localdomain
      localdomain pc.home home.arpa mail.corp db.private fritz.box www.FRITZ.box. [::ffff:0:7f00:1]
      [::ffff:0:808:808] [2001::1] [2001:0:4136:e378:8000:63bf:3fff:fdd2]
    `)) {
    expect([host, isPrivate(host)]).toEqual([host, true]);
  }
  for (const host of words(`
      example.com example.com. localhost.example.com local.example 10.example.com 8.8.8.8 172.15.0.1
      172.32.0.1 192.169.0.1 100.63.0.1 100.128.0.1 169.253.0.1 11.0.0.1 128.0.0.1 [2001:db8::1]
      home.example fritz.box.example notfritz.box mycorp.com example.com.. [2001:1::1]
      [2606:4700::1111] [::ffff:8.8.8.8] [fec:0::1] [64:ff9b::8.8.8.8] [2002:808:808::]
    `)) {
    expect([host, isPrivate(host)]).toEqual([host, false]);
  }
});

test("the origin is the parser's, and the fragment stays here", () => {
  expect(targetOf("HTTPS://Example.COM:443/a b?c#d", own)).toEqual({
    url: "https://example.com/a%20b?c",
    origin: "https://example.com",
    isPrivate: false,
  });
  expect(targetOf("http://example.com:8080/", own)).toMatchObject({ origin: "http://example.com:8080" });
});

test("other schemes, credentials and the page's own origin are turned away", () => {
  for (const address of [
    ...words(`
      ftp://example.com/ file:///etc/passwd data:text/plain,x blob:https://orrery.test/1 javascript:1
      ws://example.com/ example.com/ /relative http:// http://[::1 https://user@example.com/
      https://:secret@example.com/ https://user:secret@example.com/ https://orrery.test/
      https://ORRERY.test:443/x https://orrery.test./
    `),
    "",
    "https://a b/",
    "\thttps://orrery.test",
  ]) {
    expect(targetOf(address, own)).toHaveProperty("why");
  }
  expect(targetOf("http://localhost.:5173/", "http://localhost:5173")).toHaveProperty("why");
  // The page's own host may have the dot, or a port that is the scheme's own.
  for (const [address, page] of [
    ["https://orrery.test/", "https://orrery.test."],
    ["https://orrery.test../", "https://orrery.test.."],
    ["http://orrery.test:443/", own],
    ["https://orrery.test:5173/", "http://orrery.test.:5173"],
    ["http://127.0.0.1..:5173/", "http://127.0.0.1:5173"],
  ] as const) {
    expect(targetOf(address, page)).toHaveProperty("why");
  }
  expect(targetOf("nonsense", own)).toMatchObject({ error: "HTTP-request-URI-invalid" });
  expect(targetOf("ftp://example.com/", own)).toMatchObject({ error: "HTTP-request-denied" });
  expect(targetOf("http://localhost:8080/", "http://localhost:5173")).toMatchObject({ isPrivate: true });
});
