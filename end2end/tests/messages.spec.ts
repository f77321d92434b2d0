import type { Page } from "@playwright/test";
import { person } from "../fixtures/people";
import { PROTECTED } from "../fixtures/steps";
import { expect, test } from "../fixtures/test";

/** A number to which no text can go, as the simulator has it from Twilio: not a mobile. */
const DEAF = { country: "United States (+1)", typed: "+1 500 555 0009" };

const live = (page: Page) => page.getByRole("status").filter({ hasText: /^(Sending|Sent|Delivered|Could not|Calling)/ });

test.describe("how far the message came", () => {
  test("the code page says that the text is there, and when, as it happens", async ({ arrives, page }) => {
    const ana = arrives(person(75));
    const mark = await ana.entersPassword();
    await ana.sees("Enter your code");
    await expect(live(page)).toHaveText(/^Delivered \d\d:\d\d:\d\d /);
    const said = await live(page).textContent();
    await ana.reloads();
    await expect(live(page)).toHaveText(said ?? "");
    // What was typed is not touched by what the line says.
    await ana.fills("6-digit code", "12");
    await ana.presses("Send a new code");
    await ana.fills("6-digit code", await ana.readsSignInCode(mark));
    await ana.presses("Verify");
    await ana.sees(PROTECTED);
  });

  test("two lost texts make the call the button to press", async ({ arrives, page }) => {
    const ana = arrives(person(76));
    await ana.signsIn();
    await ana.opensUserSettings();
    await ana.editsTwoFactor();
    await ana.resetsPhone();
    await ana.choosesToAddPhone();
    await ana.types(DEAF);
    await ana.presses("Send code via SMS");
    await ana.sees("Enter the code we sent");
    const call = page.getByRole("button", { name: "Receive a call", exact: true });
    const lost = page.getByText(/could not be delivered/i);
    await expect(lost.first()).toBeVisible();
    await expect(call).toHaveClass(/quiet/);
    await ana.presses("Send a new code");
    await expect(call).toHaveClass(/primary/);
    await ana.reloads();
    await expect(page.getByText("Two texts did not arrive. Receive a call: a voice reads the code to you.")).toBeVisible();
    await expect(call).toHaveClass(/primary/);
  });

  test("a browser that reads texts fills the code in and sends nothing", async ({ arrives, page }) => {
    // Chromium on a desk has no texts to read: what it would answer is put in its place.
    await page.addInitScript(() => {
      Object.assign(window, { OTPCredential: class {} });
      const asked: unknown[] = [];
      Object.assign(window, { asked });
      const get = (options: { otp?: { transport: string[] } }) => {
        asked.push(options.otp);
        return Promise.resolve({ code: "048213" });
      };
      Object.defineProperty(navigator, "credentials", { value: { get } });
    });
    const ana = arrives(person(77));
    await ana.entersPassword();
    await ana.sees("Enter your code");
    const field = page.getByLabel("6-digit code", { exact: true });
    await field.focus();
    await expect(field).toHaveValue("048213");
    expect(await page.evaluate(() => (window as unknown as { asked: unknown[] }).asked)).toEqual([{ transport: ["sms"] }]);
    await page.waitForTimeout(500);
    expect(new URL(page.url()).pathname, "sending it stays the person's own act").toBe("/sign-in/verify");
    await expect(page.getByRole("alert")).toHaveCount(0);
  });
});

test.describe("without any script", () => {
  test.use({ javaScriptEnabled: false });
  test("the page says the same when it is loaded again", async ({ arrives, page }) => {
    const ana = arrives(person(78));
    await ana.entersPassword();
    await ana.sees("Enter your code");
    await expect(async () => {
      await page.reload();
      await expect(live(page)).toHaveText(/^Delivered \d\d:\d\d:\d\d UTC$/, { timeout: 500 });
    }).toPass();
  });
});

test.describe("in a browser that asks for German", () => {
  test.use({ locale: "de-CH" });
  test("messages come in German, until another language is chosen", async ({ arrives, page }) => {
    const ana = arrives(person(79));
    const mark = await ana.entersPassword();
    await ana.sees("Enter your code");
    const text = await ana.inbox.next(mark, "a German text", (one) => /Anmeldecode für Rekey/.test(one.text));
    await ana.fills("6-digit code", text.code ?? "");
    await ana.presses("Verify");
    await ana.sees(PROTECTED);
    await ana.opensUserSettings();
    await ana.presses("Change language");
    await ana.sees("Language of messages");
    await expect(page.getByRole("option", { name: "As your browser asks: Deutsch" })).toBeAttached();
    await page.getByLabel("Language", { exact: true }).selectOption({ label: "日本語" });
    await ana.presses("Save");
    await ana.sees("User Settings");
    await ana.isTold("Saved. Messages to you come in this language from now on.");
    await expect(page.getByRole("definition").filter({ hasText: "日本語" })).toBeVisible();
    const later = await ana.inbox.mark();
    await ana.signsOut();
    await ana.entersPassword();
    await ana.inbox.next(later, "a Japanese text", (one) => one.text.includes("のログイン用コードです"));
  });
});
