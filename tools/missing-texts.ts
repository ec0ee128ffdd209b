import { gapsOf } from "./texts/gaps.ts";

/** Lists what the languages beside English lack; the exit code is 1 while they lack anything. */
for (const language of ["sv", "da"]) {
  for (const [kind, lines] of Object.entries(gapsOf(language))) {
    for (const line of lines) {
      console.log(`${language} ${kind}: ${line}`);
      process.exitCode = 1;
    }
  }
}
