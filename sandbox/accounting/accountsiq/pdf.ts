/** A one-page PDF of plain lines; enough to open and to attach. */
export function simplePdf(lines: readonly string[]): Buffer {
  const shown = lines.slice(0, 45).map((line) => `(${escaped(line)}) Tj T*`);
  const page = `BT /F1 11 Tf 60 780 Td 16 TL ${shown.join(" ")} ET`;
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    `<< /Length ${page.length} >>\nstream\n${page}\nendstream`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
  ];
  let file = "%PDF-1.4\n";
  const offsets = objects.map((object, index) => {
    const offset = file.length;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(offset).padStart(10, "0")} 00000 n \n`;
  });
  const table = file.length;
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join("")}`;
  file += `trailer << /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`;
  return Buffer.from(file, "latin1");
}

/** Text within the one-byte alphabet of the built-in fonts, so that a character is a byte and offsets hold. */
function escaped(line: string): string {
  return line.replace(/[^\u0020-\u00ff]/g, "?").replace(/[\\()]/g, "\\$&");
}
