import { z } from "zod";

/** What the register is made to say of a number: registered, not registered, or the fault of that name. */
export type Said = "valid" | "invalid" | Fault;

export type Fault = (typeof FAULTS)[keyof typeof FAULTS];

/** Numbers of the Commission's test service and the faults they stand for. */
const FAULTS = {
  "201": "INVALID_INPUT",
  "202": "INVALID_REQUESTER_INFO",
  "300": "SERVICE_UNAVAILABLE",
  "301": "MS_UNAVAILABLE",
  "302": "TIMEOUT",
  "400": "VAT_BLOCKED",
  "401": "IP_BLOCKED",
  "500": "GLOBAL_MAX_CONCURRENT_REQ",
  "501": "GLOBAL_MAX_CONCURRENT_REQ_TIME",
  "600": "MS_MAX_CONCURRENT_REQ",
  "601": "MS_MAX_CONCURRENT_REQ_TIME",
} as const;

const BY_NUMBER: Readonly<Record<string, Said>> = { ...FAULTS, "100": "valid", "200": "invalid" };

const STATES = "AT BE BG CY CZ DE DK EE EL ES FI FR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK XI".split(
  " ",
);

const question = z.strictObject({
  countryCode: z.enum(STATES),
  vatNumber: z.string().regex(/^[0-9A-Z+*]{2,12}$/),
  requesterMemberStateCode: z.enum(STATES).optional(),
  requesterNumber: z
    .string()
    .regex(/^[0-9A-Z]{2,12}$/)
    .optional(),
});

export type Question = z.output<typeof question>;

/** The question in a body, or the fault the register has for it. */
export function readQuestion(body: unknown): Question | Fault {
  const parsed = question.safeParse(body);
  if (!parsed.success) {
    const isOfRequester = parsed.error.issues.every((issue) => String(issue.path[0]).startsWith("requester"));
    return isOfRequester && parsed.error.issues.length > 0 ? "INVALID_REQUESTER_INFO" : "INVALID_INPUT";
  }
  const { requesterMemberStateCode, requesterNumber } = parsed.data;
  const isHalf = (requesterMemberStateCode === undefined) !== (requesterNumber === undefined);
  return isHalf ? "INVALID_REQUESTER_INFO" : parsed.data;
}

export function saidOf({ countryCode, vatNumber }: Question, told: ReadonlyMap<string, Said>): Said {
  return told.get(`${countryCode}${vatNumber}`) ?? BY_NUMBER[vatNumber] ?? "valid";
}

/** Faults have the same form whatever they are about. */
export function faultBody(fault: Fault): unknown {
  return { actionSucceed: false, errorWrappers: [{ error: fault }] };
}

/** Some member states withhold names and addresses. */
const WITHHOLDING = ["DE", "ES"];

export function answerBody(asked: Question, isValid: boolean, at: Date, serial: number): unknown {
  const { countryCode, vatNumber, requesterNumber } = asked;
  const isTold = isValid && !WITHHOLDING.includes(countryCode);
  return {
    countryCode,
    vatNumber,
    requestDate: at.toISOString(),
    valid: isValid,
    requestIdentifier: requesterNumber === undefined ? "" : `WAPIAAAA${String(serial).padStart(8, "0")}`,
    name: isTold ? `Company ${vatNumber}` : "---",
    address: isTold ? `Street 1\n1000 ${countryCode}` : "---",
  };
}
