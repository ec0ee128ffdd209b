import { z } from "zod";
import { messageSecret } from "../../pipeline/flow/message-secret.ts";
import { component } from "./components.ts";
import { connectionOf } from "./connections.ts";
import { endpoint, noBody, noQuery } from "./endpoint.ts";

const secretAnswer = component(
  "FlowSecret",
  z.strictObject({
    secret: z
      .string()
      .regex(/^whsec_/)
      .meta({
        description:
          "The messages that the steps of the connection's flow send are signed with it, as Standard Webhooks say.",
      }),
  }),
);

export const flowSecretEndpoints = [
  endpoint({
    method: "get",
    path: "/connections/{id}/flow-secret",
    summary: "What the messages of the connection's flow are signed with",
    needsAdmin: true,
    query: noQuery,
    body: noBody,
    status: 200,
    answer: secretAnswer,
    problems: [404],
    handle: async (call) => ({ secret: await messageSecret(call.context, await connectionOf(call)) }),
  }),
];
