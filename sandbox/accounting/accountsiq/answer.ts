import { readRecord, WrongType } from "./given.ts";
import type { Answer, Operation } from "./operation.ts";
import { operations } from "./operations.ts";
import { Refused } from "./refused.ts";
import { type Fields, fields, type RecordShape } from "./shapes.ts";
import { type Doorkeeper, enter, login, tokenGet, tokenRefresh } from "./sign-in.ts";
import { type Element, Malformed, type Out, parseXml, writeElement } from "./xml.ts";

/** Every element of the vendor's is in this namespace. */
const NAMESPACE = "http://www.visorsoftware.com/visor/accountsiq/dashboard/Integration/";
const SOAP = "http://schemas.xmlsoap.org/soap/envelope/";

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A call as it came. */
export interface Received {
  readonly version: "1.1" | "2.0";
  readonly action: string | undefined;
  readonly contentType: string | undefined;
  readonly text: string;
}

/** What came of a call, and what of it the server passed over. */
export interface Answered {
  readonly reply: Reply;
  readonly dropped: readonly string[];
}

/** The operation a call names in its header; "" when it names none. */
export function operationName({ action }: Pick<Received, "action">): string {
  const plain = (action ?? "").trim().replace(/^"(.*)"$/, "$1");
  return plain.startsWith(NAMESPACE) ? plain.slice(NAMESPACE.length) : "";
}

/** Answers one call as the vendor's server does: refusals with HTTP 200, a SOAP fault only for what cannot be read. */
export function answer(door: Doorkeeper, received: Received): Answered {
  try {
    return answerCall(door, received);
  } catch (error) {
    if (error instanceof Malformed || error instanceof WrongType) {
      return { reply: soapFault(error.message), dropped: [] };
    }
    throw error;
  }
}

function answerCall(door: Doorkeeper, received: Received): Answered {
  if (!/^text\/xml\b/i.test(received.contentType ?? "")) {
    return { reply: { status: 415, body: "Unsupported Media Type" }, dropped: [] };
  }
  const name = operationName(received);
  const envelope = parseXml(received.text);
  const body = part(envelope, "Body");
  const element = body?.children[0];
  if (element === undefined || element.name !== name || element.namespace !== NAMESPACE) {
    throw new Malformed(`Server did not recognize the value of HTTP Header SOAPAction: ${received.action}.`);
  }
  const open = signIns[received.version][name];
  if (open !== undefined) {
    const { given, dropped } = readRecord(element, recordOf(open.takes), NAMESPACE);
    return { reply: open.answer(door, name, (field) => given.text(field)), dropped };
  }
  if (name === "GetEntitiesByToken" && received.version === "2.0") {
    return { reply: entities(door, name, headerOf(envelope)), dropped: [] };
  }
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (operation === undefined) throw new Malformed(`The stand-in does not know ${name}.`);
  const takes = [...fields("token"), ...operation.takes];
  const { given, dropped } = readRecord(element, recordOf(takes), NAMESPACE);
  const credentials = {
    version: received.version,
    header: headerOf(envelope),
    token: given.text("token"),
  };
  const done = outcome(() => {
    const entity = enter(door, credentials, true);
    if (entity === null) throw new Refused("CURRENT_ENTITY_IS_UNSPECIFIED");
    if (operation.access === "write" && entity.switches.readOnly) throw new Refused("SECURITY_ACCESS_DENIED");
    return operation.handle({ entity, given, clock: door.clock, others: [...door.state.entities.values()] });
  });
  return { reply: written(name, operation, done), dropped };
}

type Outcome = Answer | Refused;

function outcome(work: () => Answer): Outcome {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refused) return error;
    throw error;
  }
}

/** A refusal in the form of an operation's answer; also what a fault of the switchboard says. */
export function refusal(name: string, refused: Refused): Reply {
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
  return written(name, operation, refused);
}

function written(name: string, operation: Pick<Operation, "out"> | undefined, done: Outcome): Reply {
  const isRefused = done instanceof Refused;
  const result = {
    Status: isRefused ? "Failure" : (done.status ?? "Success"),
    ErrorCode: isRefused ? done.code : "SUCCESS",
    ErrorMessage: isRefused ? done.message : undefined,
    HasExpired: isRefused && done.hasExpired,
    Result: isRefused ? undefined : done.result,
  };
  const beside = operation?.out === undefined ? {} : { [operation.out]: isRefused ? -1 : done.beside };
  return envelopeOf(name, { [`${name}Result`]: result, ...beside });
}

function envelopeOf(name: string, response: Out): Reply {
  const inside = writeElement(`${name}Response`, response).replace(
    `<${name}Response`,
    `<${name}Response xmlns="${NAMESPACE}"`,
  );
  return xml(200, `<soap:Body>${inside}</soap:Body>`);
}

function soapFault(words: string): Reply {
  const fault = writeElement("soap:Fault", {
    faultcode: "soap:Client",
    faultstring: `Server was unable to read request. ---> ${words}`,
    detail: "",
  });
  return xml(500, `<soap:Body>${fault}</soap:Body>`);
}

const ENVELOPE = `<soap:Envelope xmlns:soap="${SOAP}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">`;

const xml = (status: number, inside: string): Reply => ({
  status,
  headers: { "content-type": "text/xml; charset=utf-8" },
  body: `<?xml version="1.0" encoding="utf-8"?>${ENVELOPE}${inside}</soap:Envelope>`,
});

/** The operations before anybody is signed in. */
const signIns: Readonly<Record<Received["version"], Readonly<Record<string, SignIn>>>> = {
  "1.1": {
    Login: {
      takes: fields("companyID partnerKey userKey"),
      answer: (door, name, text) => {
        const token = login(door, text("companyID"), text("partnerKey"), text("userKey"));
        return envelopeOf(name, { LoginResult: token ?? undefined });
      },
    },
  },
  "2.0": {
    TokenGet: {
      takes: fields("clientId clientSecret"),
      answer: (door, name, text) =>
        issued(name, () => tokenGet(door, text("clientId"), text("clientSecret"))),
    },
    TokenRefresh: {
      takes: fields("clientId clientSecret refreshToken"),
      answer: (door, name, text) =>
        issued(name, () => tokenRefresh(door, text("clientId"), text("clientSecret"), text("refreshToken"))),
    },
  },
};

interface SignIn {
  readonly takes: Fields;
  readonly answer: (door: Doorkeeper, name: string, text: (field: string) => string | null) => Reply;
}

/** Tokens come inside the result, which here has no `HasExpired` and its status as plain text. */
function issued(name: string, issue: () => Record<string, string>): Reply {
  try {
    return envelopeOf(name, {
      [`${name}Result`]: { Result: issue(), Status: "Success", ErrorCode: "SUCCESS" },
    });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const refused = { Status: "Failure", ErrorCode: error.code, ErrorMessage: error.message };
    return envelopeOf(name, { [`${name}Result`]: refused });
  }
}

function entities(door: Doorkeeper, name: string, header: Element | null): Reply {
  const done = outcome(() => {
    enter(door, { version: "2.0", header, token: null }, false);
    const open = [...door.state.entities.values()].filter((entity) => !entity.switches.revoked);
    return {
      result: {
        WSEntity: open.map((entity) => ({
          EntityID: entity.id,
          EntityName: entity.name,
          BaseCurrency: entity.currency,
        })),
      },
    };
  });
  return written(name, undefined, done);
}

const part = (envelope: Element, name: string): Element | undefined =>
  envelope.children.find((child) => child.name === name && child.namespace === SOAP);
const headerOf = (envelope: Element): Element | null =>
  part(envelope, "Header")?.children.find(
    (child) => child.name === "AiqSoapHeader" && child.namespace === NAMESPACE,
  ) ?? null;
const recordOf = (all: Fields): RecordShape => ({ kind: "record", fields: all });
