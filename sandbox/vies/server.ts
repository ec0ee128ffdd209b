import express from "express";
import { answerBody, faultBody, readQuestion, type Said, saidOf } from "./answers.ts";

export interface ViesStandIn {
  /** Base address, as `VIES_URL` takes it. */
  readonly url: string;
  /** Every question so far: number with prefix, and who asked. */
  readonly asked: readonly { readonly number: string; readonly requester: string | null }[];
  /** What the register says of a number with its prefix from now on. */
  say(number: string, said: Said): void;
  /** How long it thinks about each question, in milliseconds. */
  slow(ms: number): void;
  close(): Promise<void>;
}

/** Starts a stand-in of VIES on loopback; port 0 or absent is a free one. */
export async function startVies(options: { readonly port?: number } = {}): Promise<ViesStandIn> {
  const told = new Map<string, Said>();
  const asked: { number: string; requester: string | null }[] = [];
  const busy = new Set<string>();
  let thinksMs = 0;

  const app = express();
  app.disable("x-powered-by");
  app.post("/check-vat-number", express.json({ limit: "10kb" }), async (req, res) => {
    const question = readQuestion(req.body);
    if (typeof question === "string") {
      res.json(faultBody(question));
      return;
    }
    const { countryCode, vatNumber, requesterMemberStateCode: state, requesterNumber } = question;
    asked.push({
      number: `${countryCode}${vatNumber}`,
      requester: requesterNumber === undefined ? null : `${state}${requesterNumber}`,
    });
    if (busy.has(countryCode)) {
      res.json(faultBody("MS_MAX_CONCURRENT_REQ"));
      return;
    }
    busy.add(countryCode);
    await new Promise((resolve) => setTimeout(resolve, thinksMs));
    busy.delete(countryCode);
    const said = saidOf(question, told);
    const isVerdict = said === "valid" || said === "invalid";
    res.json(isVerdict ? answerBody(question, said === "valid", new Date(), asked.length) : faultBody(said));
  });

  const server = app.listen(options.port ?? 0, "127.0.0.1");
  await new Promise<void>((resolve, reject) => server.once("listening", resolve).once("error", reject));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The stand-in has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    asked,
    say: (number, said) => void told.set(number, said),
    slow: (ms) => {
      thinksMs = ms;
    },
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}
