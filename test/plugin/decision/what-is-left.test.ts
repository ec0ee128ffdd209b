import { describe, expect, it } from "vitest";
import { book, mug, parcel } from "../../support/orders.ts";
import { codeOf, documentOf, refunded, rowsOf, sums } from "../../support/plans.ts";
import { refund } from "../../support/refunds.ts";

/** Refunds of one order, a day apart. */
const day = (number: number, told: Parameters<typeof refund>[0]) =>
  refund({ id: `R${number}`, at: `2026-03-1${number}T12:00:00+01:00`, ...told });

describe("R6, what is left of lines and rates", () => {
  it("a mug that came back cannot come back again while another is still sold", () => {
    const sold = { lines: [mug(), mug("1", { id: "L2" })] };
    const again = { lines: [["L1", "1", "249.00", "49.80"]] as const, money: "249.00" };
    const plan = refunded(sold, [day(1, again), day(2, again)]);
    expect(plan.documents.map((one) => one.key)).toEqual(["invoice", "refund-R1"]);
    expect(codeOf(plan)).toBe("REFUND_EXCEEDS_REMAINING");
  });

  it("nor can it come back twice in one refund", () => {
    const sold = { lines: [mug(), mug("1", { id: "L2" })] };
    const once = ["L1", "1", "249.00", "49.80"] as const;
    const plan = refunded(sold, [day(1, { lines: [once, once], money: "498.00" })]);
    expect(codeOf(plan)).toBe("REFUND_EXCEEDS_REMAINING");
  });

  it("a goodwill lowers its rate: the whole price cannot come back at that rate any more", () => {
    // 200.00 over 249.00 and 212.00: 108.03 at 25 % and 91.97 at 6 %. Of 461.00 there are 261.00 left, at 25 % 140.97.
    const plan = refunded({ lines: [mug(), book("2")] }, [
      day(1, { adjustments: [["goodwill", "200.00", null]], money: "200.00" }),
      day(2, { lines: [["L1", "1", "249.00", "49.80"]], money: "249.00" }),
    ]);
    expect(rowsOf(plan, "refund-R1")).toEqual([
      "3001 25 % 108.03 of which 21.61",
      "3003 6 % 91.97 of which 5.21",
    ]);
    expect(plan.outcome).toMatchObject({
      code: "REFUND_EXCEEDS_REMAINING",
      message: "The shop paid back 249.00 SEK, but only 140.97 of the invoice is left.",
    });
  });

  it("the last of 3 x 19.99 takes the VAT that is left, whatever the platform states", () => {
    // 59.97 contain 11.99. The platform says 3.99 each time: 3.99, 3.99 and the 4.01 that are left of the line.
    const sold = { lines: [mug("3", { price: "19.99" }), mug("1", { id: "L2" })] };
    const one = { lines: [["L1", "1", "19.99", "3.99"]] as const, money: "19.99" };
    const plan = refunded(sold, [day(1, one), day(2, one), day(3, one)]);
    const vat = ["R1", "R2", "R3"].map((id) => documentOf(plan, `refund-${id}`).vat);
    expect(vat).toEqual(["3.99", "3.99", "4.01"]);
  });

  it("goods and freight sold through a marketplace take their own tax back, even with one id", () => {
    const channel = (amount: string) => ({
      id: "1",
      taxLines: [{ rate: "25", amount, channelLiable: true }],
    });
    const sold = {
      channel: "marketplace",
      lines: [mug("1", { price: "125.00", ...channel("25.00") })],
      freight: [parcel({ price: "50.00", ...channel("10.00") })],
    } as const;
    const of = (told: Parameters<typeof refund>[0]) =>
      documentOf(refunded(sold, [day(1, told)]), "refund-R1").rows.map(
        ({ kind, account, gross, vat }) => `${kind} ${account} ${gross} ${vat}`,
      );
    expect(of({ lines: [["1", "1", "125.00", "25.00"]], money: "125.00" })).toEqual([
      "line 3109 100.00 0.00",
      "channel_tax 2899 25.00 0.00",
    ]);
    expect(of({ freight: [["1", "50.00", "10.00"]], money: "50.00" })).toEqual([
      "shipping 3109 40.00 0.00",
      "channel_tax 2899 10.00 0.00",
    ]);
    // Half of the goods: 62.50 over 100.00 and 25.00.
    expect(of({ lines: [["1", "0.5", "62.50", "12.50"]], money: "62.50" })).toEqual([
      "line 3109 50.00 0.00",
      "channel_tax 2899 12.50 0.00",
    ]);
  });

  it("three credits of a third each come to the whole, to the öre", () => {
    // 100.00 contain 20.00; 33.33 contain 6.67, and the last third takes 33.34 with the 6.66 that are left.
    const third = (number: number, money: string) => day(number, { money });
    const plan = refunded({ lines: [mug("1", { price: "100.00" })] }, [
      third(1, "33.33"),
      third(2, "33.33"),
      third(3, "33.34"),
    ]);
    expect(["R1", "R2", "R3"].map((id) => sums(documentOf(plan, `refund-${id}`)))).toEqual([
      "net 26.66 + vat 6.67 = 33.33, rounding 0.00",
      "net 26.66 + vat 6.67 = 33.33, rounding 0.00",
      "net 26.68 + vat 6.66 = 33.34, rounding 0.00",
    ]);
  });
});

describe("R6, more pieces than were sold", () => {
  const sold = { lines: [mug("2", { price: "100.00" })] };
  const rowOf = (refunds: Parameters<typeof refunded>[1], key: string) => {
    const [row] = documentOf(refunded(sold, refunds), key).rows;
    return `${row?.quantity} x ${row?.unitPrice} ${row?.text}`;
  };

  it("are one row of the amount, whose text says what the shop says: 3 of 2 pieces for 150.00", () => {
    const three = day(1, { lines: [["L1", "3", "150.00", "30.00"]], money: "150.00" });
    expect(rowOf([three], "refund-R1")).toBe("1 x 150.00 Mug (3 pcs according to the shop)");
  });

  it("are counted over all refunds of the line", () => {
    const half = { lines: [["L1", "1", "50.00", "10.00"]] as const, money: "50.00" };
    const refunds = [day(1, half), day(2, half), day(3, half)];
    expect(["refund-R1", "refund-R2"].map((key) => rowOf(refunds, key))).toEqual([
      "1 x 50.00 Mug",
      "1 x 50.00 Mug",
    ]);
    expect(rowOf(refunds, "refund-R3")).toBe("1 x 50.00 Mug (1 pcs according to the shop)");
  });

  it("are held when the amount is more than was sold too", () => {
    const plan = refunded(sold, [day(1, { lines: [["L1", "3", "300.00", "60.00"]], money: "300.00" })]);
    expect(codeOf(plan)).toBe("REFUND_EXCEEDS_REMAINING");
  });
});

describe("R6, a discount larger than the book it came with", () => {
  // 498.00 at 25 %; 106.00 less 120.00 at 6 %, that is -14.00 with -0.79 of VAT: 484.00 in all.
  const sold = { lines: [mug("2"), book(), book("1", { id: "D1", title: "Discount", price: "-120.00" })] };
  const discount = ["D1", "1", "-120.00", "-6.79"] as const;
  const oneMug = ["L1", "1", "249.00", "49.80"] as const;

  it("does not hinder a mug from coming back", () => {
    const plan = refunded(sold, [day(1, { lines: [oneMug], money: "249.00" })]);
    expect(rowsOf(plan, "refund-R1")).toEqual(["3001 25 % 249.00 of which 49.80"]);
  });

  it("comes back with everything else", () => {
    const lines = [["L1", "2", "498.00", "99.60"], ["L2", "1", "106.00", "6.00"], discount] as const;
    const plan = refunded(sold, [day(1, { lines, money: "484.00" })]);
    expect(rowsOf(plan, "refund-R1")).toEqual(rowsOf(plan));
    expect(codeOf(plan)).toBe("booked");
  });

  it("does not come back without the book: only -14.00 is left at that rate", () => {
    const plan = refunded(sold, [day(1, { lines: [oneMug, discount], money: "129.00" })]);
    expect(codeOf(plan)).toBe("REFUND_EXCEEDS_REMAINING");
  });
});

describe("R6, the form of a credit's rows", () => {
  const credit = (sold: Parameters<typeof refunded>[0], line: readonly [string, string, string, string]) =>
    documentOf(refunded(sold, [day(1, { lines: [line], money: line[2] })]), "refund-R1");

  it("is that of the invoice: prices with VAT where it had such, though net ones would do", () => {
    expect(credit({}, ["L1", "1", "249.00", "49.80"])).toMatchObject({
      rowForm: "gross",
      rows: [{ unitPrice: "249.00" }],
    });
  });

  it("is net for a net invoice, unless a ledger would come to other VAT", () => {
    const sold = { pricesIncludeTax: false, lines: [mug("3", { price: "3.33" })] };
    // 3.33 bear 0.83.
    expect(credit(sold, ["L1", "1", "4.16", "0.83"])).toMatchObject({
      rowForm: "net",
      rows: [{ unitPrice: "3.33", quantity: "1" }],
    });
    // 6.66 bear 1.67; the platform gives back twice 0.83.
    expect(credit(sold, ["L1", "2", "8.32", "1.66"])).toMatchObject({
      rowForm: "gross",
      rows: [{ unitPrice: "4.16", quantity: "2", net: "6.66", vat: "1.66" }],
    });
  });

  it("shows the quantity that came back where the amount divides evenly by it", () => {
    const rowOf = (quantity: string, price: string, gross: string, tax: string) => {
      const [row] = credit({ lines: [mug(quantity, { price })] }, ["L1", quantity, gross, tax]).rows;
      return `${row?.quantity} at ${row?.unitPrice}`;
    };
    expect(rowOf("12", "10.00", "120.00", "24.00")).toBe("12 at 10.00");
    expect(rowOf("2.5", "10.00", "25.00", "5.00")).toBe("2.5 at 10.00");
    expect(rowOf("1.25", "10.00", "12.50", "2.50")).toBe("1.25 at 10.00");
    // Ledgers keep two decimals of a quantity; 487.46 is no multiple of three.
    expect(rowOf("0.125", "100.00", "12.50", "2.50")).toBe("1 at 12.50");
    expect(rowOf("3", "162.486666666667", "487.46", "97.49")).toBe("1 at 487.46");
  });
});
