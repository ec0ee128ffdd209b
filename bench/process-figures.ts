import { readFile } from "node:fs/promises";
import type { Child } from "./child.ts";

/** What Linux calls a tick of a process's clock, for every program that reads it. */
const TICK_MS = 10;

/** Megabytes of memory a process holds, and the most it ever held. */
export async function memoryOf({ pid }: Child): Promise<{ now: number; peak: number }> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  const megabytes = (name: string) => {
    const kilobytes = new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(status)?.[1];
    if (kilobytes === undefined) throw new Error(`no ${name} in /proc/${pid}/status`);
    return Number(kilobytes) / 1024;
  };
  return { now: megabytes("VmRSS"), peak: megabytes("VmHWM") };
}

/** Milliseconds a process has spent on a processor: unlike time on the wall, not changed by who else is busy. */
export async function cpuTimeOf({ pid }: Child): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8");
  // The name in brackets may hold spaces; user and system time are the 12th and 13th field after it.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}
