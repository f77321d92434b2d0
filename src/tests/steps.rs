//! Every step from every state: only the edges of the two machines move anything (T22).

use crate::actors::{Browser, sheet};
use crate::world::{PASSWORD, Person, World};
use rekey::model::{Proof, Role, Screen};

const NEW: &str = "+13125550187";

/// What moved: sign-ins by state, enrolments by state, live sessions, phones ever, passwords demanded.
async fn summary(world: &World) -> String {
    let dump = world.dump().await;
    let states = |table: &str| {
        let word = |row: &String| row.split(" state=").nth(1).unwrap().split(' ').next().unwrap().to_owned();
        let mut all: Vec<String> = dump[table].iter().map(word).collect();
        all.sort();
        all.join(",")
    };
    let live = dump["session"].iter().filter(|row| row.contains(" ended_at=-")).count();
    let gates = dump["session"].iter().filter(|row| !row.contains(" gate_until=0")).count();
    format!("{}|{}|{live}|{gates}|{}", states("sign_in"), states("enrolment"), dump["phone"].len())
}

struct Scene {
    world: World,
    browser: Browser,
    recovery: String,
    flow: String,
}

/// Somebody in a state, with everything valid that any step could ask for.
async fn scene(state: &str) -> Scene {
    let world = World::new().await;
    let phone = if state.starts_with("forced") { None } else { Some("+12025550143") };
    let who = world.person("member@acme.example", Some((&world.acme, Role::Member)), phone).await;
    let recovery = if phone.is_some() { world.recovery_code(&who).await } else { String::new() };
    if state == "password" {
        world.meddle("UPDATE person SET new_password_at = 1").await;
    }
    let mut scene = Scene { browser: world.browser(), world, recovery, flow: String::new() };
    scene.reach(&who, state).await;
    scene.world.drain().await;
    scene
}

impl Scene {
    async fn reach(&mut self, who: &Person, state: &str) {
        let (world, browser) = (&self.world, &mut self.browser);
        match state {
            "nobody" => {}
            "code" | "forced number" => drop(browser.password(who).await),
            "password" => {
                browser.password(who).await;
                let code = world.code(&who.phone).await;
                browser.ask("sign-in/code", &[("code", &code)]).await;
            }
            "recovered" => {
                browser.password(who).await;
                world.drain().await;
                browser.ask("sign-in/recovery", &[("code", &self.recovery)]).await;
            }
            "forced code" => {
                browser.password(who).await;
                browser.number(NEW).await;
            }
            "signed in" => drop(browser.sign_in(world, who).await),
            "settings" => browser.in_settings(world, who).await,
            "proving" => {
                browser.sign_in(world, who).await;
                world.minutes(15);
                browser.open_settings(world, who).await;
                let page = browser.ask("2fa/reset", &[("agreed", "on"), ("password", PASSWORD)]).await;
                let Screen::Reset(reset) = page.screen else { panic!("{page:?}") };
                let Proof::Code(sent) = reset.proof else { panic!("{reset:?}") };
                self.flow = sent.flow;
            }
            "choosing" | "number code" | "saving" | "finished" => {
                browser.in_settings(world, who).await;
                browser.reset().await;
                if state != "choosing" {
                    browser.number(NEW).await;
                }
                if matches!(state, "saving" | "finished") {
                    let code = world.code(NEW).await;
                    let shown = sheet(browser.ask("2fa/phone/code", &[("code", &code)]).await);
                    if state == "finished" {
                        browser.ask("2fa/recovery/finish", &[("flow", &shown.flow), ("agreed", "on")]).await;
                    }
                }
            }
            other => panic!("{other}"),
        }
    }

    async fn newest(&self, to: &str) -> String {
        self.world.inbox(to).await.into_iter().find_map(|m| m.code).unwrap_or_else(|| "123456".into())
    }

    async fn step(&mut self, step: &str) {
        let (old, new) = (self.newest("+12025550143").await, self.newest(NEW).await);
        let mail = self.newest("member@acme.example").await;
        let number = [("country", "US"), ("number", NEW), ("channel", "sms"), ("password", PASSWORD)];
        let (recovery, flow) = (self.recovery.clone(), self.flow.clone());
        let (door, fields): (&str, Vec<(&str, &str)>) = match step {
            "sign-in/code" => (step, vec![("code", &old)]),
            "sign-in/recovery" => (step, vec![("code", &recovery)]),
            "sign-in/new-password" => (step, vec![("password", "six herons read old maps")]),
            "settings/confirm" => (step, vec![("code", &mail)]),
            "reset" => ("2fa/reset", vec![("agreed", "on"), ("password", "")]),
            "prove" => ("2fa/reset", vec![("agreed", "on"), ("flow", &flow), ("code", &old)]),
            "2fa/reset/cancel" | "2fa/recovery/new" => (step, vec![]),
            "2fa/phone" => (step, number.to_vec()),
            "2fa/phone/code" => (step, vec![("code", &new)]),
            "2fa/recovery/finish" => (step, vec![("agreed", "on")]),
            other => panic!("{other}"),
        };
        // A refusal is as good as an answer that moves nothing.
        let _ = self.browser.program(door, &fields).await;
        self.world.drain().await;
    }
}

const STEPS: [&str; 11] = [
    "sign-in/code",
    "sign-in/recovery",
    "sign-in/new-password",
    "settings/confirm",
    "reset",
    "prove",
    "2fa/reset/cancel",
    "2fa/phone",
    "2fa/phone/code",
    "2fa/recovery/finish",
    "2fa/recovery/new",
];

/// State, and the steps that move from it, each with what stands afterwards.
const EDGES: [(&str, &[(&str, &str)]); 13] = [
    ("nobody", &[]),
    ("code", &[("sign-in/code", "done||1|0|1"), ("sign-in/recovery", "enrol|choosing|0|0|1")]),
    ("password", &[("sign-in/new-password", "done||1|0|1")]),
    ("recovered", &[("2fa/phone", "enrol|code|0|0|1")]),
    ("forced number", &[("2fa/phone", "enrol|code|0|0|0")]),
    ("forced code", &[("2fa/phone/code", "done|saving|1|0|1")]),
    ("signed in", &[]),
    ("settings", &[("reset", "done|choosing|1|1|1"), ("2fa/recovery/new", "done|saving|1|1|1")]),
    ("proving", &[("prove", "done|choosing|1|1|1"), ("2fa/reset/cancel", "done|ended|1|1|1")]),
    (
        "choosing",
        &[
            ("reset", "done|choosing,ended|1|1|1"),
            ("prove", "done|choosing,ended|1|1|1"),
            ("2fa/reset/cancel", "done|ended|1|1|1"),
            ("2fa/phone", "done|code|1|1|1"),
            ("2fa/recovery/new", "done|ended,saving|1|1|1"),
        ],
    ),
    (
        "number code",
        &[
            ("reset", "done|choosing,ended|1|1|1"),
            ("prove", "done|choosing,ended|1|1|1"),
            ("2fa/reset/cancel", "done|ended|1|1|1"),
            ("2fa/phone/code", "done|saving|1|1|2"),
            ("2fa/recovery/new", "done|ended,saving|1|1|1"),
        ],
    ),
    (
        "saving",
        &[
            ("reset", "done|choosing,saving|1|1|2"),
            ("prove", "done|choosing,saving|1|1|2"),
            ("2fa/recovery/finish", "done|finished|1|1|2"),
            ("2fa/recovery/new", "done|saving,saving|1|1|2"),
        ],
    ),
    (
        "finished",
        &[
            ("reset", "done|choosing,finished|1|1|2"),
            ("prove", "done|choosing,finished|1|1|2"),
            ("2fa/recovery/new", "done|finished,saving|1|1|2"),
        ],
    ),
];

#[tokio::test]
async fn only_the_legal_edges_move() {
    let mut wrong = Vec::new();
    for (state, edges) in EDGES {
        let mut here = scene(state).await;
        let mut before = summary(&here.world).await;
        for step in STEPS {
            // In a fresh sign-in the dialog asks for no proof: with or without a code it is the same step.
            let edge =
                edges.iter().find(|(s, _)| *s == step || (step == "prove" && state == "settings" && *s == "reset"));
            let expected = edge.map_or(before.clone(), |(_, after)| (*after).to_owned());
            here.step(step).await;
            let after = summary(&here.world).await;
            if after != expected {
                wrong.push(format!("{state}, {step}: {before} became {after}, expected {expected}"));
            }
            if after != before {
                here = scene(state).await;
                before = summary(&here.world).await;
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
