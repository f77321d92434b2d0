//! Many different things at once to one account, on two servers: each is done or refused in words, and none of them
//! stands in another's way until the database gives up.

use crate::actors::{Browser, Got};
use crate::deeds::SPARE;
use crate::world::{PASSWORD, World, not};
use tokio::task::JoinHandle;

type Deed = (&'static str, Browser, Vec<(&'static str, String)>);

fn begin((door, mut browser, fields): Deed) -> JoinHandle<(&'static str, Got)> {
    tokio::spawn(async move {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        (door, browser.program(door, &fields).await)
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whatever_happens_to_one_account_at_once_is_done_or_refused_in_words() {
    for _ in 0..2 {
        let world = World::new().await;
        let other = world.another().await;
        let who = world.owner().await;
        let recovery = world.recovery_code(&who).await;
        world.browser().opens_case(&world, &who, &[]).await;
        let (mut owner, mut second, mut half) = (world.browser(), world.browser(), world.browser().moved_to(&other));
        second.in_settings(&world, &who).await;
        owner.in_settings(&world, &who).await;
        owner.reset().await;
        owner.number(SPARE).await;
        let new = world.code(SPARE).await;
        half.password(&who).await;
        let code = world.code(&who.phone).await;
        let undo = world.undo_links(&who.email).await;
        let mut forgot = world.browser().moved_to(&other);
        forgot.ask("sign-in/forgot", &[("email", &who.email)]).await;
        let mailed = world.code(&who.email).await;
        let text = |text: &str| text.to_owned();
        let mut deeds: Vec<Deed> = Vec::new();
        for n in 0..4 {
            let fresh = if n % 2 == 0 { world.browser() } else { world.browser().moved_to(&other) };
            let sign_in = |password: &str| vec![("email", who.email.clone()), ("password", text(password))];
            deeds.extend([
                ("2fa/phone/code", owner.clone(), vec![("code", new.clone())]),
                ("sign-in/code", half.clone(), vec![("code", if n == 3 { code.clone() } else { not(&code) })]),
                ("sign-in", fresh.clone(), sign_in(PASSWORD)),
                ("sign-in", fresh.clone(), sign_in("not the password at all")),
                ("sign-in/send", half.clone(), vec![]),
                ("sign-in/recovery", half.clone(), vec![("code", recovery.clone())]),
                ("settings/send", second.clone(), vec![]),
                ("2fa/recovery/new", second.clone(), vec![]),
                ("2fa/app/start", second.clone(), vec![]),
                ("2fa/reset", second.clone(), vec![("agreed", text("on"))]),
                ("2fa/phone/another", second.clone(), vec![]),
                ("settings/email/add", second.clone(), vec![("email", format!("a{n}@home.example"))]),
                ("sign-in/forgot", fresh, vec![("email", who.email.clone())]),
                ("sign-in/forgot/again", forgot.clone(), vec![]),
                (
                    "sign-in/forgot/code",
                    forgot.clone(),
                    vec![("code", mailed.clone()), ("password", format!("six herons read {n} old maps"))],
                ),
            ]);
        }
        if let Some(token) = undo.first() {
            deeds.push(("undo", world.browser(), vec![("token", token.clone())]));
        }
        let answers: Vec<_> = deeds.into_iter().map(begin).collect();
        let auth = [world.node.auth.clone(), other.auth.clone()];
        let email = rekey::model::Email::parse(&who.email).unwrap();
        for auth in &auth {
            auth.tick_cases().await.unwrap();
            auth.unlock_by_operator(&email).await.unwrap();
        }
        for answer in answers {
            let (door, answer) = answer.await.unwrap();
            // A full queue of hashes says so; sessions and settings may be closed by what others did.
            let fine = answer.as_ref().map_or_else(|(status, _)| matches!(status.as_u16(), 401 | 403 | 503), |_| true);
            assert!(fine, "{door}: {answer:?}");
        }
        world.drain().await;
    }
}
