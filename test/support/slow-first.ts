import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Whose files take longest, though many are short to read: what a test of them waits for is another's time. */
const SLOW = ["/test/soak/", "/test/journeys/", "/test/browser/", "/test/deploy/"];

/** Begins with what takes long, so that no worker is left alone with it at the end while the others have nothing to do. */
export class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const usual = await super.sort(files);
    const isSlow = ({ moduleId }: TestSpecification) => SLOW.some((folder) => moduleId.includes(folder));
    return [
      ...SLOW.flatMap((folder) => usual.filter(({ moduleId }) => moduleId.includes(folder))),
      ...usual.filter((file) => !isSlow(file)),
    ];
  }
}
