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
