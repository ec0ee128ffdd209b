/** What the form shows beside a field. `widget` names a choice list of the ledger where the field has one. */
export type FieldMeta = {
  readonly title: string;
  readonly help?: string;
  readonly widget?: string;
};

/** Title, help and choice list of a field, for the form and for docs/reference/settings.md. */
export const meta = (title: string, help?: string, widget?: string): FieldMeta => ({
  title,
  ...(help === undefined ? {} : { help }),
  ...(widget === undefined ? {} : { widget }),
});
