import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { createFaultPoint } from "../../server/fault-point.ts";

const module = import.meta.resolve("../../server/fault-point.ts");

async function runSteps(name: string, occurrence: number): Promise<{ steps: string; signal: unknown }> {
  const program = `
    import { createFaultPoint } from "${module}";
    import { writeSync } from "node:fs";
    const reach = createFaultPoint(${JSON.stringify({ name, occurrence })});
    for (const step of ["check:performed", "create:reserved", "create:performed", "create:reserved"]) {
      reach(step);
      writeSync(1, step + " ");
    }`;
  const child = spawn(process.execPath, ["--input-type=module-typescript", "-e", program]);
  let steps = "";
  child.stdout.on("data", (chunk) => {
    steps += String(chunk);
  });
  const [, signal] = await once(child, "close");
  return { steps: steps.trim(), signal };
}

describe("a fault point", () => {
  it("ends the process at its step, without another word", async () => {
    expect(await runSteps("create:reserved", 1)).toEqual({ steps: "check:performed", signal: "SIGKILL" });
  });

  it("waits for the time it was asked for", async () => {
    const result = await runSteps("create:reserved", 2);
    expect(result).toEqual({ steps: "check:performed create:reserved create:performed", signal: "SIGKILL" });
  });

  it("lets a process pass that never reaches it", async () => {
    expect((await runSteps("book:reserved", 1)).signal).toBeNull();
  });

  it("does nothing in service", () => {
    expect(createFaultPoint(null)("create:reserved")).toBeUndefined();
  });
});
