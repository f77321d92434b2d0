import { violations } from "../fixtures/a11y";
import { newPhone, type NewPhone, trialOwner } from "../fixtures/people";
import { ADD, CONFIRM, PROTECTED, type Someone, TWO_FACTOR } from "../fixtures/steps";
import { expect, test } from "../fixtures/test";

const UNPROTECTED = "Add a phone to protect your account";

// There is one trial organization and one person in it: this is a life, told in order.
test("on trial 2FA is a choice: taken, given up, and demanded once the plan is paid", async ({ arrives, page, looks }) => {
  test.setTimeout(180_000);
  const tia = arrives(trialOwner);

  await test.step("a password alone signs in, and a first phone is added", async () => {
    await tia.entersPassword();
    await tia.sees(UNPROTECTED);
    expect(await violations(page)).toEqual([]);
    const mark = await tia.inbox.mark();
    await tia.presses("Set up 2FA");
    await tia.sees(CONFIRM);
    await tia.entersMailedCode(mark);
    await tia.sees(TWO_FACTOR);
    await expect(page.getByText("No phone added")).toBeVisible();
    await expect(tia.control(/^Reset phone number/)).toHaveCount(0);
    await looks(tia, "edit-none");
    await tia.presses(ADD);
    await tia.sees("Add a phone");
    await tia.addsPhone(newPhone(23));
    await tia.finishes();
    await asksFor(tia, newPhone(23));
  });

  await test.step("2FA is turned off, after a tick, and everybody is told", async () => {
    const mark = await tia.inbox.mark();
    await tia.opensUserSettings();
    await tia.editsTwoFactor();
    await tia.presses("Turn off 2FA");
    await tia.sees("Turn off 2FA?");
    await looks(tia, "off");
    await tia.presses("Turn off 2FA");
    await tia.isTold("Tick the box to show you understand.");
    await looks(tia, "off-not-ticked");
    await tia.ticks("I understand that a password alone will open my account");
    await tia.presses("Turn off 2FA");
    await tia.isTold("2FA is off. Your password alone opens your account now.");
    const subject = "Two-factor authentication was turned off";
    await tia.inbox.next(mark, "a mail", (one) => one.subject === subject, tia.who.email);
    await tia.inbox.next(mark, "a text", (one) => one.text.includes("was turned off"), newPhone(23).e164);
    await tia.signsOut();
    await tia.entersPassword();
    await tia.sees(UNPROTECTED);
  });

  await test.step("the plan is upgraded", async () => {
    await tia.opensMenu();
    await tia.presses("Billing");
    await tia.sees("Billing");
    await expect(page.getByText("1 person has no 2FA yet.")).toBeVisible();
    await looks(tia, "billing-trial");
    await page.getByRole("radio", { name: /^Paid/ }).check();
    await tia.fills("Last four digits of the card, or the PayPal address", "42");
    await tia.presses("Save");
    await tia.isTold("Enter the last four digits of the card, or the PayPal address.");
    await looks(tia, "billing-wrong");
    await page.getByRole("radio", { name: /^Paid/ }).check();
    await tia.fills("Last four digits of the card, or the PayPal address", "1234");
    await tia.fills("Name on the bill", "Trial Co Ltd");
    await tia.fills("Postal code", "EC2A 2BB");
    await page.getByLabel("Country").selectOption({ label: "United Kingdom" });
    await tia.presses("Save");
    await tia.isTold("Plan and billing details are saved.");
    await expect(page.getByText("Everybody has to use 2FA.")).toBeVisible();
    await expect(page.getByRole("radio", { name: /^Trial/ })).toHaveCount(0);
  });

  await test.step("the next sign-in asks for a phone, and from then on it stays", async () => {
    await tia.signsOut();
    await tia.entersPassword();
    await tia.sees("Add a new phone");
    await expect(page.getByText("Trial Co requires 2FA. Add a phone to carry on.")).toBeVisible();
    await tia.addsPhone(newPhone(40));
    await tia.finishes();
    await tia.opensUserSettings();
    await tia.editsTwoFactor();
    await expect(tia.control("Turn off 2FA")).toHaveCount(0);
    await expect(page.getByText("Trial Co requires 2FA, so it cannot be turned off.")).toBeVisible();
    await tia.goes("/settings/2fa/off");
    await expect(page.getByText(/Trial Co has a paid plan, which requires 2FA of everybody/)).toBeVisible();
    await expect(tia.control("Turn off 2FA")).toHaveCount(0);
    await looks(tia, "off-refused");
    await asksFor(tia, newPhone(40));
  });
});

/** Signs in again, by a code to this phone. */
async function asksFor(tia: Someone, phone: NewPhone): Promise<void> {
  await tia.signsOut();
  await tia.signsIn();
  await tia.sees(PROTECTED);
  expect(tia.phone, "from now on a code is asked for").toBe(phone.e164);
}
