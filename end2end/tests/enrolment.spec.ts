import { violations } from "../fixtures/a11y";
import { newcomer, newPhone } from "../fixtures/people";
import { expect, test } from "../fixtures/test";

test("a managed person without a phone adds one before anything else", async ({ arrives, page }) => {
  test.slow();
  const noah = arrives(newcomer);
  await noah.entersPassword();
  await noah.sees("Add a new phone");
  await expect(page.getByRole("main")).toContainText("requires 2FA. Add a phone to carry on.");
  await expect(noah.control("Sign out")).toBeVisible();
  expect(await violations(page)).toEqual([]);

  await test.step("nothing else is reached", async () => {
    for (const path of ["/overview", "/settings", "/settings/2fa/edit", "/sign-in/verify"]) {
      await noah.goes(path);
      await expect(page.getByRole("heading", { level: 1, name: /^(Add a new phone|Sign in)$/ })).toBeVisible();
    }
    await noah.goes("/sign-in/new-phone");
    await noah.sees("Add a new phone");
  });

  await test.step("giving up leaves it for the next time", async () => {
    await noah.presses("Sign out");
    await noah.sees("Sign in");
    await noah.entersPassword();
    await noah.sees("Add a new phone");
  });

  const phone = newPhone(22);
  await noah.addsPhone(phone);
  await expect(page.getByText("Step 3 of 3")).toBeVisible();
  await noah.finishes();
  const mail = await noah.inbox.next(new Set(), "a mail", (one) => one.subject === "A phone was added to your account", noah.who.email);
  expect(mail.text).toContain("This wasn't me");

  await noah.signsOut();
  await noah.signsIn();
  expect(noah.phone).toBe(phone.e164);
});
