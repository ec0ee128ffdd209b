import express, { type Request, type RequestHandler } from "express";
import { bearerToken, signIn } from "../../api/session.ts";
import type { Context } from "../../pipeline/context.ts";

/** Ten megabytes and the form around them. */
const LARGEST = "11mb";
const readWhole = express.raw({ type: "multipart/form-data", limit: LARGEST });

/**
 * Takes a form with a file in it, as a browser sends it, and hands it on as the forms all pages know: the file in
 * base64url, its name beside it. Nothing of a body this large is read before the session is proven, so that the
 * session has to stand in the address or in a header.
 */
export function takesFile(context: Context): RequestHandler {
  return async (request, response, next) => {
    const { searchParams } = new URL(request.originalUrl, "http://localhost");
    const token = bearerToken(request.headers.authorization) ?? searchParams.get("id_token");
    if (token === null || (await signIn(context, token)) === null) {
      next();
      return;
    }
    readWhole(request, response, (error?: unknown) => {
      if (error !== undefined) next(error);
      else
        formIn(request).then(
          (form) => finish(request, form, next),
          () => finish(request, "", next),
        );
    });
  };
}

function finish(request: Request, form: string, next: () => void): void {
  request.body = form;
  next();
}

/** What is no such form is empty: the page says that a file is missing. */
async function formIn(request: Request): Promise<string> {
  const body: unknown = request.body;
  const type = request.headers["content-type"];
  if (!Buffer.isBuffer(body) || type === undefined) return "";
  // The platform's own reader of forms.
  const parsed = await new Response(new Uint8Array(body), { headers: { "content-type": type } }).formData();
  const form = new URLSearchParams();
  for (const [name, value] of parsed) {
    if (typeof value === "string") form.append(name, value);
    else {
      form.append(name, Buffer.from(await value.arrayBuffer()).toString("base64url"));
      form.append(`${name}_name`, value.name);
    }
  }
  return form.toString();
}
