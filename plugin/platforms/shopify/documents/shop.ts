/** What we keep of a shop when the app is installed, and what it granted. */
export const shopDocument = `query Shop {
  shop { id name myshopifyDomain currencyCode ianaTimezone shopAddress { countryCodeV2 } }
  currentAppInstallation { accessScopes { handle } } }`;

/** What the shop lets us do at this moment. */
export const grantsDocument = `query Grants { currentAppInstallation { accessScopes { handle } } }`;
