import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import type { Random } from "./random.ts";

const SCRIPT = join(import.meta.dirname, "app-process.ts");
/** Far longer than a start takes on a machine with much else to do: only one that hangs is a failure. */
const READY_MS = 120_000;
const STOP_MS = 6_000;
/** A process that began to start while a server was away may take so long to notice. */
const EXCUSED_AFTERWARDS_MS = 5_000;
const KEPT_LINES = 40;

/** What no trouble of a soak excuses: a bug of ours, or a consent thrown away. */
const COMPLAINTS = [
  "an order could not be worked on",
  "a ledger asks for a new consent",
  "a shop refuses our access",
];

const STEPS = ["customer", "article", "create", "book", "pay", "book-payment"];
const MOMENTS = ["reserved", "performed", "stored"];

/** The processes of the app: whoever dies is started again, as an orchestrator would. */
export interface Fleet {
  /** Ends one with SIGKILL. */
  kill(): void;
  /** From now on nobody dies at a step any more; resolves when all are ready. */
  calm(): Promise<void>;
  /** While this goes on, whoever cannot start for want of a server may give up and is started again. */
  excuse(trouble: () => Promise<void>): Promise<void>;
  stop(): Promise<void>;
  /** How many times one was started again. */
  restarts(): number;
  /** What no process may say or do, however it is treated. */
  complaints(): readonly string[];
}

export interface FleetOptions {
  /** One process per entry; the variables that differ. */
  readonly members: readonly Readonly<Record<string, string>>[];
  readonly env: Readonly<Record<string, string>>;
  readonly folder: string;
  readonly random: Random;
  /** Whether some carry a fault point and die at a step. */
  readonly areMortal: boolean;
  readonly note: (line: string) => void;
}

interface Member {
  readonly name: string;
  readonly env: Readonly<Record<string, string>>;
  child: ChildProcess | null;
  ready: Promise<void>;
}

/** Starts all and waits until they are ready. */
export async function startFleet(options: FleetOptions): Promise<Fleet> {
  const { members, env, folder, random, note } = options;
  const complaints: string[] = [];
  let isStormy = options.areMortal;
  let excusedUntil = 0;
  let isStopping = false;
  let restarts = 0;

  const launch = (member: Member, more: Readonly<Record<string, string>> = {}): void => {
    const child = spawn(process.execPath, [SCRIPT], {
      cwd: folder,
      env: { PATH: process.env["PATH"] ?? "", ...env, ...member.env, ...more },
      stdio: ["ignore", "pipe", "pipe"],
    });
    member.child = child;
    const killWithUs = () => child.kill("SIGKILL");
    process.on("exit", killWithUs);
    const output: string[] = [];
    const ready = Promise.withResolvers<void>();
    // For as long as it lives: one that is killed while it starts was not slow.
    const tooLate = setTimeout(() => {
      ready.reject(new Error(`${member.name} was not ready in time:\n${output.join("\n")}`));
    }, READY_MS).unref();
    const read = (line: string) => {
      output.push(line);
      if (output.length > KEPT_LINES) output.shift();
      if (line.startsWith("ready at")) {
        clearTimeout(tooLate);
        ready.resolve();
      }
      if (COMPLAINTS.some((complaint) => line.includes(complaint)))
        complaints.push(`${member.name}: ${line}`);
    };
    createInterface({ input: child.stdout }).on("line", read);
    createInterface({ input: child.stderr }).on("line", read);
    const ended = once(child, "exit").then(async ([code, signal]) => {
      process.off("exit", killWithUs);
      clearTimeout(tooLate);
      member.child = null;
      if (isStopping) return;
      if (signal !== "SIGKILL" && Date.now() > excusedUntil) {
        complaints.push(`${member.name} ended with ${signal ?? code}:\n${output.join("\n")}`);
      }
      restarts += 1;
      await sleep(random.between(0, 600));
      if (isStopping) return;
      const fault = `${random.pick(STEPS)}:${random.pick(MOMENTS)}:${random.between(1, 30)}`;
      const faulty = isStormy && random.chance(0.6) ? { FAULT_POINT: fault } : {};
      note(`start ${member.name} ${faulty.FAULT_POINT ?? ""}`);
      launch(member, faulty);
      await member.ready;
    });
    member.ready = Promise.race([ready.promise, ended]);
    // A start that fails is reported by whoever waits for it.
    member.ready.catch((error: unknown) => complaints.push(String(error)));
  };

  const fleet = members.map(
    (own, index): Member => ({
      name: `${own["ROLE"] ?? "all"}-${index}`,
      env: own,
      child: null,
      ready: Promise.resolve(),
    }),
  );
  // The first one makes the tables.
  const [first, ...rest] = fleet;
  if (first !== undefined) launch(first);
  await first?.ready;
  for (const member of rest) launch(member);
  await Promise.all(rest.map((member) => member.ready));

  return {
    kill() {
      const member = random.pick(fleet);
      note(`kill ${member.name}`);
      member.child?.kill("SIGKILL");
    },
    async calm() {
      isStormy = false;
      // Whoever still carries a fault point goes once more.
      for (const member of fleet) member.child?.kill("SIGKILL");
      await sleep(1_000);
      await Promise.all(fleet.map((member) => member.ready));
    },
    async excuse(trouble) {
      excusedUntil = Number.POSITIVE_INFINITY;
      await trouble();
      excusedUntil = Date.now() + EXCUSED_AFTERWARDS_MS;
    },
    async stop() {
      isStopping = true;
      await Promise.all(fleet.flatMap(({ child }) => (child === null ? [] : [end(child)])));
    },
    restarts: () => restarts,
    complaints: () => complaints,
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, "exit");
  child.kill("SIGTERM");
  const force = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
  await exit;
  clearTimeout(force);
}
