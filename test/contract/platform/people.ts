import { describe, expect, it } from "vitest";
import type { Stage } from "./stage.ts";
import type { Impostor } from "./world.ts";

/** Who looks at our pages. */
export function peopleContract(stage: Stage): void {
  describe("a person", () => {
    const session = async (how: "good" | Impostor) => {
      const { sessions } = stage.world.platform;
      return await sessions.verify(
        await stage.world.sessionToken(how),
        stage.world.installation,
        stage.world.ports,
      );
    };

    it("is let in by the shop's own token", async () => {
      const { issuer, tenantId } = stage.world.installation;
      expect(stage.world.platform.sessions.claim(await stage.world.sessionToken("good"))).toEqual({
        issuer,
        tenantId,
      });
      expect((await session("good"))?.userId).not.toBe("");
      expect(await session("good")).not.toBeNull();
    });

    it.each(["expired", "of another shop", "for another app"] as const)(
      "is nobody with a token that is %s",
      async (how) => {
        expect(await session(how)).toBeNull();
      },
    );

    it("is nobody with anything else", async () => {
      const { sessions } = stage.world.platform;
      const [head, body] = (await stage.world.sessionToken("good")).split(".");
      const unsigned = Buffer.from(JSON.stringify({ alg: "none", typ: "JWT" })).toString("base64url");
      for (const token of ["", "x", "a.b.c", `${unsigned}.${body}.`, `${head}.${body}.AAAA`]) {
        expect(await sessions.verify(token, stage.world.installation, stage.world.ports), token).toBeNull();
      }
    });
  });
}
