/**
 * What somebody may do, each role with all of those before it: a viewer reads; a bookkeeper also acts on orders, mends
 * causes and imports; an owner also decides about settings, connections, keys and who else comes in.
 */
export const roles = ["viewer", "bookkeeper", "owner"] as const;
export type Role = (typeof roles)[number];

/** True when the role has what is needed. */
export function hasRole(role: Role, needed: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(needed);
}
