/** Elements of the structures that we read, change and send back, in the vendor's order. */

const names = (...lines: readonly string[]): readonly string[] => lines.flatMap((line) => line.split(" "));

export const CUSTOMER = names(
  "AccountID ExternalApproverID LedgerType Code CountryCode Name GroupID DefaultTaxCode AreaID BankAccountCode",
  "CountryID CreditTermID CurrencyCode PaymentMethodID AuthorUserID ShipViaID CreationDate Address1 Address2 City",
  "County_State Country PostCode DeliveryName DeliveryAddress1 DeliveryAddress2 DeliveryCity DeliveryCounty_State",
  "DeliveryCountry DeliveryPostCode DeliveryContact DeliveryPhone DeliveryFax Phone Fax Email WebAddress Contact",
  "VATRegistrationNumber VATExemptReference DiscountRate UseAccountTaxCode DefaultGLAccountCode",
  "ControlGLAccountCode IsActive Hold HeadOfficeAccountID Notes UseHeadOffice IsHeadOffice CreditLimit RegionID",
  "PriorityID DeliveryRouteID PriceCategoryID PriceListID DepartmentID InternationalBankAccountNumber BankSortCode",
  "BankCode BankSwiftCode AccountReferralID MobilePhone IsFranchise ContractorTaxCode RowVersionNumber EDICentralID",
  "EPaymentReference SalesRepresentativeID",
);

export const STOCK_ITEM = names(
  "StockItemID Description SalesDescription ItemGroupID ItemTypeID ItemSubgroupID DefaultLocationID",
  "DefaultSublocationID TaxCode ItemPrice UpdateOnHand OpeningStockGLAccountCode ClosingStockGLAccountCode",
  "DefaultSalesGLAccountCode DefaultPurchasesGLAccountCode OpeningWorkInProgressGLAccountCode",
  "ClosingWorkInProgressGLAccountCode Active ReOrderLevel ItemPrice2 ItemPrice3 ItemPrice4 ItemPrice5 ItemPrice6",
  "ItemPrice7 ItemPrice8 UseMarginWarning Margin UniversalResourceNumber RowVersionNumber Weight",
);

/** Item invoices and credit notes; `Lines` is written by us. */
export const ITEM_DOCUMENT = names(
  "InvoiceID AccountID AreaID CurrencyCode CurrrencyCode AccountTaxCode PaymentMethodID ShipmentViaID InvoiceNumber",
  "ExternalReference CreationDate InvoiceDate ExternalApproverID DeliveryDate Status AccountName AccountAddress1",
  "AccountAddress2 City County_State Country PostCode DeliveryAccountName DeliveryAccountAddress1",
  "DeliveryAccountAddress2 DeliveryCity DeliveryCounty_State DeliveryCountry DeliveryPostCode Contact AuthorUserID",
  "Phone Notes DiscountRate ForCollection ExchangeRate UseAccountTaxCode OrderID OrderNumber DepartmentID Hold Ledger",
  "RowVersionNumber Lines IsPrinted AccountBranchID OrderDate ExcludeFromPrinting Type SalesRepresentativeID LockUser",
  "NetAmount TaxAmount GrossAmount BCNetAmount BCTaxAmount BCGrossAmount",
);

/** Sent as nil where they are empty: nillable elements that have to be there. */
const NIL: ReadonlySet<string> = new Set([
  "ExternalApproverID",
  "HeadOfficeAccountID",
  "SalesRepresentativeID",
  "OrderID",
]);

/** A record with changes, in the vendor's order; what is empty is left out or nil, as the vendor wants it. */
export function inOrder<T>(
  order: readonly string[],
  record: Readonly<Record<string, T | string>>,
): Record<string, T | string | null> {
  const entries = order.flatMap((name): [string, T | string | null][] => {
    const value = record[name] ?? "";
    if (value === "") return NIL.has(name) ? [[name, null]] : [];
    return [[name, value]];
  });
  return Object.fromEntries(entries);
}
