import { readFile } from "node:fs/promises";
import { admin } from "../fixtures/people";
import { expect, test } from "../fixtures/test";
import type { Page } from "@playwright/test";

/** Names in the first column, in order. */
const names = (page: Page) => page.getByRole("rowheader").locator("a").allTextContents();

test("an admin finds people by typing, with and without the button", async ({ arrives, page, looks }) => {
  const boss = arrives(admin);
  await boss.comesIn();
  await boss.goes("/org");
  await page.getByRole("navigation", { name: "Organization" }).getByRole("link", { name: "People" }).click();
  await expect(page.getByRole("heading", { name: "People", level: 1 })).toBeVisible();
  await looks(boss, "org-people");
  await page.getByLabel("Search by name, email or last digits of the phone").fill("zoe");
  await expect(page.getByRole("status").filter({ hasText: "10 people" })).toBeVisible();
  for (const name of await names(page)) expect(name).toContain("Zoe");
  expect(new URL(page.url()).searchParams.get("q")).toBe("zoe");
  await page.getByLabel("Search by name, email or last digits of the phone").fill("nobody at all");
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page.getByText("Nobody fits.")).toBeVisible();
  await page.getByRole("link", { name: "Show everybody" }).click();
  await expect(page.getByText(/^Showing 1–50 of 20\d$/)).toBeVisible();
});

test("filters, saved views, orders and pages are links that can be passed on", async ({ arrives, page }) => {
  const boss = arrives(admin);
  await boss.comesIn();
  await boss.goes("/org");
  await page.getByRole("navigation", { name: "Organization" }).getByRole("link", { name: "People" }).click();
  await page.getByRole("navigation", { name: "Saved views" }).getByRole("link", { name: "Not set up" }).click();
  await expect(page.getByRole("row").filter({ hasText: "new@acme.example" })).toContainText("Not set up");
  await page.getByRole("link", { name: "Clear all" }).click();
  await page.getByLabel("Role").selectOption("Owner");
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page.getByRole("rowheader")).toHaveCount(2);
  await page.getByRole("link", { name: /Remove the filter Owner/ }).click();
  await page.getByRole("columnheader", { name: "Name" }).getByRole("link").click();
  await expect(page.getByRole("columnheader", { name: "Name" })).toHaveAttribute("aria-sort", "descending");
  const first = await names(page);
  await page.getByRole("link", { name: "Next" }).click();
  await expect(page.getByText(/^Showing 51–100 of 20\d$/)).toBeVisible();
  const second = page.url();
  await page.getByRole("link", { name: "Previous" }).click();
  await expect(page.getByText(/^Showing 1–50 of 20\d$/)).toBeVisible();
  expect(await names(page)).toEqual(first);
  await page.goto(second);
  await expect(page.getByText(/^Showing 51–100 of 20\d$/)).toBeVisible();
});

test("the list is a card for each person where there is no room, and a file with every mask kept", async ({ arrives, page }) => {
  const boss = arrives(admin);
  await boss.comesIn();
  await boss.goes("/org");
  await page.getByRole("navigation", { name: "Organization" }).getByRole("link", { name: "People" }).click();
  const saved = page.waitForEvent("download");
  await page.getByRole("link", { name: "Export CSV" }).click();
  const download = await saved;
  expect(download.suggestedFilename()).toMatch(/^people-acme-\d{4}-\d\d-\d\d\.csv$/);
  const text = await readFile(await download.path(), "utf8");
  expect(text.split("\r\n").length).toBeGreaterThan(200);
  expect(text).not.toMatch(/(^|,|\n)"?[=+@-]/);
  await page.setViewportSize({ width: 320, height: 800 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  await expect(page.getByRole("link", { name: "Ada Admin" })).toBeVisible();
});

test("a person opens beside the list, and the keyboard leads on and back", async ({ arrives, page, looks }) => {
  const boss = arrives(admin);
  await boss.comesIn();
  await boss.goes("/org");
  await page.getByRole("navigation", { name: "Organization" }).getByRole("link", { name: "People" }).click();
  await page.getByLabel("Search by name, email or last digits of the phone").fill("zoe");
  await expect(page.getByRole("status").filter({ hasText: "10 people" })).toBeVisible();
  const links = page.getByRole("rowheader").getByRole("link");
  const [first, second] = [await links.nth(0).textContent(), await links.nth(1).textContent()];
  await links.nth(0).click();
  const beside = page.getByRole("complementary", { name: first ?? "" });
  await expect(beside).toBeFocused();
  await expect(page).toHaveURL(/[?&]person=/);
  await expect(beside.getByRole("heading", { name: "Key facts" })).toBeVisible();
  await looks(boss, "people-beside");
  await page.keyboard.press("j");
  await expect(page.getByRole("complementary", { name: second ?? "" })).toBeFocused();
  await page.keyboard.press("k");
  await expect(beside).toBeFocused();
  // The address is the same page without a script, and after a reload.
  await page.reload();
  await expect(beside.getByRole("heading", { name: "Key facts" })).toBeVisible();
  await beside.focus();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("heading", { name: "Key facts" })).toHaveCount(0);
  await expect(links.nth(0)).toBeFocused();
  await expect(page).not.toHaveURL(/person=/);
  await links.nth(1).click();
  await page.getByRole("link", { name: /^Open page/ }).click();
  await boss.sees(second ?? "");
});

test.describe("without script", () => {
  test.use({ javaScriptEnabled: false });

  test("a name leads to the person's page, and the row's menu shows them beside the list", async ({ arrives, page }) => {
    const boss = arrives(admin);
    await boss.comesIn();
    await boss.goes("/org");
    await page.getByRole("navigation", { name: "Organization" }).getByRole("link", { name: "People" }).click();
    const row = page.getByRole("row").filter({ hasText: "person016@acme.example" });
    await page.getByLabel("Search by name, email or last digits of the phone").fill("person016");
    await page.getByRole("button", { name: "Apply" }).click();
    await row.locator("summary").click();
    await row.getByRole("link", { name: "View" }).click();
    await expect(page.getByRole("heading", { name: "Key facts" })).toBeVisible();
    await page.getByRole("link", { name: "Close" }).click();
    await expect(page.getByRole("heading", { name: "Key facts" })).toHaveCount(0);
    const name = (await row.getByRole("rowheader").getByRole("link").textContent()) ?? "";
    await row.getByRole("rowheader").getByRole("link").click();
    await boss.sees(name.trim());
  });
});
