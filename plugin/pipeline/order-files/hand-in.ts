import { dayIn } from "../../decision/dates.ts";
import { fileOrderId } from "../../domain/file-order-id.ts";
import type { ColumnName } from "../../order-files/columns.ts";
import type { Complaint } from "../../order-files/complaint.ts";
import type { DecimalSign } from "../../order-files/numbers.ts";
import { type FileFormat, type GivenFile, readFile } from "../../order-files/read-file.ts";
import { createFile, type StoredFile } from "../../store/incoming/order-files.ts";
import type { StoredInstallation } from "../../store/installations.ts";
import type { Context } from "../context.ts";
import { instantOfWall } from "../day-bounds.ts";

/** What reading a file has come to, as it is kept with it. */
export interface FileReport {
  readonly format: FileFormat;
  readonly delimiter: string | null;
  readonly decimalSign: DecimalSign | null;
  readonly columns: readonly ColumnName[];
  readonly unused: readonly string[];
  readonly rows: number;
  readonly orders: number;
  readonly wrongOrders: number;
  readonly complaints: readonly Complaint[];
  readonly complaintCount: number;
  /** Days of the first and the last order, in the shop's time zone; null without orders. */
  readonly from: string | null;
  readonly to: string | null;
}

const LONGEST_NAME = 200;

/** Reads a file of orders and keeps what is good of it; nothing is booked. Gives its id, or why it cannot be read. */
export async function handInFile(
  context: Context,
  installation: StoredInstallation,
  { name, by, ...given }: GivenFile & { readonly name: string; readonly by: string },
): Promise<{ readonly id: number; readonly report: FileReport } | { readonly message: string }> {
  const { store, ports } = context;
  const { id: installationId, timeZone } = installation;
  const read = await readFile(given, (wall) => instantOfWall(wall, timeZone));
  if (!read.ok) return { message: read.message };
  const { orders, ...about } = read.value;
  const days = orders.map((order) => dayIn(timeZone, order.createdAt)).sort();
  const report: FileReport = {
    ...about,
    orders: orders.length,
    from: days[0] ?? null,
    to: days.at(-1) ?? null,
  };
  const file = {
    installationId,
    name: name.slice(0, LONGEST_NAME),
    report,
    createdBy: by,
    orders: orders.map((content) => ({
      orderId: fileOrderId(content.number),
      number: content.number,
      content,
    })),
  };
  return { id: await createFile(store, file, ports.clock.now()), report };
}

export const fileReport = ({ report }: StoredFile): FileReport => report as FileReport;
