/* Stands in for Shopify's Polaris elements: their containers become blocks, and nothing else happens. */
const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  s-page, s-section, s-banner, s-box, s-stack, s-card { display: block; }
  s-app-nav, ui-nav-menu, ui-save-bar { display: none; }
`);
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
