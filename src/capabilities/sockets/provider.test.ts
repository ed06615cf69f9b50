import { expect, test } from "vitest";
import { provideForTest, thrown } from "../provider-testing.ts";

test("there is a network, and nothing can be done with it", () => {
  const { call, provided } = provideForTest();
  const network = call<object>("wasi:sockets/instance-network", "instanceNetwork");
  expect(network.constructor).toBe(provided["wasi:sockets/network"]?.["Network"]);
  expect(thrown(() => call("wasi:sockets/ip-name-lookup", "resolveAddresses", network, "localhost"))).toBe(
    "access-denied",
  );
  expect(thrown(() => call("wasi:sockets/tcp-create-socket", "createTcpSocket", "ipv4"))).toBe("access-denied");
  expect(thrown(() => call("wasi:sockets/udp-create-socket", "createUdpSocket", "ipv6"))).toBe("access-denied");
});
