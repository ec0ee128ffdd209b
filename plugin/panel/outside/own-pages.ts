import express, { type Router } from "express";
import type { Context } from "../../pipeline/context.ts";
import { setSecurityHeaders } from "../access/headers.ts";

/** The pages platforms bring along: each says where to go or what to show, and knows nothing of any shop. */
export function ownPages(context: Context): Router {
  const router = express.Router();
  for (const { pages = [] } of context.platforms.values()) {
    for (const { path, answer } of pages) {
      router.get(path, (request, response) => {
        const answered = answer(new URL(request.originalUrl, context.publicUrl));
        response.set("Cache-Control", "no-store");
        switch (answered.kind) {
          case "redirect":
            response.redirect(302, answered.to);
            return;
          case "script":
            response.set({ "Cache-Control": "max-age=300", "X-Content-Type-Options": "nosniff" });
            response.type("text/javascript").send(answered.code);
            return;
          case "page":
            setSecurityHeaders(request, response, answered.frame);
            response.status(answered.status).type("html").send(answered.html);
        }
      });
    }
  }
  return router;
}
