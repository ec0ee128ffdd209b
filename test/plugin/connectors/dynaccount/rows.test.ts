import { describe, expect, it } from "vitest";
import { isYes } from "../../../../plugin/connectors/dynaccount/rows.ts";

describe("whether a document of Dynaccount is finished", () => {
  it.each(["YES", "Yes", "yes ", "true", "1"])("is read of %j", (word) => {
    expect(isYes({ is_finished: word }, "is_finished")).toBe(true);
  });

  it.each(["NO", "no", "0", "false", ""])("is not read of %j", (word) => {
    expect(isYes({ is_finished: word }, "is_finished")).toBe(false);
  });
});
