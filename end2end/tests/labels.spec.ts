import { newPhone, person } from "../fixtures/people";
import { ADD, CONFIRM, PROTECTED, SAVED, TWO_FACTOR, UNDERSTOOD, type Someone } from "../fixtures/steps";
import { expect, test } from "../fixtures/test";

// The labels that other people's scripts, guides and fingers rely on, letter for letter, each on its page.
test("labels_verbatim", async ({ arrives }) => {
  test.slow();
  const ana = arrives(person(7));
  const mark = await signInPages(ana);

  await ana.fills("6-digit code", await ana.readsSignInCode(mark));
  await ana.presses("Verify");
  await ana.sees(PROTECTED);
  await settingsPages(ana);
  await phonePages(ana);
});

async function signInPages(ana: Someone) {
  await ana.goes("/sign-in");
  await fields(ana, "Email", "Password");
  await controls(ana, "Sign in");
  const mark = await ana.entersPassword();
  await ana.sees("Enter your code");
  await fields(ana, "6-digit code");
  await controls(ana, "Verify", "Send a new code", "Receive a call", "Reset MFA");
  return mark;
}

async function settingsPages(ana: Someone) {
  const gate = await ana.inbox.mark();
  await ana.opensMenu();
  await controls(ana, "User Settings");
  await ana.presses("User Settings");
  await ana.sees(CONFIRM);
  await fields(ana, "8-digit code");
  await controls(ana, "Verify", "Send a new code");
  await ana.entersMailedCode(gate);
  await ana.sees("User Settings");
  await expect(ana.page.getByRole("heading", { name: TWO_FACTOR, exact: true })).toBeVisible();
  await visibly(ana, "Edit", "Edit two-factor authentication");
  await ana.editsTwoFactor();
  await visibly(ana, "Reset", /^Reset phone number ending in \d \d \d$/);
  await ana.asksToReset();
  await expect(ana.page.getByRole("dialog", { name: "Reset your 2FA phone?" })).toBeVisible();
  await expect(ana.page.getByRole("checkbox", { name: UNDERSTOOD, exact: true })).not.toBeChecked();
  await controls(ana, "Reset and continue");
  await ana.ticks(UNDERSTOOD);
  await ana.presses("Reset and continue");
  await ana.sees(TWO_FACTOR);
}

async function phonePages(ana: Someone) {
  const fresh = newPhone(6);
  await controls(ana, ADD);
  await ana.presses(ADD);
  await ana.sees("Add a phone");
  await fields(ana, "Country", "Phone number");
  await controls(ana, "Send code via SMS", "Receive a call");
  const mark = await ana.inbox.mark();
  await ana.types(fresh);
  await ana.presses("Send code via SMS");
  await ana.sees("Enter the code we sent");
  await fields(ana, "6-digit code");
  await controls(ana, "Verify", "Receive a call", "Send a new code", "Change number");
  await ana.fills("6-digit code", await ana.readsNewCode(fresh, mark));
  await ana.presses("Verify");
  await ana.readsRecoveryCode();
  await controls(ana, "Copy", "Download", "Print", "Finish");
  await expect(ana.page.getByRole("checkbox", { name: SAVED, exact: true })).not.toBeChecked();
  const mail = await ana.inbox.next(mark, "the notice", (one) => /changed/.test(one.subject), ana.who.email);
  expect(mail.text).toContain("This wasn't me");
}

/** Exactly one control has exactly this name. */
async function controls(ana: Someone, ...names: string[]) {
  for (const name of names) await expect(ana.control(name), name).toHaveCount(1);
}

/** Exactly one field has exactly this label. */
async function fields(ana: Someone, ...labels: string[]) {
  for (const label of labels) await expect(ana.page.getByLabel(label, { exact: true }), label).toHaveCount(1);
}

/** The eye reads `label` on it; the ear hears more. */
async function visibly(ana: Someone, label: string, spoken: string | RegExp) {
  const words = await ana
    .control(spoken)
    .evaluate((control) =>
      [...control.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.textContent).join(""),
    );
  expect(words.trim()).toBe(label);
}

test("the code page says no more than the last two digits", async ({ arrives }) => {
  const ana = arrives(person(8));
  const mark = await ana.entersPassword();
  await ana.sees("Enter your code");
  await ana.readsSignInCode(mark);
  const words = (await ana.page.getByRole("main").textContent()) ?? "";
  expect(words).toContain(`the number ending in ${ana.phone.slice(-2)}`);
  expect(words).not.toContain(ana.phone.slice(-3));
  expect(words).not.toMatch(/\+\d/);
});
