import type { HeldCode } from "../../domain/problem.ts";

/** What an invoice says cannot become a booking; `message` goes on after "Invoice SF-1: ". */
export class Unbookable extends Error {
  readonly code: HeldCode;
  constructor(code: HeldCode, message: string) {
    super(message);
    this.name = "Unbookable";
    this.code = code;
  }
}
