import { hasGivenWay, isDuplicateKey } from "./dialect.ts";

const TRIES = 5;

/**
 * Runs a transaction again that lost a race against another: a row stands meanwhile where one was to be put, or the
 * database chose it to give way. Nobody else would try again what a person asked for once. The last try's error is thrown.
 */
export async function insist<T>(transaction: () => Promise<T>): Promise<T> {
  for (let left = TRIES - 1; ; left -= 1) {
    try {
      return await transaction();
    } catch (error) {
      if (left === 0 || !(isDuplicateKey(error) || hasGivenWay(error))) throw error;
    }
  }
}
