import { z } from "zod";

/** What VIES says of one number. Every fault is `unknown`: the register was asked and could not tell. */
export type ViesAnswer =
  | {
      readonly verdict: "valid" | "invalid";
      readonly name: string | null;
      readonly consultation: string | null;
    }
  | { readonly verdict: "unknown"; readonly reason: string };

/** Faults come with `actionSucceed: false`, also with status 200. */
const fault = z.object({
  errorWrappers: z.array(z.object({ error: z.string().min(1).max(100) })).min(1),
});

/** Texts a member state withholds are "---". */
const told = z
  .string()
  .nullish()
  .transform((text) => (text == null || /^[\s-]*$/.test(text) ? null : text.trim().slice(0, 255)));

const verdict = z.object({
  valid: z.boolean(),
  name: told,
  requestIdentifier: told,
  /** The fault of a member state beside `valid: false`, which then says nothing. */
  userError: z.string().nullish(),
});

const VERDICTS: readonly unknown[] = ["VALID", "INVALID", undefined, null, ""];

export function readAnswer(status: number, body: string): ViesAnswer {
  const json = parsed(body);
  const failed = fault.safeParse(json);
  if (failed.success) return unknown(failed.data.errorWrappers[0]?.error ?? "a fault without a name");
  const answered = verdict.safeParse(json);
  if (status !== 200 || !answered.success) return unknown(`an unreadable answer with status ${status}`);
  const { valid, name, requestIdentifier, userError } = answered.data;
  if (!VERDICTS.includes(userError)) return unknown(String(userError).slice(0, 100));
  return { verdict: valid ? "valid" : "invalid", name, consultation: requestIdentifier };
}

export function unknown(reason: string): ViesAnswer {
  return { verdict: "unknown", reason };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
