import { randomUUID } from "node:crypto";

/** One sentence for the merchant, shown once at the top of the next page. */
export interface Notice {
  tone: "success" | "info" | "error";
  text: string;
}

/** Keeps notices between a form and the page it leads to, outside the address, where nobody can write one. */
export function openNotices() {
  const waiting = new Map<string, Notice>();
  return {
    /** The address to go to so that the notice is shown there. */
    leave(path: string, notice: Notice): string {
      const id = randomUUID();
      waiting.set(id, notice);
      return `${path}?notice=${id}`;
    },
    take(id: unknown): Notice | undefined {
      if (typeof id !== "string") return undefined;
      const notice = waiting.get(id);
      waiting.delete(id);
      return notice;
    },
  };
}
