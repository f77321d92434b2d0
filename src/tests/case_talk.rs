//! `Ask for more`: a reviewer's question about a request of `Reset MFA`, and the answer.

use crate::resets::said;
use crate::world::World;
use rekey::model::{Field, Note, Place, ResetNote};

#[tokio::test]
async fn a_reviewer_asks_in_their_own_words_and_the_answer_comes_back_through_the_requests_page() {
    let world = World::new().await;
    let (who, second) = (world.owner().await, world.second_owner().await);
    world.browser().opens_case(&world, &who, &[]).await;
    let mut owner = world.browser();
    owner.sign_in(&world, &second).await;
    let path = format!("/org/{}/requests", world.acme);
    let html = owner.see(&path).await;
    let id = crate::deeds::between(&html, "name=\"id\" value=\"", "\"").unwrap().to_owned();
    let ask = |text| [("org", world.acme.as_str()), ("id", id.as_str()), ("details", text)];
    assert_eq!(said(owner.ask("org/case/ask", &ask("  ")).await.note), ResetNote::QuestionMissing);
    let question = "Which <b>colour</b>\n has your phone?";
    assert_eq!(said(owner.ask("org/case/ask", &ask(question)).await.note), ResetNote::Asked);
    let mail = world.inbox(&who.email).await.remove(0);
    assert_eq!(mail.subject, "A question about your request");
    assert!(mail.text.contains("\"Which <b>colour</b> has your phone?\""), "{}", mail.text);
    assert!(mail.text.contains("Ana Roe of Acme looks at request"), "{}", mail.text);

    let token = world.status_link(&who.email).await;
    let mut browser = world.browser();
    let page = format!("/sign-in/reset-mfa/status?t={token}");
    let html = browser.see(&page).await;
    assert!(html.contains("&lt;b&gt;colour") && html.contains("Your answer"), "{html}");
    let question = crate::deeds::between(&html, "name=\"id\" value=\"", "\"").unwrap().to_owned();
    let answer = |token, text| [("token", token), ("id", question.as_str()), ("details", text)];
    let empty = browser.ask("case/reply", &answer(&token, "")).await;
    assert_eq!(empty.note, Some(Note::AnswerMissing(Field::Details)));
    let before = world.dump().await;
    let forged = world.browser().ask("case/reply", &answer("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "red")).await;
    assert_eq!((forged.place, forged.note), (Place::CaseStatus, Some(Note::CaseOver)));
    assert_eq!(before, world.dump().await);
    for _ in 0..2 {
        let done = browser.ask("case/reply", &answer(&token, "Blue <i>")).await;
        assert_eq!(done.note, Some(Note::CaseAnswered));
    }
    assert_eq!((world.trail("case.ask").await, world.trail("case.answer").await), (1, 1));
    let html = owner.see(&path).await;
    assert!(html.contains("Blue &lt;i&gt;") && !html.contains("No answer yet"), "{html}");
    assert!(world.inbox(&second.email).await.iter().any(|mail| mail.subject.contains("answered a question")));
    let stored = world.dump().await.into_values().flatten().collect::<Vec<_>>().join("\n");
    assert!(!stored.contains("colour") && !stored.contains("Blue"), "both rest sealed");
    for n in 2..6 {
        assert_eq!(said(owner.ask("org/case/ask", &ask("And?")).await.note), ResetNote::Asked, "{n}");
    }
    assert_eq!(said(owner.ask("org/case/ask", &ask("And?")).await.note), ResetNote::AskedEnough);
    world.drain().await;
}

#[tokio::test]
async fn nobody_asks_about_their_own_request_or_one_of_others() {
    let world = World::new().await;
    let (who, (_, mut admin)) = (world.owner().await, world.admin().await);
    let mut own = world.browser();
    own.sign_in(&world, &who).await;
    world.browser().opens_case(&world, &who, &[]).await;
    let id = world.dump().await["reset_case"][0].split(' ').next().unwrap().trim_start_matches("id=").to_owned();
    let ask =
        |org: &str, id: &str| vec![("org", org.to_owned()), ("id", id.to_owned()), ("details", "Why?".to_owned())];
    let asks = |fields: &[(&'static str, String)]| -> Vec<(&'static str, String)> { fields.to_vec() };
    let fields = asks(&ask(world.acme.as_str(), &id));
    let pairs: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
    assert_eq!(own.ask("org/case/ask", &pairs).await.note, Some(Note::CaseOwn));
    assert_eq!(admin.status("org/case/ask", &pairs).await, 403, "admins decide about none");
    let boss =
        world.person("boss@trial.example", Some((&world.trial, rekey::model::Role::Owner)), Some("+17025550119")).await;
    let mut stranger = world.browser();
    stranger.sign_in(&world, &boss).await;
    for (org, status) in [(world.acme.as_str(), 404), (world.trial.as_str(), 404)] {
        let fields = ask(org, &id);
        let pairs: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
        assert_eq!(stranger.status("org/case/ask", &pairs).await, status, "{org}");
    }
    assert_eq!(world.trail("case.ask").await, 0);
    world.drain().await;
}
