import { expect, it } from "vitest";
import { namedAccounts } from "../../../plugin/settings/named-accounts.ts";
import { settings } from "../../support/plans.ts";

it("every account the settings name is found, once for each field, wherever it stands", () => {
  const named = namedAccounts(
    settings({
      orders: { rounding_account: "3740" },
      products: { account_by_rate: { "25": "3041", "12": "3042" } },
      payments: {
        methods: { card: { register: true, account: "1686" }, swish: { register: true, mode: "BG" } },
      },
      liabilities: { tip_account: "2890" },
      rules: [{ when: [], set: { account: "3990" } }],
      vat: {
        treatments: [
          { treatment: "oss", country: "DE", account: "3106" },
          { treatment: "oss", country: "FI", account: "3106", vat_code: "FI255" },
        ],
      },
    }),
  );
  expect(named.map(({ field, account }) => `${field} ${account}`).sort()).toEqual([
    "liabilities.tip_account 2890",
    "orders.rounding_account 3740",
    "payments.methods 1686",
    "products.account_by_rate 3041",
    "products.account_by_rate 3042",
    "rules 3990",
    "vat.treatments 3106",
  ]);
});
