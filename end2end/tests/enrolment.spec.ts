import { violations } from "../fixtures/a11y";
import { newcomer, newPhone, trialOwner } from "../fixtures/people";
import { ADD, CONFIRM, TWO_FACTOR } from "../fixtures/steps";
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

test("an owner on trial signs in without a code and adds a first phone", async ({ arrives, page }) => {
  test.slow();
  const tia = arrives(trialOwner);
  await tia.entersPassword();
  await tia.sees("Add a phone to protect your account");
  expect(await violations(page)).toEqual([]);
  const mark = await tia.inbox.mark();
  await tia.presses("Set up 2FA");
  await tia.sees(CONFIRM);
  await tia.entersMailedCode(mark);
  await tia.sees(TWO_FACTOR);
  await expect(page.getByText("No phone added")).toBeVisible();
  await expect(tia.control(/^Reset phone number/)).toHaveCount(0);
  expect(await violations(page)).toEqual([]);

  const phone = newPhone(23);
  await tia.presses(ADD);
  await tia.sees("Add a phone");
  await tia.addsPhone(phone);
  await tia.finishes();

  await tia.signsOut();
  await tia.signsIn();
  expect(tia.phone, "from now on a code is asked for").toBe(phone.e164);
});
