import type { Settings } from "../../settings/schema.ts";
import type { NotificationKey } from "../../store/messages/notifications.ts";
import type { Context } from "../context.ts";
import type { About } from "./notification.ts";
import type { Rhythm } from "./rhythm.ts";

/** A mail this process has taken on; `now` is when, in milliseconds since the epoch. */
export interface Task {
  readonly context: Context;
  readonly key: NotificationKey;
  readonly rhythm: Rhythm;
  readonly now: number;
  readonly about: About;
  readonly settings: Settings;
}
