import { createServer } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createMailer } from "../../server/mail.ts";
import { type MailBox, openMailBox } from "../support/mail-box.ts";

const MAIL = {
  fromName: "Fjäll & Form",
  to: "anna@example.se",
  subject: "Invoice 12\r\nBcc: everybody@example.se",
  text: "Hello Anna",
  html: "<p>Hello Anna</p>",
  attachments: [
    { name: "Invoice 12.pdf", type: "application/pdf", content: new Uint8Array([37, 80, 68, 70, 0, 255]) },
  ],
};

describe("the mail server", () => {
  let box: MailBox;
  beforeEach(async () => {
    box = await openMailBox();
  });
  afterEach(() => box.close());

  const send = async (changes: Partial<typeof MAIL> = {}, url = box.url) => {
    return await createMailer({ smtpUrl: url, from: "shop@example.com" }).send({ ...MAIL, ...changes });
  };

  it("is given text, page and files under the shop's name, and no line of a subject becomes a header", async () => {
    expect(await send()).toEqual({ outcome: "sent" });
    const [mail] = await box.mails();
    expect(mail).toMatchObject({
      from: { name: "Fjäll & Form", address: "shop@example.com" },
      to: [{ address: "anna@example.se" }],
      text: expect.stringContaining("Hello Anna"),
      html: expect.stringContaining("<p>Hello Anna</p>"),
      attachments: [{ filename: "Invoice 12.pdf", mimeType: "application/pdf" }],
    });
    expect(mail?.bcc).toBeUndefined();
    const [pdf] = mail?.attachments ?? [];
    expect([...new Uint8Array(pdf?.content as ArrayBuffer)]).toEqual([37, 80, 68, 70, 0, 255]);
  });

  it("keeps the name the operator chose", async () => {
    await createMailer({ smtpUrl: box.url, from: "Accounts <shop@example.com>" }).send(MAIL);
    expect((await box.mails())[0]?.from).toMatchObject({ name: "Accounts", address: "shop@example.com" });
  });

  it("that does not know the address has refused the mail for good", async () => {
    box.trouble("refuse address");
    expect(await send()).toMatchObject({ outcome: "refused", reason: expect.stringContaining("5.1.1") });
  });

  it("never sees an address that is none", async () => {
    expect(await send({ to: "anna\r\n@example.se" })).toMatchObject({ outcome: "refused" });
    expect(await box.mails()).toEqual([]);
  });

  it("that is busy, away or silent has sent nothing, and may be asked again", async () => {
    box.trouble("busy");
    expect(await send()).toMatchObject({ outcome: "failed", sent: false });
    const gone = await openMailBox();
    await gone.close();
    expect(await send({}, gone.url)).toMatchObject({ outcome: "failed", sent: false });
  });

  it("that hangs up after the content may have sent it", async () => {
    box.trouble("hang up after the content");
    expect(await send()).toMatchObject({ outcome: "failed", sent: true });
    expect(await box.mails()).toHaveLength(1);
  });

  it("that hangs up before it says a word has sent nothing", async () => {
    const rude = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => rude.listen(0, "127.0.0.1", resolve));
    const address = rude.address();
    const port = typeof address === "object" ? address?.port : 0;
    expect(await send({}, `smtp://127.0.0.1:${port}`)).toMatchObject({ outcome: "failed", sent: false });
    await new Promise((resolve) => rude.close(resolve));
  });
});
