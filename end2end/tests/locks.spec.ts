import { admin, person } from "../fixtures/people";
import { PROTECTED } from "../fixtures/steps";
import { expect, test } from "../fixtures/test";

test("a stranger's wrong passwords lock strangers out, and not the browser that is known", async ({ arrives, elsewhere }) => {
  test.slow();
  const ana = arrives(person(65));
  await ana.signsIn();
  await ana.signsOut();

  const stranger = arrives(person(65), await elsewhere());
  stranger.password = "not the password";
  for (let wrong = 0; wrong < 5; wrong++) {
    await stranger.entersPassword();
    await stranger.isTold("Email or password is not right.");
  }
  stranger.password = ana.password;
  await stranger.entersPassword();
  await stranger.isTold(/This account is locked until \d\d:\d\d:\d\d .*because of too many tries\./);

  await ana.signsIn();
});

test("an admin unlocks somebody who ran out of wrong codes", async ({ arrives, elsewhere, looks }) => {
  test.setTimeout(90_000);
  const ana = arrives(person(66));
  const boss = arrives(admin, await elsewhere());
  for (let times = 0; times < 2; times++) {
    const mark = await ana.entersPassword();
    await ana.sees("Enter your code");
    const code = Number(await ana.readsSignInCode(mark));
    for (let wrong = 1; wrong <= 5; wrong++) {
      await ana.fills("6-digit code", String((code + wrong) % 1_000_000).padStart(6, "0"));
      await ana.presses("Verify");
      await ana.isTold(wrong < 5 ? "That code is not right." : "Too many wrong codes. You can try again at");
    }
  }
  const until = /Too many wrong codes\. You can try again at .*, or use your recovery code\./;
  await ana.entersPassword();
  await ana.isTold(until);
  await looks(ana, "verify-locked");

  await boss.signsIn();
  await boss.opensMenu();
  await boss.presses("Organization");
  await boss.sees("Overview");
  await boss.presses("Requests");
  await boss.sees("Requests");
  const locked = boss.page.getByRole("region", { name: "Locked people" }).getByRole("listitem").filter({ hasText: ana.who.email });
  await expect(locked).toBeVisible();
  await looks(boss, "requests-locked");
  const mark = await ana.inbox.mark();
  await locked.getByRole("button", { name: /^Unlock/ }).click();
  await boss.isTold("Unlocked. The person can sign in again.");
  await expect(locked).toHaveCount(0);
  await ana.inbox.next(mark, "a mail", (one) => one.subject === "You can sign in again", ana.who.email);

  await ana.signsIn();
  await ana.sees(PROTECTED);
});
