import { inspect } from "node:util";

/** A value that no log, error, template or debugger prints by accident: only `reveal` gives it out. */
export class Secret<T = string> {
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  reveal(): T {
    return this.#value;
  }

  toString(): string {
    return "[secret]";
  }

  toJSON(): string {
    return "[secret]";
  }

  [inspect.custom](): string {
    return "[secret]";
  }
}

/** A text that may be kept as a secret, as what it is. */
export function revealed(text: Secret | string): string {
  return typeof text === "string" ? text : text.reveal();
}
