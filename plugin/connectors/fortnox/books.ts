import type { Client } from "./client.ts";
import type { FortnoxOptions } from "./options.ts";
import type { Rates } from "./rates.ts";
import type { VoucherBooks } from "./voucher-books.ts";

/** One company's books while something is written to them. */
export interface Books {
  readonly options: FortnoxOptions;
  readonly client: Client;
  readonly rates: Rates;
  readonly vouchers: VoucherBooks;
}
