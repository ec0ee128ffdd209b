/** What we use of autocannon, which brings no types of its own. */
declare module "autocannon" {
  interface Request {
    readonly method: string;
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  }

  interface Options {
    readonly url: string;
    readonly connections: number;
    /** Requests in all; each connection sends its share. */
    readonly amount: number;
    /** Milliseconds; it looks only so often whether all is answered. */
    readonly sampleInt: number;
    /** Called once for each connection. */
    readonly setupClient: (client: { setRequests(requests: readonly Request[]): void }) => void;
  }

  interface Result {
    readonly start: Date;
    readonly finish: Date;
    /** Milliseconds. */
    readonly latency: { readonly p50: number; readonly p99: number };
    readonly "2xx": number;
    readonly non2xx: number;
    readonly errors: number;
  }

  export default function autocannon(options: Options): Promise<Result>;
}
