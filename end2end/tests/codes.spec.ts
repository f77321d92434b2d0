import { setTimeout as after } from "node:timers/promises";
import { newPhone, person, stranger } from "../fixtures/people";
import { PROTECTED } from "../fixtures/steps";
import { expect, test } from "../fixtures/test";

/** Another code of six digits than this one. */
const otherThan = (code: string, by: number) => String((Number(code) + by) % 1_000_000).padStart(6, "0");

test("otp_paste_variants", async ({ arrives, page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const ana = arrives(person(19));
  const mark = await ana.entersPassword();
  await ana.sees("Enter your code");
  const code = await ana.readsSignInCode(mark);
  const field = page.getByLabel("6-digit code", { exact: true });
  await expect(field).toHaveAttribute("autocomplete", "one-time-code");
  await expect(field).toHaveAttribute("inputmode", "numeric");

  const pastes = async (text: string) => {
    await page.evaluate((words) => navigator.clipboard.writeText(words), text);
    await field.fill("");
    await field.press("ControlOrMeta+v");
    await expect(field, "pasting is never stopped").not.toHaveValue("");
  };
  const [a, b] = [(text: string) => text.slice(0, 3), (text: string) => text.slice(3)];

  // Read as six digits, so a wrong one is called wrong and not too long or too short.
  const written = [
    (digits: string) => `${a(digits)} ${b(digits)}`,
    (digits: string) => `${a(digits)}-${b(digits)}`,
    (digits: string) => `\t${a(digits)}\u00a0${b(digits)}`,
  ];
  for (const [n, spelling] of written.entries()) {
    await pastes(spelling(otherThan(code, n + 1)));
    await ana.presses("Verify");
    await ana.isTold(`That code is not right. You have ${4 - n} tries left.`);
    // The reader is taken to the message a moment after it stands there: whoever pastes before that pastes into nothing.
    await expect(page.getByRole("alert")).toBeFocused();
  }

  await pastes(` ${a(code)}.${b(code)}\n`);
  expect(new URL(page.url()).pathname, "pasting alone sends nothing").toBe("/sign-in/verify");
  await ana.presses("Verify");
  await ana.sees(PROTECTED);
});

test("each wrong shape of a code has words of its own and costs no try", async ({ arrives, page }) => {
  const ana = arrives(person(20));
  const mark = await ana.entersPassword();
  await ana.sees("Enter your code");
  for (const [typed, words] of [
    ["", "Enter the 6-digit code we sent."],
    ["12345", "The code has 6 numbers. You entered 5."],
    ["1234567", "The code has 6 numbers. You entered 7."],
    ["12345a", "The code has 6 numbers. You entered 6."],
  ] as const) {
    await ana.fills("6-digit code", typed);
    await ana.presses("Verify");
    await ana.isTold(words);
    await expect(page.getByLabel("6-digit code", { exact: true })).toHaveAttribute("aria-invalid", "true");
  }
  const code = await ana.readsSignInCode(mark);
  await ana.fills("6-digit code", otherThan(code, 1));
  await ana.presses("Verify");
  await ana.isTold("That code is not right. You have 4 tries left.");
  await ana.fills("6-digit code", code);
  await ana.presses("Verify");
  await ana.sees(PROTECTED);
});

test("five wrong codes end a code, and the right one comes too late", async ({ arrives }) => {
  const ana = arrives(person(21));
  const mark = await ana.entersPassword();
  await ana.sees("Enter your code");
  const code = await ana.readsSignInCode(mark);
  for (const left of ["4 tries", "3 tries", "2 tries", "1 try"]) {
    await ana.fills("6-digit code", otherThan(code, 7));
    await ana.presses("Verify");
    await ana.isTold(`That code is not right. You have ${left} left.`);
  }
  for (const typed of [otherThan(code, 7), code]) {
    await ana.fills("6-digit code", typed);
    await ana.presses("Verify");
    await ana.isTold(/Too many wrong codes\. You can try again at \d\d:\d\d:\d\d/);
  }
  await ana.reloads();
  await ana.sees("Enter your code");
  const mail = await ana.inbox.next(mark, "a warning", (one) => /could not complete/.test(one.subject), ana.who.email);
  expect(mail.text).toContain("three wrong codes");
});

test("resend_wait_server_truth", async ({ arrives, page, inbox }) => {
  test.slow();
  const ana = arrives(person(22));
  const mark = await ana.entersPassword();
  await ana.sees("Enter your code");
  const code = await ana.readsSignInCode(mark);
  const refused = page.getByRole("status").filter({ hasText: "You can ask for another code in" });
  const seconds = async () => Number(/in (\d+) second/.exec((await refused.textContent()) ?? "")?.[1]);

  // The button is no lock: the server says how long.
  await ana.presses("Send a new code");
  await expect(refused).toBeVisible();
  const left = await seconds();
  expect(left).toBeGreaterThan(0);
  expect(left).toBeLessThanOrEqual(30);
  await ana.presses("Receive a call");
  await expect.poll(seconds, { message: "a call does not go round the wait" }).toBeLessThanOrEqual(left);

  await ana.reloads();
  await ana.sees("Enter your code");
  await ana.presses("Send a new code");
  await expect.poll(seconds, { message: "a reload keeps the wait" }).toBeLessThanOrEqual(left);
  expect(await inbox.count(ana.phone, mark), "nothing went out meanwhile").toBe(1);

  await expect(page.getByText("You can ask for another code now.").first()).toBeVisible({ timeout: 40_000 });
  const second = await inbox.mark();
  await ana.presses("Send a new code");
  await ana.isTold("We sent the code again. It works as long as before.");
  expect(await inbox.nextCode(ana.phone, second), "the same code").toBe(code);
  await ana.fills("6-digit code", code);
  await ana.presses("Verify");
  await ana.sees(PROTECTED);
});

test.describe("on a slow line", () => {
  test.beforeEach(async ({ context }) => {
    await context.route("**/*.wasm", async (route) => {
      await after(5_000);
      await route.continue();
    });
  });

  test("type_before_wasm", async ({ arrives, page }) => {
    test.slow();
    const ana = arrives(person(23));
    const html = page.locator("html");
    const mark = await ana.inbox.mark();

    await page.goto("/sign-in");
    await ana.fills("Email", ana.who.email);
    await ana.fills("Password", ana.who.password);
    await expect(html, "typed before the page is alive").not.toHaveAttribute("data-ready");
    await ana.settles();
    await expect(page.getByLabel("Email", { exact: true })).toHaveValue(ana.who.email);
    await expect(page.getByLabel("Password", { exact: true })).toHaveValue(ana.who.password);
    await ana.presses("Sign in");
    await ana.sees("Enter your code");

    const code = await ana.readsSignInCode(mark);
    await page.reload();
    await ana.fills("6-digit code", code);
    await expect(html, "typed before the page is alive").not.toHaveAttribute("data-ready");
    await ana.settles();
    await expect(page.getByLabel("6-digit code", { exact: true })).toHaveValue(code);
    await ana.presses("Verify");
    await ana.sees(PROTECTED);
  });

  test("a form sent before the program arrives is sent once, as plain HTML", async ({ arrives, page, inbox }) => {
    test.slow();
    const ana = arrives(person(24));
    const mark = await inbox.mark();
    await page.goto("/sign-in");
    await ana.fills("Email", ana.who.email);
    await ana.fills("Password", ana.who.password);
    await ana.control("Sign in").dblclick();
    await ana.sees("Enter your code");
    await expect(page.locator("html")).not.toHaveAttribute("data-ready");
    await ana.readsSignInCode(mark);
    expect(await inbox.count(ana.phone, mark), "one text").toBe(1);
  });
});

test("the simulator shows a text live, also one that came while its line was being opened", async ({ arrives, context }) => {
  let opens = () => {};
  const opened = new Promise<void>((done) => (opens = done));
  await context.route("**/simulator/events", async (route) => {
    await opened;
    await route.continue();
  });
  const desk = await context.newPage();
  const asked = desk.waitForRequest("**/simulator/events");
  await desk.goto("/simulator");
  await asked;
  const ana = arrives(person(50));
  const mark = await ana.entersPassword();
  await ana.sees("Enter your code");
  const code = await ana.readsSignInCode(mark);
  opens();
  const phone = desk.getByRole("region", { name: `phone of ${ana.phone}`, exact: true });
  await expect(phone.getByText(code, { exact: true })).toBeVisible();
});

test("a locked address is told until when, known or not", async ({ arrives }) => {
  const nobody = arrives({ ...stranger, email: "nobody-codes@nowhere.example" });
  await nobody.goes("/sign-in");
  for (let wrong = 0; wrong < 5; wrong++) {
    await nobody.fills("Email", nobody.who.email);
    await nobody.fills("Password", `not the password ${wrong}`);
    await nobody.presses("Sign in");
    await nobody.isTold("Email or password is not right.");
    await nobody.reloads();
  }
  await nobody.fills("Email", nobody.who.email);
  await nobody.fills("Password", "not the password either");
  await nobody.presses("Sign in");
  await nobody.isTold(/This account is locked until \d\d:\d\d:\d\d .*because of too many tries\./);
});

test("a new number is tried by its own code only", async ({ arrives }) => {
  test.slow();
  const ana = arrives(person(25));
  const fresh = newPhone(11);
  const mark = await ana.entersPassword();
  await ana.sees("Enter your code");
  const signIn = await ana.readsSignInCode(mark);
  await ana.fills("6-digit code", signIn);
  await ana.presses("Verify");
  await ana.sees(PROTECTED);
  await ana.opensUserSettings();
  await ana.editsTwoFactor();
  await ana.resetsPhone();
  await ana.choosesToAddPhone();
  await ana.types(fresh);
  await ana.presses("Send code via SMS");
  await ana.sees("Enter the code we sent");
  await ana.fills("6-digit code", signIn);
  await ana.presses("Verify");
  await ana.isTold("That code is not right. You have 4 tries left.");
});
