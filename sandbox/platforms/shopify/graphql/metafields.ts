import { partsOf } from "../ids.ts";
import type { Metafield } from "../trade/order.ts";
import { demandScope } from "./access.ts";
import type { MetafieldInput, MutationParts } from "./mutations.ts";
import { digestOf, metafieldView } from "./views/metafield-view.ts";

const MOST_AT_ONCE = 25;

/** Sets all of them or none; a digest that is not the present value's is refused. */
export function setMetafields(inputs: readonly MetafieldInput[], parts: MutationParts) {
  demandScope(parts.access, "metafieldsSet", "write_orders");
  const userErrors = inputs.flatMap((input, index) => {
    const fault = faultOf(input, parts);
    return fault === null ? [] : [{ ...fault, elementIndex: index }];
  });
  if (inputs.length > MOST_AT_ONCE) {
    userErrors.push({
      field: ["metafields"],
      code: "LESS_THAN_OR_EQUAL_TO",
      message: `Only ${MOST_AT_ONCE} metafields can be set at once.`,
      elementIndex: MOST_AT_ONCE,
    });
  }
  if (userErrors.length > 0) return { metafields: null, userErrors };
  return { metafields: inputs.map((input) => metafieldView(setOne(input, parts))), userErrors: [] };
}

function faultOf(input: MetafieldInput, { store, shelf }: MutationParts) {
  const owner = partsOf(input.ownerId);
  const order = owner?.type === "Order" ? store.state.orders.get(owner.id) : undefined;
  if (order === undefined) {
    return { field: ["metafields", "ownerId"], code: "INVALID", message: "Owner does not exist." };
  }
  const namespace = namespaceOf(input, shelf.appNamespace);
  if (namespace.startsWith("app--") && namespace !== shelf.appNamespace) {
    return {
      field: ["metafields", "namespace"],
      code: "APP_NOT_AUTHORIZED",
      message: "Access to this namespace and key on Metafields for this resource type is not allowed.",
    };
  }
  const present = order.metafields.find((each) => each.namespace === namespace && each.key === input.key);
  const type = input.type ?? present?.type ?? "json";
  if (type === "json" && !isJson(input.value)) {
    return { field: ["metafields", "value"], code: "INVALID_VALUE", message: "Value is invalid JSON." };
  }
  const digest = present === undefined ? null : digestOf(present.value);
  if (input.compareDigest !== undefined && input.compareDigest !== digest) {
    return {
      field: ["metafields", "compareDigest"],
      code: "STALE_OBJECT",
      message:
        "The resource has been updated since it was loaded. Try again with an updated compareDigest value.",
    };
  }
  return null;
}

function setOne(input: MetafieldInput, { trade, store, shelf }: MutationParts): Metafield {
  const namespace = namespaceOf(input, shelf.appNamespace);
  const made: Metafield = {
    id: store.nextId(),
    namespace,
    key: input.key,
    type: input.type ?? "json",
    value: input.value,
    updatedAt: "",
  };
  trade.touch(partsOf(input.ownerId)?.id ?? "", (order) => {
    const at = order.metafields.findIndex((each) => each.namespace === namespace && each.key === input.key);
    const present = order.metafields[at];
    if (present === undefined) order.metafields.push(made);
    else order.metafields[at] = { ...made, id: present.id, type: present.type };
    made.updatedAt = order.updatedAt;
  });
  return made;
}

/** `$app`, or none at all, is the app's own namespace. */
function namespaceOf({ namespace }: MetafieldInput, own: string): string {
  return namespace == null || namespace === "$app" ? own : namespace;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
