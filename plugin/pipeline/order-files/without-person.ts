import type { FileOrder } from "../../order-files/file-order.ts";
import { ERASED } from "../../store/erasure/erased.ts";
import type { Person } from "../erasure/without-person.ts";
import { storedOrder } from "./stored-order.ts";

/**
 * An order of a file without its buyer, or null when it is somebody else's. As in the documents, what the law asks for
 * stays: amounts, rates, dates, countries and postcodes, a company's name and numbers.
 */
export function fileOrderWithoutPerson(content: unknown, person: Person): FileOrder | null {
  const order = storedOrder(content);
  const { customer, billTo, shipTo } = order;
  if (customer.name === ERASED || !isMeant(order, person)) return null;
  const isCompany = customer.type !== "B2C";
  const nowhere = (place: FileOrder["billTo"]): FileOrder["billTo"] =>
    place === null
      ? null
      : {
          ...place,
          name: ERASED,
          address1: null,
          address2: null,
          city: null,
          company: isCompany ? place.company : null,
        };
  return {
    ...order,
    customer: {
      ...customer,
      id: null,
      name: isCompany ? (customer.company ?? ERASED) : ERASED,
      company: isCompany ? customer.company : null,
      organisationNumber: isCompany ? customer.organisationNumber : null,
      email: null,
      phone: null,
      reference: null,
    },
    billTo: nowhere(billTo),
    shipTo: nowhere(shipTo),
  };
}

/** What was wrong with a file quotes its cells, which may be anybody's; whoever mends the file hands it in again. */
export function withoutComplaints(report: unknown): unknown {
  return typeof report === "object" && report !== null ? { ...report, complaints: [] } : report;
}

function isMeant({ customer }: FileOrder, person: Person): boolean {
  if (person === "everybody") return true;
  if ("customerId" in person) return customer.id === person.customerId;
  return customer.email?.toLowerCase() === person.email.toLowerCase();
}
