import { type HeldData, heldData } from "../../pipeline/erasure/held-data.ts";
import {
  type DataRequest,
  listDataRequests,
  noteHandedOver,
  openDataRequests,
  readDataRequest,
} from "../../store/erasure/data-requests.ts";
import { type Answer, type Page, refusal, view } from "../page.ts";
import { heldDataText } from "./held-data-text.ts";

const LISTED = 100;

type Params = Readonly<Record<string, string>>;

/** Customers who asked the shop what is held about them, and the file to hand each. */
export async function showDataRequests(page: Page): Promise<Answer> {
  const { context, installation, session, texts } = page;
  if (!session.isAdmin) return refusal("forbidden");
  const requests = await listDataRequests(context.store, installation.id, LISTED);
  const open = requests.filter((one) => isOpen(page, one) && one.handedOverAt === null).length;
  return view("data-requests", {
    title: texts("data_requests.title"),
    here: "/connections",
    answer: {
      tone: open === 0 ? null : "held",
      text: texts(requests.length === 0 ? "data_requests.answer_none" : "data_requests.answer", {
        count: open,
      }),
    },
    requests: requests.map((one) => ({
      ...one,
      who: one.customerId ?? texts("data_requests.forgotten"),
      readable: isOpen(page, one) ? page.href(`/data-requests/${one.id}/customer.txt`) : null,
      complete: isOpen(page, one) ? page.href(`/data-requests/${one.id}/customer.json`) : null,
    })),
  });
}

/** Says on the overview that somebody asked and when the time is over; null when nobody waits. */
export async function dataRequestNotice(page: Page): Promise<Record<string, unknown> | null> {
  const { context, installation, session, texts, format } = page;
  if (!session.isAdmin) return null;
  const open = await openDataRequests(context.store, installation.id, context.ports.clock.now());
  const [first] = open;
  if (first === undefined) return null;
  return {
    text: texts("data_requests.notice", { count: open.length, day: format.instant(first.until) }),
    link: { href: page.href("/data-requests"), label: texts("data_requests.notice_link"), target: null },
  };
}

/** The file for people. */
export function downloadReadable(page: Page, params: Params): Promise<Answer> {
  return download(page, params, (request, held) => ({
    kind: "file",
    name: `customer-${request.id}.txt`,
    type: "text/plain",
    content: heldDataText(page, request, held),
  }));
}

/** The file for programs: everything, as it is stored (GDPR Art. 20). */
export function downloadComplete(page: Page, params: Params): Promise<Answer> {
  return download(page, params, (request, held) => ({
    kind: "file",
    name: `customer-${request.id}.json`,
    type: "application/json",
    content: JSON.stringify(
      { shop: page.installation.tenantName, askedAt: request.askedAt, ...held },
      null,
      2,
    ),
  }));
}

/** Made when it is taken, so that what was forgotten meanwhile is in no file. */
async function download(
  page: Page,
  params: Params,
  fileOf: (request: DataRequest, held: HeldData) => Answer,
): Promise<Answer> {
  const { context, installation, session } = page;
  if (!session.isAdmin) return refusal("forbidden");
  const id = params["id"] ?? "";
  const request = /^\d{1,15}$/.test(id)
    ? await readDataRequest(context.store, installation.id, Number(id))
    : null;
  if (request === null || request.customerId === null || !isOpen(page, request)) return refusal("not_found");
  const held = await heldData(context, installation, { ...request, customerId: request.customerId });
  await noteHandedOver(context.store, request, session.userId, context.ports.clock.now());
  return fileOf(request, held);
}

function isOpen({ context }: Page, { customerId, until }: DataRequest): boolean {
  return customerId !== null && context.ports.clock.now() < Date.parse(until);
}
