import { readFileSync } from "node:fs";
import { THEMES } from "../fixtures/a11y";
import { person } from "../fixtures/people";
import { TWO_FACTOR, UNDERSTOOD } from "../fixtures/steps";
import { expect, test } from "../fixtures/test";

test("a problem is summed up, takes the focus, and leads to its field", async ({ arrives, page }) => {
  const ana = arrives(person(44));
  const summary = page.getByRole("alert");
  await ana.goes("/sign-in");
  await expect(page).toHaveTitle(/^Sign in/);
  await ana.presses("Sign in");

  await expect(summary.getByRole("heading", { name: "There is a problem" })).toBeVisible();
  await expect(summary).toBeFocused();
  await expect(page).toHaveTitle(/^Error: Sign in/);
  const words = "Enter your email address, like name@example.com.";
  const email = page.getByLabel("Email", { exact: true });
  await expect(email).toHaveAttribute("aria-invalid", "true");
  await expect(email).toHaveAccessibleDescription(`Error: ${words}`);
  await summary.getByRole("link", { name: words, exact: true }).click();
  await expect(email).toBeFocused();

  await email.fill(ana.who.email);
  await ana.presses("Sign in");
  await ana.isTold("Enter your password.");
  await expect(summary).toBeFocused();
  await expect(email, "what was typed stays").toHaveValue(ana.who.email);

  await ana.fills("Password", "not the password");
  await ana.presses("Sign in");
  await ana.isTold("Email or password is not right.");
  await expect(page.getByLabel("Password", { exact: true }), "a password does not").toHaveValue("");
});

test.describe("without script", () => {
  test.use({ wasm: false });

  test("a plain post ends at the summary as well", async ({ arrives, page }) => {
    const ana = arrives(person(44));
    await ana.goes("/sign-in");
    await ana.presses("Sign in");
    await expect(page.getByRole("alert")).toBeFocused();
    await expect(page).toHaveTitle(/^Error: Sign in/);
  });
});

test("the reset question works by keyboard alone", async ({ arrives, page }) => {
  test.slow();
  const ana = arrives(person(45));
  await ana.signsIn();
  await ana.opensUserSettings();
  await ana.editsTwoFactor();
  const opener = page.getByRole("link", { name: /^Reset phone number/ });
  const dialog = page.getByRole("dialog", { name: "Reset your 2FA phone?" });
  const inside = () => dialog.evaluate((element) => element.contains(document.activeElement));

  await opener.focus();
  await page.keyboard.press("Enter");
  await expect(dialog).toBeVisible();
  await expect.poll(inside, { message: "the focus moves in" }).toBe(true);
  await expect(ana.control("Reset and continue"), "not onto the dangerous button").not.toBeFocused();

  // Round and round: the page behind is never reached. The browser's own bar is one stop on the way.
  for (const key of ["Tab", "Shift+Tab"])
    for (let presses = 0; presses < 12; presses++) {
      await page.keyboard.press(key);
      const where = await page.evaluate(() => document.activeElement?.closest("dialog")?.id ?? document.activeElement?.tagName);
      expect(["reset", "BODY"]).toContain(where);
    }

  await page.keyboard.press("Escape");
  await ana.sees(TWO_FACTOR);
  await expect(dialog).toHaveCount(0);
  await expect(opener, "the focus returns").toBeFocused();

  await page.keyboard.press("Enter");
  await expect(dialog).toBeVisible();
  const box = page.getByRole("checkbox", { name: UNDERSTOOD });
  await box.focus();
  await page.keyboard.press("Space");
  await expect(box).toBeChecked();
  await page.keyboard.press("Enter");
  await ana.sees(TWO_FACTOR);
  await expect(ana.control("+ Add phone based verification"), "the next step is at hand").toBeFocused();
});

test("a new page is announced by its heading and its title", async ({ arrives, page }) => {
  test.slow();
  const ana = arrives(person(46));
  await ana.signsIn();
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  await expect(page).toHaveTitle("Your account is protected · Rekey");
  await ana.opensUserSettings();
  await expect(page).toHaveTitle("User Settings · Rekey");
  await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
  await page.keyboard.press("Tab");
  await ana.reloads();
  await page.keyboard.press("Tab");
  await expect(ana.control("Skip to main content")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();
});

test("tokens_contrast", () => {
  const css = readFileSync(new URL("../../style/tokens.css", import.meta.url), "utf8");
  const tokens = new Map<string, [string, string]>();
  for (const [, name = "", value = ""] of css.matchAll(/--([\w-]+):\s*([^;]+);/g)) {
    const [, light, dark] = /^light-dark\((#[\da-f]{6}), (#[\da-f]{6})\)$/i.exec(value.trim()) ?? [];
    if (light && dark) tokens.set(name, [light, dark]);
    else if (/^#[\da-f]{6}$/i.test(value.trim())) tokens.set(name, [value.trim(), value.trim()]);
  }
  const grounds = ["canvas", "surface", "sunken", "hover"];
  const text = [
    ...["text", "text-muted", "accent-text", "danger-text"].flatMap((ink) => grounds.map((ground) => [ink, ground])),
    ...["accent", "accent-hover", "danger", "danger-hover"].map((fill) => ["on-fill", fill]),
    ...["accent", "danger", "success", "warning"].map((tone) => [`${tone}-text`, `${tone}-tint`]),
    ...["accent", "danger", "success", "warning"].flatMap((tone) => ["text", "text-muted"].map((ink) => [ink, `${tone}-tint`])),
    ["ink", "paper"],
  ];
  const marks = [
    ...["border-strong", "focus"].flatMap((mark) => grounds.map((ground) => [mark, ground])),
    ...["accent", "danger-text"].map((mark) => [mark, "surface"]),
  ];
  const weak: string[] = [];
  for (const [pairs, least] of [[text, 4.5], [marks, 3]] as const)
    for (const [front = "", back = ""] of pairs)
      for (const [n, theme] of THEMES.entries()) {
        const [ink, ground] = [tokens.get(front)?.[n], tokens.get(back)?.[n]];
        if (!ink || !ground) throw new Error(`no colour ${ink ? back : front}`);
        const ratio = contrast(ink, ground);
        if (ratio < least) weak.push(`${front} on ${back}, ${theme}: ${ratio.toFixed(2)} < ${least}`);
      }
  expect(weak).toEqual([]);
});

/** Contrast by the formula of WCAG 2. */
function contrast(one: string, other: string): number {
  const luminance = (hex: string) => {
    const [r = 0, g = 0, b = 0] = (hex.match(/[\da-f]{2}/gi) ?? []).map((pair) => {
      const part = Number.parseInt(pair, 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}
