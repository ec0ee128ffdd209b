import { describe, expect, it } from "vitest";
import { isLoopbackUrl, isPublicAddress } from "../../server/network-address.ts";

describe("an address on the open internet", () => {
  it.each([
    "1.1.1.1",
    "8.8.8.8",
    "100.63.255.255",
    "100.128.0.0",
    "172.15.0.1",
    "172.32.0.1",
    "2606:4700::1111",
  ])("%s is one", (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each([
    ["this network", "0.0.0.0"],
    ["private", "10.255.255.255"],
    ["private", "172.16.0.1"],
    ["private", "172.31.255.255"],
    ["private", "192.168.0.1"],
    ["of a carrier", "100.64.0.1"],
    ["of this machine", "127.1.2.3"],
    ["link-local, cloud metadata", "169.254.169.254"],
    ["for benchmarks", "198.19.0.1"],
    ["for documentation", "203.0.113.7"],
    ["multicast", "224.0.0.1"],
    ["broadcast", "255.255.255.255"],
    ["nothing", "::"],
    ["of this machine", "::1"],
    ["IPv4 in IPv6", "::ffff:8.8.8.8"],
    ["IPv4 in IPv6", "::ffff:127.0.0.1"],
    ["IPv4 translated", "64:ff9b::7f00:1"],
    ["6to4", "2002:7f00:1::1"],
    ["Teredo", "2001:0:7f00:1::1"],
    ["unique local", "fd12:3456::1"],
    ["link-local", "fe80::1"],
    ["for documentation", "2001:db8::1"],
    ["multicast", "ff02::1"],
    ["no address", "localhost"],
    ["no address", ""],
  ])("is not one that is %s: %s", (_kind, address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

describe("a URL of this machine", () => {
  it.each([
    "http://localhost:3000",
    "http://shop.localhost",
    "http://127.0.0.1",
    "http://127.9.9.9",
    "http://[::1]:1",
  ])("is %s", (url) => {
    expect(isLoopbackUrl(new URL(url))).toBe(true);
  });

  it.each([
    "https://localhost.example.com",
    "https://example.com",
    "http://10.0.0.1",
    "http://[2606:4700::1]",
  ])("is not %s", (url) => {
    expect(isLoopbackUrl(new URL(url))).toBe(false);
  });
});
