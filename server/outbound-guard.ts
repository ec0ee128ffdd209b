import { type LookupAddress, lookup } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { hostOf, isLoopbackAddress, isPublicAddress } from "./network-address.ts";

/** A stranger gave an address that leads into our own network. */
export class ForbiddenAddressError extends Error {
  constructor(host: string) {
    super(`${host} is not on the public internet`);
    this.name = "ForbiddenAddressError";
  }
}

/** Refuses a literal address in a URL: for these no name is looked up, so `guardedLookup` never sees them. */
export function refuseForbiddenHost(url: URL, allowLoopback: boolean): void {
  const host = hostOf(url);
  if (isIP(host) !== 0 && !isAllowed(host, allowLoopback)) throw new ForbiddenAddressError(host);
}

/**
 * Resolves a name for the connection about to be made and refuses it when any of its addresses is private.
 * Checking here and not earlier means that the checked address is the one connected to, whatever the name says a moment later.
 */
export function guardedLookup(allowLoopback: boolean): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      const failure = error ?? refusal(hostname, addresses, allowLoopback);
      if (failure !== null) return callback(failure, []);
      const [first] = addresses;
      if (options.all === true || first === undefined) return callback(null, addresses);
      callback(null, first.address, first.family);
    });
  };
}

function refusal(
  hostname: string,
  addresses: readonly LookupAddress[],
  allowLoopback: boolean,
): Error | null {
  return addresses.every(({ address }) => isAllowed(address, allowLoopback))
    ? null
    : new ForbiddenAddressError(hostname);
}

function isAllowed(address: string, allowLoopback: boolean): boolean {
  return isPublicAddress(address) || (allowLoopback && isLoopbackAddress(address));
}
