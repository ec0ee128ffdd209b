import type { Http, Log } from "../plugin/ports.ts";

/** One line for each call to a shop or ledger. By host alone: a path may hold a token. */
export function logCalls(http: Http, log: Log): Http {
  return async (request) => {
    const begun = performance.now();
    const detail = () => ({
      method: request.method,
      host: URL.parse(request.url)?.host ?? "",
      ms: Math.round(performance.now() - begun),
    });
    try {
      const answer = await http(request);
      log.debug("called", { ...detail(), status: answer.status });
      return answer;
    } catch (error) {
      log.debug("called without an answer", { ...detail(), error: String(error) });
      throw error;
    }
  };
}
