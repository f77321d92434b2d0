import { lastThree, lastTwo, newPhone, person } from "../fixtures/people";
import { PROTECTED, SAVED, type Someone } from "../fixtures/steps";
import { expect, test } from "../fixtures/test";

const spoken = (e164: string) => `phone number ending in ${[...lastThree(e164)].join(" ")}`;

async function opensTwoFactor(ana: Someone): Promise<void> {
  await ana.opensUserSettings();
  await ana.editsTwoFactor();
}

test("a spare phone gets codes, becomes the default, and the other one goes", async ({ arrives, page, inbox }) => {
  test.setTimeout(120_000);
  const ana = arrives(person(58));
  const spare = newPhone(37);
  await ana.signsIn();
  const main = ana.phone;
  await opensTwoFactor(ana);

  await test.step("a spare phone is added beside the main one", async () => {
    const mark = await inbox.mark();
    await ana.presses("Add another phone");
    await ana.sees("Add a phone");
    await ana.types({ country: spare.country, typed: main });
    await ana.presses("Send code via SMS");
    await ana.isTold("That number is in your account already.");
    await ana.types(spare);
    await ana.presses("Send code via SMS");
    await ana.sees("Enter the code we sent");
    await ana.fills("6-digit code", await ana.readsNewCode(spare, mark));
    await ana.presses("Verify");
    // Nobody in the demo has a recovery code yet.
    await ana.readsRecoveryCode();
    await ana.ticks(SAVED);
    await ana.presses("Finish");
    await ana.sees(PROTECTED);
    await ana.goes("/settings/2fa/edit");
    await expect(ana.control(`Remove ${spoken(spare.e164)}`)).toBeVisible();
    await inbox.next(mark, "a mail", (one) => one.subject === "Another phone was added to your account", ana.who.email);
    await inbox.next(mark, "a text", (one) => one.text.includes("another phone ending"), main);
  });

  await test.step("a code goes to it when the main phone is not at hand", async () => {
    await ana.signsOut();
    const mark = await ana.entersPassword();
    await ana.sees("Enter your code");
    await ana.presses(`Send to the number ending in ${lastTwo(spare.e164)}`);
    await expect(page.getByRole("main")).toContainText(`the number ending in ${lastTwo(spare.e164)}`);
    await ana.fills("6-digit code", await inbox.nextCode(spare.e164, mark));
    await ana.presses("Verify");
    await ana.sees(PROTECTED);
  });

  await test.step("it becomes the default", async () => {
    await opensTwoFactor(ana);
    const mark = await inbox.mark();
    await ana.presses(`Make default ${spoken(spare.e164)}`);
    await ana.isTold(`Saved. Codes now go to the number ending in ${lastThree(spare.e164)}.`);
    await inbox.next(mark, "a mail", (one) => one.subject === "Your codes go to another phone", ana.who.email);
    await inbox.next(mark, "a text", (one) => one.text.includes("from now on"), main);
  });

  await test.step("the other one is removed", async () => {
    const mark = await inbox.mark();
    await ana.presses(`Remove ${spoken(main)}`);
    await ana.isTold(`The number ending in ${lastThree(main)} is removed.`);
    await inbox.next(mark, "a mail", (one) => one.subject === "A phone was removed from your account", ana.who.email);
    await expect(ana.control(/^Make default/)).toHaveCount(0);
    ana.phone = "";
    await ana.signsOut();
    await ana.signsIn();
    expect(ana.phone).toBe(spare.e164);
  });
});
