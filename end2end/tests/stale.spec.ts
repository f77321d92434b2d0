import { setTimeout as after } from "node:timers/promises";
import { Authenticator } from "../fixtures/authenticator";
import { newPhone, person } from "../fixtures/people";
import { expect, FRESH, test } from "../fixtures/server";
import { ADD, CONFIRM, PROTECTED, type Someone, TWO_FACTOR, UNDERSTOOD } from "../fixtures/steps";

/** Signs in, opens the settings, and lets the sign-in grow old there. */
async function lingers(ana: Someone): Promise<void> {
  await ana.signsIn();
  const since = Date.now();
  await ana.opensUserSettings();
  await ana.editsTwoFactor();
  await after(Math.max(0, since + FRESH * 1000 + 1000 - Date.now()));
}

test("a new recovery code takes password and code again when the sign-in is old", async ({ arrives, inbox, looks }) => {
  test.setTimeout(120_000);
  const ana = arrives(person(67));
  await lingers(ana);
  await ana.presses("Get a new recovery code");
  await ana.sees(CONFIRM);
  await expect(ana.page.getByText("It is a while since you signed in.")).toBeVisible();
  await looks(ana, "prove-password");
  await ana.fills("Password", "not the password");
  await ana.presses("Continue");
  await ana.isTold("That password is not right.");
  const mark = await inbox.mark();
  await ana.fills("Password", ana.password);
  await ana.presses("Continue");
  await looks(ana, "prove-code");
  await ana.fills("6-digit code", "12345");
  await ana.presses("Verify");
  await ana.isTold("The code has 6 numbers. You entered 5.");
  await ana.fills("6-digit code", await inbox.nextCode(ana.phone, mark));
  await ana.presses("Verify");
  await ana.isTold("Confirmed. Carry on from here.");
  await ana.sees(TWO_FACTOR);
  await ana.presses("Get a new recovery code");
  await ana.readsRecoveryCode();
  expect(ana.recovery).toMatch(/^([0-9A-Z]{4}-){5}[0-9A-Z]{4}$/);
  await inbox.next(mark, "a mail", (one) => one.subject === "A new recovery code was made", ana.who.email);
});

test("the app proves in place of the phone when the number is reset", async ({ arrives, looks }) => {
  test.setTimeout(150_000);
  const ana = arrives(person(68));
  await ana.signsIn();
  await ana.opensUserSettings();
  await ana.editsTwoFactor();
  await ana.presses("Add an authenticator app");
  await ana.presses("Show the QR code");
  const app = await Authenticator.reads(ana.page);
  await ana.fills("6-digit code", await app.code());
  await ana.presses("Add this app");
  await ana.readsRecoveryCode();
  await ana.ticks("I have saved my recovery code");
  await ana.presses("Finish");
  await ana.sees(PROTECTED);
  await after(FRESH * 1000);

  await ana.goes("/settings/2fa/edit");
  await ana.asksToReset();
  await ana.fills("Password", ana.password);
  await ana.ticks(UNDERSTOOD);
  await ana.presses("Reset and continue");
  await expect(ana.page.getByText("A code from your authenticator app works too.")).toBeVisible();
  await looks(ana, "reset-code-or-app");
  await ana.fills("6-digit code", await app.code());
  await ana.presses("Reset and continue");
  await ana.sees(TWO_FACTOR);
  await ana.presses(ADD);
  await ana.sees("Add a phone");
  await ana.addsPhone(newPhone(41));
  await ana.finishes();
});
