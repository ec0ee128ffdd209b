import { type FixPlace, type FixProblem, fix, type HeldCode } from "../domain/problem.ts";

/**
 * Carries a hold from deep inside the rules to `decide`, the only place that catches it:
 * the rules stay plain functions that return values, and nothing is half decided.
 */
export class Refusal extends Error {
  readonly problem: FixProblem & { readonly code: HeldCode };
  constructor(code: HeldCode, message: string, place: FixPlace) {
    super(message);
    this.name = "Refusal";
    this.problem = { ...fix(code, message, place), code };
  }
}

/** `row`: what the row that is missing in a list has to say, where it is known. */
export const settingsField = (field: string, row?: Readonly<Record<string, string>>): FixPlace =>
  row === undefined ? { place: "settings", field } : { place: "settings", field, row };
export const inShop: FixPlace = { place: "shop" };
export const onOrder: FixPlace = { place: "order" };
