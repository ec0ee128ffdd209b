/** A page of Laravel's paginator. */
export function paginated(
  records: readonly unknown[],
  page: number,
  perPage: number,
  path: string,
): Record<string, unknown> {
  const lastPage = Math.max(1, Math.ceil(records.length / perPage));
  const from = (page - 1) * perPage;
  const data = records.slice(from, from + perPage);
  const address = (number: number): string => `${path}?page=${number}`;
  const link = (label: string, number: number | null, active = false) => ({
    url: number === null ? null : address(number),
    label,
    active,
  });
  const prev = page > 1 ? page - 1 : null;
  const next = page < lastPage ? page + 1 : null;
  return {
    data,
    links: {
      first: address(1),
      last: address(lastPage),
      prev: prev === null ? null : address(prev),
      next: next === null ? null : address(next),
    },
    meta: {
      current_page: page,
      // Laravel says null on an empty page; the document knows integers only.
      from: data.length === 0 ? 0 : from + 1,
      last_page: lastPage,
      links: [link("&laquo; Previous", prev), link(String(page), page, true), link("Next &raquo;", next)],
      path,
      per_page: perPage,
      to: from + data.length,
      total: records.length,
    },
  };
}

/** A single record in its envelope, which looks like JSON:API and is not. */
export function wrapped(
  type: string,
  attributes: Record<string, unknown>,
  relations: Record<string, string>,
  siteUrl: string,
): Record<string, unknown> {
  const id = String(attributes["id"]);
  const one = type.replace(/s$/, "");
  const relationships = Object.fromEntries(
    Object.entries(relations).map(([name, related]) => [
      name,
      { id: related, link: `${siteUrl}/api/v1/${name === "customer_id" ? "customers" : "users"}/${related}` },
    ]),
  );
  return {
    data: {
      type,
      id,
      attributes,
      relationships: { ...relationships, assigned_group_id: null },
      links: {
        self: `${siteUrl}/api/v1/${type}/${id}`,
        app_url: `${siteUrl}/${one}-detail/${id}`,
        checkout: `${siteUrl}/en/order-detail/${id}`,
      },
    },
  };
}
