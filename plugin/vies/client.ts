import { type VatNumber, vatPrefix } from "../domain/vat-number.ts";
import { type Clock, type Http, HttpFailure, type Log } from "../ports.ts";
import { readAnswer, unknown, type ViesAnswer } from "./answers.ts";

const TIMEOUT_MS = 10_000;
/** A member state that did not answer is left alone for so long: a backlog must not wait 10 s for each order. */
const REST_MS = 60_000;

/** The register of VAT numbers of the EU. */
export interface Vies {
  /** Never throws for what VIES does: every fault is `unknown`. With a requester it gives a consultation number. */
  check(number: VatNumber, requester: VatNumber | null): Promise<ViesAnswer>;
}

interface ViesPorts {
  readonly http: Http;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * VIES through its REST interface at `baseUrl` (`…/taxation_customs/vies/rest-api`). Member states refuse a second call
 * while one is under way, so each is asked one number at a time; where several processes ask at once, the refusal of
 * the one that came second is one more `unknown`, which is asked again later.
 */
export function createVies(ports: ViesPorts, baseUrl: string): Vies {
  const underWay = new Map<string, Promise<unknown>>();
  const restUntil = new Map<string, number>();

  async function ask(number: VatNumber, requester: VatNumber | null): Promise<ViesAnswer> {
    const rests = (restUntil.get(number.state) ?? 0) > ports.clock.now();
    if (rests) return unknown(`${vatPrefix(number.state)} did not answer a moment ago`);
    const answer = await exchange(number, requester);
    if (answer.verdict === "unknown") {
      ports.log.info("VIES could not check a number", { state: number.state, reason: answer.reason });
      restUntil.set(number.state, ports.clock.now() + REST_MS);
    }
    return answer;
  }

  async function exchange(number: VatNumber, requester: VatNumber | null): Promise<ViesAnswer> {
    try {
      const response = await ports.http({
        method: "POST",
        url: `${baseUrl}/check-vat-number`,
        headers: { "content-type": "application/json", accept: "application/json" },
        body: JSON.stringify({
          countryCode: vatPrefix(number.state),
          vatNumber: number.national,
          ...(requester === null
            ? {}
            : {
                requesterMemberStateCode: vatPrefix(requester.state),
                requesterNumber: requester.national,
              }),
        }),
        timeoutMs: TIMEOUT_MS,
        maxBytes: 100_000,
      });
      return readAnswer(response.status, response.body);
    } catch (error) {
      if (!(error instanceof HttpFailure)) throw error;
      return unknown(`no answer (${error.message})`);
    }
  }

  return {
    async check(number, requester) {
      const before = underWay.get(number.state) ?? Promise.resolve();
      const own = before.then(() => ask(number, requester));
      const settled = own.catch(() => undefined);
      underWay.set(number.state, settled);
      try {
        return await own;
      } finally {
        if (underWay.get(number.state) === settled) underWay.delete(number.state);
      }
    },
  };
}
