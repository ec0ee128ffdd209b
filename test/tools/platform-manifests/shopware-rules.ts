import { XMLParser, XMLValidator } from "fast-xml-parser";
import { z } from "zod";

/*
 * The form of a Shopware 6.7 app's manifest.xml (third form of the schema), in our own words: which elements there are,
 * how often each may stand, and what their attributes may say.
 */
const address = z.url({ protocol: /^https$/ });
const one = <T extends z.ZodType>(what: T) => z.tuple([what]);
const text = z.string().min(1);
/** Without a language a text is English. */
const label = z.union([
  text,
  z.strictObject({ "@lang": z.string().regex(/^[a-z]{2,3}-[A-Z]{2}$/), "#text": text }),
]);
const labels = z.array(label).min(1);

const button = z.strictObject({
  "@action": text,
  "@entity": z.enum(["order", "product", "customer", "category", "promotion", "media"]),
  "@view": z.enum(["detail", "list"]),
  "@url": address,
  label: labels,
});

const webhook = z.strictObject({
  "@name": text,
  "@url": address,
  // A name token of XML.
  "@event": z.string().regex(/^[\w.:-]+$/),
  "@onlyLiveVersion": z.enum(["true", "false"]).optional(),
});

const entity = z.string().regex(/^[a-z][a-z_]*$/);

const file = z.strictObject({
  manifest: one(
    z.strictObject({
      meta: one(
        z.strictObject({
          name: one(z.string().regex(/^[A-Z][A-Za-z0-9]*$/)),
          label: labels,
          description: labels,
          author: one(text),
          copyright: one(text),
          version: one(z.string().regex(/^\d+\.\d+\.\d+$/)),
          license: one(text),
          compatibility: one(text),
        }),
      ),
      setup: one(z.strictObject({ registrationUrl: one(address) })),
      admin: one(
        z.strictObject({
          "action-button": unique(button, "@action"),
          module: z.array(
            z.strictObject({
              "@name": text,
              "@source": address,
              "@parent": text,
              "@position": z.string().regex(/^\d+$/),
              label: labels,
            }),
          ),
          "main-module": one(z.strictObject({ "@source": address })),
        }),
      ),
      permissions: one(z.strictObject({ read: z.array(entity), update: z.array(entity) })),
      "allowed-hosts": one(z.strictObject({ host: z.array(z.hostname()) })),
      webhooks: one(z.strictObject({ webhook: unique(webhook, "@name") })),
    }),
  ),
});

export type ShopwareManifest = z.output<typeof file>["manifest"][0];

/** Reads a manifest.xml; throws with the place where it is not as Shopware wants it. */
export function readShopwareManifest(xml: string): ShopwareManifest {
  const wrong = XMLValidator.validate(xml);
  if (wrong !== true) throw new Error(wrong.err.msg);
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: "@",
    ignoreDeclaration: true,
    parseTagValue: false,
    isArray: (_name, _path, _isLeaf, isAttribute) => !isAttribute,
  });
  return file.parse(parser.parse(xml)).manifest[0];
}

function unique<Entry extends z.ZodObject>(entry: Entry, key: string) {
  return z.array(entry).refine((all) => new Set(all.map((each) => each[key])).size === all.length, {
    message: `${key} is taken`,
  });
}
