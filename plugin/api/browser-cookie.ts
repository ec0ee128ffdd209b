import type { Request, Response } from "express";

const SECONDS = 600;

/** A cookie that ties a handshake to the browser that began it, for ten minutes. */
export interface BrowserCookie {
  read(request: Request): string | null;
  set(response: Response, value: string): void;
  clear(response: Response): void;
}

/** `__Host-` needs https; on loopback without it a plain name has to do. */
export function browserCookie(name: string, publicUrl: string): BrowserCookie {
  const isSecure = publicUrl.startsWith("https:");
  const fullName = isSecure ? `__Host-${name}` : name;
  const options = { httpOnly: true, secure: isSecure, sameSite: "lax", path: "/" } as const;
  return {
    read: (request) => cookieValue(request.headers.cookie, fullName),
    set: (response, value) => void response.cookie(fullName, value, { ...options, maxAge: SECONDS * 1000 }),
    clear: (response) => void response.clearCookie(fullName, options),
  };
}

function cookieValue(header: string | undefined, name: string): string | null {
  for (const part of (header ?? "").split(";")) {
    const [key, value] = part.trim().split("=", 2);
    if (key === name && value !== undefined) return value;
  }
  return null;
}
