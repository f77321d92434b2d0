import { account } from "../fixtures/account";
import { newPhone, person, type Person } from "../fixtures/people";
import type { Someone } from "../fixtures/steps";
import { test } from "../fixtures/test";
import { arriving, losing } from "../fixtures/tour";

// Every screen in its main states, to axe in both themes and widths, to the narrowest screen, and as a picture for eyes:
// artifacts/screens/<name>-<theme>-<width>.png. Screens that few people ever see are looked at by the tests that get there.
test.describe.configure({ mode: "parallel" });

// Among the screens is one that does not exist, and the browser says so.
test.use({ quiet: false });

/** Looks at every screen that a walk comes to. */
function axeAll(what: string, who: Person, walk: (ana: Someone) => AsyncGenerator<string>): void {
  test(`axe_all, ${what}`, async ({ arrives, looks }) => {
    test.setTimeout(300_000);
    const ana = arrives(who);
    for await (const name of walk(ana)) await looks(ana, name);
  });
}

axeAll("arriving and changing the phone", person(42), (ana) => arriving(ana, newPhone(25)));
axeAll("losing the phone and taking it back", person(43), (ana) => losing(ana, [newPhone(26), newPhone(27)]));
axeAll("the account's own pages", person(47), (ana) => account(ana, newPhone(28)));
