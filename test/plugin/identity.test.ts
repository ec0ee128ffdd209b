import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { identityOf } from "../../plugin/identity.ts";
import { addSigningKey, listSigningKeys } from "../../plugin/store/keys/signing-keys.ts";
import { engines } from "../support/engines.ts";
import { openPipeline, type Pipeline } from "./pipeline/open-pipeline.ts";

describe.each(engines)("our keys on $name", (engine) => {
  let pipeline: Pipeline;
  beforeEach(async () => {
    pipeline = await openPipeline(engine);
  });
  afterEach(() => pipeline.close());

  it("are all published, also one that another process made after we first looked", async () => {
    const { store, context } = pipeline;
    const options = { publicUrl: "https://relay.example", production: true, allowedIssuers: [] };
    const identity = identityOf(store, context.ports, options);
    expect((await identity.jwks()).keys).toHaveLength(1);
    const [key] = await listSigningKeys(store);
    if (key === undefined) throw new Error("no key");
    await addSigningKey(store, { ...key, kid: "another" }, Date.now());
    expect((await identity.jwks()).keys).toHaveLength(2);
  });
});
