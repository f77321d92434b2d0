import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { BrowserContext, Page, Request } from "@playwright/test";
import { holds } from "../fixtures/canaries";
import { newPhone, person } from "../fixtures/people";
import { ADD, PROTECTED, type Someone, TWO_FACTOR } from "../fixtures/steps";
import { expect, test } from "../fixtures/test";

/** Another site, on another port of this machine: a page whose form sends itself as soon as it is opened. */
async function evilSite(page: Page, host: string, action: string, fields: Record<string, string>): Promise<number> {
  const inputs = Object.entries(fields).map(([name, value]) => `<input type="hidden" name="${name}" value="${value}">`);
  const html = `<!doctype html><title>Kittens</title><form method="post" action="${action}">${inputs.join("")}</form>
    <script>document.forms[0].submit()</script>`;
  const server = createServer((_, response) => response.setHeader("content-type", "text/html").end(html));
  await new Promise<void>((listening) => server.listen(0, listening));
  const answer = page.waitForResponse((response) => response.url() === action && response.request().method() === "POST");
  await page.goto(`http://${host}:${(server.address() as AddressInfo).port}/`);
  const status = (await answer).status();
  server.close();
  return status;
}

/** Where the form sends what this button stands in. */
async function actionOf(ana: Someone, button: string): Promise<string> {
  return ana.page
    .getByRole("button", { name: button, exact: true })
    .first()
    .evaluate((element: HTMLButtonElement) => element.form?.action ?? "");
}

test.describe("forged forms", () => {
  // The refusals stand in the console, as they should.
  test.use({ quiet: false });

  test("a form on another site changes nothing, wherever it comes from", async ({ arrives, context }) => {
    test.setTimeout(120_000);
    const ana = arrives(person(37));
    await ana.goes("/sign-in");
    const signIn = await actionOf(ana, "Sign in");
    await ana.signsIn();
    await ana.opensMenu();
    const signOut = await actionOf(ana, "Sign out");
    await ana.page.keyboard.press("Escape");
    await ana.opensUserSettings();
    await ana.editsTwoFactor();
    const renew = await actionOf(ana, "Get a new recovery code");
    await ana.presses(/^Edit how you receive/);
    await ana.sees("How do you want to receive your 2FA code?");
    const method = await actionOf(ana, "Save");
    await ana.goes("/settings/2fa/edit");
    await ana.asksToReset();
    const reset = await actionOf(ana, "Reset and continue");
    const mark = await ana.inbox.mark();

    const forged = await context.newPage();
    const thief = { email: person(38).email, password: person(38).password };
    for (const host of ["localhost", "127.0.0.1"])
      for (const [action, fields] of [
        [signOut, {}],
        [renew, {}],
        [method, { channel: "call" }],
        [reset, { agreed: "yes" }],
        [signIn, thief],
      ] as const) {
        await test.step(`${host} to ${new URL(action).pathname}`, async () => {
          expect(action).toMatch(/^http/);
          expect(await evilSite(forged, host, action, fields)).toBe(403);
        });
      }

    await ana.goes("/settings/2fa/edit");
    await ana.sees(TWO_FACTOR);
    await expect(ana.page.getByText("Through a text message")).toBeVisible();
    await expect(ana.control(ADD), "no change was begun").toHaveCount(0);
    await expect(ana.page.getByRole("banner").getByRole("button")).not.toHaveText("");
    expect(await ana.inbox.count(ana.who.email, mark), "nobody had to be told of anything").toBe(0);
    await ana.opensMenu();
    await expect(ana.page.getByRole("banner"), "still Ana").toContainText(ana.who.email);
  });

  test("no page of ours is shown inside another site", async ({ arrives, page }) => {
    const ana = arrives(person(38));
    await ana.goes("/sign-in");
    const server = createServer((_, response) =>
      response.setHeader("content-type", "text/html").end(`<title>x</title><iframe src="${page.url()}"></iframe>`),
    );
    await new Promise<void>((listening) => server.listen(0, listening));
    await page.goto(`http://localhost:${(server.address() as AddressInfo).port}/`);
    await expect(page.frameLocator("iframe").getByLabel("Password")).toHaveCount(0);
    server.close();
  });
});

test("the whole path leaks no secret, breaks no policy and fetches the program once", async ({ arrives, context, page }) => {
  test.setTimeout(120_000);
  const places = new Set<string>();
  const programs: Request[] = [];
  context.on("request", (request) => {
    places.add(request.url());
    if (new URL(request.url()).pathname.endsWith(".wasm")) programs.push(request);
  });
  await reportsViolations(context);
  const ana = arrives(person(39));
  ana.onPage = async () => {
    places.add(page.url());
    places.add(await page.title());
    places.add(await remembered(page));
  };

  const mark = await ana.inbox.mark();
  await ana.goes("/sign-in");
  await ana.fills("Email", ana.who.email);
  await ana.fills("Password", ana.who.password);
  await ana.presses("Sign in");
  await ana.sees("Enter your code");
  await ana.fills("6-digit code", await ana.readsSignInCode(mark));
  await ana.presses("Verify");
  await ana.sees(PROTECTED);
  await ana.changesPhone(newPhone(24));
  await ana.finishes();

  expect(programs.map((request) => request.url()), "one program for the whole path").toHaveLength(1);
  expect(await page.evaluate(() => (window as unknown as { violations?: string[] }).violations)).toEqual([]);
  expect(ana.secrets.size).toBeGreaterThanOrEqual(7);
  for (const cookie of await context.cookies()) if (cookie.httpOnly) ana.keeps(cookie.value);
  const leaks = [...places].filter((place) => [...ana.secrets].some((secret) => holds(place, secret)));
  expect(leaks.map((place) => place.slice(0, 60))).toEqual([]);
});

/** What a script could read later: history, storage, cookies that are not for the server alone, the window's name. */
const remembered = (page: Page) =>
  page.evaluate(() =>
    JSON.stringify([history.state, { ...localStorage }, { ...sessionStorage }, document.cookie, window.name, document.referrer]),
  );

/** Notes every breach of the content security policy, from the first byte of each page. */
async function reportsViolations(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const violations: string[] = [];
    Object.assign(window, { violations });
    addEventListener("securitypolicyviolation", (event) =>
      violations.push(`${event.effectiveDirective} ${event.blockedURI}`),
    );
  });
}

test("cookies are for the server alone and for this site alone", async ({ arrives, context }) => {
  const ana = arrives(person(40));
  await ana.signsIn();
  const held = (await context.cookies()).filter((cookie) => !["tz", "theme"].includes(cookie.name));
  expect(held.length).toBeGreaterThan(0);
  for (const cookie of held) {
    expect(cookie.httpOnly, cookie.name).toBe(true);
    expect(cookie.sameSite, cookie.name).not.toBe("None");
    expect(cookie.path, cookie.name).toBe("/");
  }
});

test("the answers carry the headers that keep other sites out", async ({ arrives, page }) => {
  const ana = arrives(person(41));
  const response = await page.goto("/sign-in");
  await ana.settles();
  const headers = response?.headers() ?? {};
  const policy = headers["content-security-policy"] ?? "";
  for (const part of ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'", "object-src 'none'"])
    expect(policy).toContain(part);
  expect(policy).not.toMatch(/unsafe-inline|unsafe-eval'(?<!wasm-unsafe-eval')/);
  expect(headers["x-content-type-options"]).toBe("nosniff");
  expect(headers["referrer-policy"]).toMatch(/^(same-origin|no-referrer)$/);
  expect(headers["cache-control"]).toContain("no-store");
});
