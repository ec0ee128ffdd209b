import { BlockList, isIP } from "node:net";

/** Everything a stranger must not make us call. Source: the IANA special-purpose address registries (RFC 6890). */
const reserved = blockList([
  ["0.0.0.0", 8, "ipv4"],
  ["10.0.0.0", 8, "ipv4"],
  // Shared address space of carriers; some clouds answer their metadata here (100.100.100.200).
  ["100.64.0.0", 10, "ipv4"],
  ["127.0.0.0", 8, "ipv4"],
  // Link-local, with the metadata address 169.254.169.254 of most clouds.
  ["169.254.0.0", 16, "ipv4"],
  ["172.16.0.0", 12, "ipv4"],
  ["192.0.0.0", 24, "ipv4"],
  ["192.0.2.0", 24, "ipv4"],
  ["192.88.99.0", 24, "ipv4"],
  ["192.168.0.0", 16, "ipv4"],
  ["198.18.0.0", 15, "ipv4"],
  ["198.51.100.0", 24, "ipv4"],
  ["203.0.113.0", 24, "ipv4"],
  // Multicast, reserved and broadcast.
  ["224.0.0.0", 3, "ipv4"],
  // Teredo and other protocol assignments, documentation, 6to4: the last carries any IPv4 address inside.
  ["2001::", 23, "ipv6"],
  ["2001:db8::", 32, "ipv6"],
  ["2002::", 16, "ipv6"],
  ["3fff::", 20, "ipv6"],
]);

/** IPv6 gives out public addresses from this range only; local, mapped and translated ones lie outside. */
const globalUnicast = blockList([["2000::", 3, "ipv6"]]);

const loopback = blockList([
  ["127.0.0.0", 8, "ipv4"],
  ["::1", 128, "ipv6"],
]);

/** True for an address on the open internet, false for private, local, reserved ones and for what is no address. */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !reserved.check(address, "ipv4");
    case 6:
      return globalUnicast.check(address, "ipv6") && !reserved.check(address, "ipv6");
    default:
      return false;
  }
}

/** True for an address of this machine itself, also when IPv6 wraps the IPv4 one. */
export function isLoopbackAddress(address: string): boolean {
  const version = isIP(address);
  return version !== 0 && loopback.check(address, version === 4 ? "ipv4" : "ipv6");
}

/** The host of a URL without the brackets of an IPv6 address. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, "$1");
}

/** True when the URL names this machine: an address or a name that RFC 6761 reserves for it. */
export function isLoopbackUrl(url: URL): boolean {
  const host = hostOf(url);
  return host === "localhost" || host.endsWith(".localhost") || isLoopbackAddress(host);
}

function blockList(subnets: readonly (readonly [string, number, "ipv4" | "ipv6"])[]): BlockList {
  const list = new BlockList();
  for (const [net, prefix, family] of subnets) list.addSubnet(net, prefix, family);
  return list;
}
