/** What a person's browser does in the demonstration: follows redirects, keeps cookies per origin, presses one button. */
export interface Browser {
  /** Visits an address and whatever it redirects to; gives the last page. */
  visit(url: string): Promise<Page>;
  submit(page: Page, action: string, typed?: Readonly<Record<string, string>>): Promise<Page>;
}

export interface Page {
  readonly url: string;
  readonly status: number;
  readonly text: string;
}

const MAX_REDIRECTS = 15;

export function openBrowser(): Browser {
  const cookies = new Map<string, Map<string, string>>();
  const go = async (address: string, form: URLSearchParams | null): Promise<Page> => {
    let url = address;
    let body = form;
    for (let step = 0; step < MAX_REDIRECTS; step += 1) {
      const { origin } = new URL(url);
      const jar = cookies.get(origin) ?? new Map<string, string>();
      cookies.set(origin, jar);
      const response = await fetch(url, {
        method: body === null ? "GET" : "POST",
        redirect: "manual",
        headers: {
          origin,
          cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; "),
          ...(body === null ? {} : { "content-type": "application/x-www-form-urlencoded" }),
        },
        ...(body === null ? {} : { body: body.toString() }),
      });
      for (const line of response.headers.getSetCookie()) {
        const [name = "", value = ""] = line.split(";", 1)[0]?.split("=", 2) ?? [];
        jar.set(name, value);
      }
      const location = response.headers.get("location");
      if (response.status < 300 || response.status >= 400 || location === null) {
        return { url, status: response.status, text: await response.text() };
      }
      await response.arrayBuffer();
      url = new URL(location, url).href;
      body = null;
    }
    throw new Error(`too many redirects from ${address}`);
  };
  return {
    visit: (url) => go(url, null),
    submit: (page, action, typed = {}) => {
      const fields = hiddenFields(page.text);
      for (const [name, value] of Object.entries(typed)) fields.set(name, value);
      return go(new URL(action, page.url).href, fields);
    },
  };
}

/** The hidden fields of the page's first form, as its button would send them. */
function hiddenFields(html: string): URLSearchParams {
  const fields = new URLSearchParams();
  for (const [tag] of html.matchAll(/<input[^>]*type="hidden"[^>]*>/g)) {
    const name = /name="([^"]*)"/.exec(tag)?.[1];
    const value = /value="([^"]*)"/.exec(tag)?.[1] ?? "";
    if (name !== undefined) fields.append(name, plainText(value));
  }
  return fields;
}

function plainText(text: string): string {
  const signs: Readonly<Record<string, string>> = {
    amp: "&",
    lt: "<",
    gt: ">",
    quot: '"',
    "#39": "'",
    "#x27": "'",
    "#x3D": "=",
  };
  return text.replace(/&(amp|lt|gt|quot|#39|#x27|#x3D);/g, (whole, name: string) => signs[name] ?? whole);
}
