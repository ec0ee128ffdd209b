import * as customers from "./customers.ts";
import * as items from "./items.ts";
import { byCode, need, none, type Operations, read, write } from "./operation.ts";
import * as shape from "./shapes.ts";
import { activeSuppliers, readSupplier } from "./suppliers.ts";

const { fields, texts } = shape;

/** Customers, suppliers and stock items. */
export const cardOperations: Operations = {
  GetNewCustomerFromDefaults: read(none, ({ entity }) => customers.shell(entity)),
  GetCustomer: read(byCode, ({ entity, given }) =>
    customers.readCustomer(entity, given.text("customerCode")),
  ),
  GetCustomersBy: read(
    fields(["query", shape.record(["Emails", texts], "FromLastModifiedDateInUTC:dateTime")]),
    ({ entity, given }) =>
      customers.listCustomers(entity, customers.byEmails(need(given, "query").texts("Emails"))),
  ),
  GetActiveCustomerList: read(none, ({ entity }) => customers.listCustomers(entity, customers.isActive)),
  GetCustomerBalanceInformation: read(fields("edt:dateTime", ["customerCodes", texts]), ({ entity, given }) =>
    customers.balances(entity, given.texts("customerCodes")),
  ),
  UpdateCustomer: write(fields(["customer", shape.customer], "create:boolean"), (call) => {
    const { entity, given, clock } = call;
    customers.saveCustomer(entity, clock, need(given, "customer"), given.flag("create"));
    return { result: true };
  }),
  UpdateCustomerGetbackCustomerCode: write(fields(["customer", shape.customer], "create:boolean"), (call) => {
    const { entity, given, clock } = call;
    const code = customers.saveCustomer(entity, clock, need(given, "customer"), given.flag("create"));
    return { result: code };
  }),

  GetSupplier: read(fields("supplierCode"), ({ entity, given }) =>
    readSupplier(entity, given.text("supplierCode")),
  ),
  GetActiveSupplierList: read(none, ({ entity }) => activeSuppliers(entity)),

  GetNewStockItemFromDefaults: read(fields("stockItemID"), ({ given }) =>
    items.itemShell(given.text("stockItemID")),
  ),
  GetStockItem: read(fields("stockItemID"), ({ entity, given }) =>
    items.readItem(entity, given.text("stockItemID")),
  ),
  GetActiveStockItemList: read(none, ({ entity }) => items.listItems(entity, items.isActiveItem)),
  GetAllActiveStockInformation: read(none, ({ entity }) => items.stockInformation(entity)),
  GetStockItemLocationStatus: read(fields(["stockItemIDs", texts]), ({ entity, given }) =>
    items.locationStatus(entity, given.texts("stockItemIDs")),
  ),
  SaveStockItem: write(fields(["stockItem", shape.stockItem], "create:boolean"), ({ entity, given }) => ({
    status: items.saveItem(entity, need(given, "stockItem"), given.flag("create")),
  })),
};
