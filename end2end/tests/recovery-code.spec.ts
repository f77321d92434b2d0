import { newPhone, person, type NewPhone } from "../fixtures/people";
import type { Someone } from "../fixtures/steps";
import { expect, test } from "../fixtures/test";

// The phone is gone, the sheet of paper is not: password and recovery code lead to a new phone and a new code, and to
// nothing else; everybody is told, and the next sign-in is an ordinary one.
async function comesBack(ana: Someone, [lost, fresh]: [NewPhone, NewPhone]): Promise<void> {
  await ana.signsIn();
  await ana.changesPhone(lost);
  await ana.finishes();
  await ana.signsOut();
  const used = ana.recovery;

  const mark = await ana.entersPassword();
  await ana.presses("Use your recovery code");
  await ana.sees("Use your recovery code");
  await ana.fills("Enter your recovery code", used.toLowerCase().replaceAll("-", " "));
  await ana.presses("Continue");
  await ana.sees("Add a new phone");
  await ana.addsPhone(fresh);
  expect(ana.recovery, "the old code is spent").not.toBe(used);
  await ana.finishes();

  for (const subject of ["Your recovery code was used", "Your 2FA phone was changed"])
    await ana.inbox.next(mark, subject, (one) => one.subject === subject, ana.who.email);
  const text = await ana.inbox.next(mark, "a text to the lost phone", (one) => /was changed/.test(one.text), lost.e164);
  expect(text.text, "whoever found the phone gets no way back with it").not.toContain("http");

  await ana.signsOut();
  await ana.signsIn();
  expect(ana.phone).toBe(fresh.e164);
}

test("a recovery code leads to a new phone and a new code", async ({ arrives }) => {
  test.slow();
  await comesBack(arrives(person(51)), [newPhone(32), newPhone(33)]);
});

test.describe("without any script", () => {
  test.use({ javaScriptEnabled: false });

  test("a recovery code leads to a new phone and a new code all the same", async ({ arrives }) => {
    test.slow();
    await comesBack(arrives(person(52)), [newPhone(34), newPhone(35)]);
  });
});
