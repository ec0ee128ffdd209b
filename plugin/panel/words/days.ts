const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A day of the calendar: the browser's date field gives nothing else, but somebody may type the address. */
export function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return DAY.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
