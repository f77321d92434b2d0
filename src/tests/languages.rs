//! In which language somebody is told: their own choice, then what their browser asks for, then English.

use crate::actors::Browser;
use crate::deeds::{NEW_PASSWORD, THIRD};
use crate::world::{PASSWORD, Person, World};
use rekey::model::{Note, Place, Role, Screen};

const GERMAN: &str = "de-CH,de;q=0.9,en;q=0.8";
const JAPANESE: &str = "ja";

async fn chooses(browser: &mut Browser, tag: &str) {
    let page = browser.ask("settings/language", &[("language", tag)]).await;
    assert_eq!((page.place, page.note), (Place::Settings, Some(Note::LanguageSaved)), "{tag}");
}

async fn newest(world: &World, to: &str) -> String {
    world.inbox(to).await.remove(0).text
}

#[tokio::test]
async fn a_code_comes_in_the_language_of_the_browser_that_asks_for_it() {
    let world = World::new().await;
    let (who, other) = (world.member().await, world.other().await);
    world.browser().speaking(GERMAN).password(&who).await;
    assert!(newest(&world, &who.phone).await.contains("ist Ihr Anmeldecode für Rekey"));
    for languages in ["nl,sv;q=0.5", "*", "de;q=0", "\u{7f}"] {
        world.seconds(40);
        let mut browser = world.browser();
        browser.language = (languages != "\u{7f}").then_some(languages);
        browser.password(&other).await;
        assert!(newest(&world, &other.phone).await.contains("is your Rekey sign-in code"), "{languages}");
    }
}

#[tokio::test]
async fn a_message_keeps_the_language_in_which_it_was_asked_for() {
    let world = World::new().await;
    let who = world.member().await;
    world.browser().speaking("fr").password(&who).await;
    world.meddle("UPDATE person SET language = 'es'").await;
    assert!(newest(&world, &who.phone).await.contains("est votre code de connexion Rekey"));
}

#[tokio::test]
async fn a_call_and_a_mailed_code_come_in_the_chosen_language_whatever_the_browser_asks_for() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser().speaking(GERMAN));
    browser.in_settings(&world, &who).await;
    assert!(newest(&world, &who.email).await.contains("zum Öffnen der Einstellungen"));
    chooses(&mut browser, "pt").await;
    world.minutes(20);
    let mut elsewhere = world.browser().speaking(JAPANESE);
    elsewhere.password(&who).await;
    let code = world.code(&who.phone).await;
    assert!(newest(&world, &who.phone).await.starts_with(&format!("Use {code} para entrar em Rekey.")));
    world.seconds(40);
    elsewhere.ask("sign-in/send", &[("channel", "call")]).await;
    let call = world.inbox(&who.phone).await.remove(0);
    assert_eq!(call.channel, "call");
    assert!(call.text.starts_with("Esta é uma chamada automática de Rekey. Para ouvir"), "{}", call.text);
    let html = elsewhere.see("/simulator").await;
    elsewhere.submit("simulator/answer", &[("id", &call.id)]).await;
    let said = elsewhere.see("/simulator").await;
    assert!(said.contains("lang=\"pt\"") && html.contains("Incoming call"), "the browser's voice has to know");
}

#[tokio::test]
async fn a_language_is_chosen_in_the_settings_seen_there_and_written_down() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser().speaking("de"));
    browser.in_settings(&world, &who).await;
    let html = browser.see("/settings/language").await;
    for shown in ["As your browser asks: Deutsch", "Français", "日本語", "<option value=\"ja\" lang=\"ja\">"] {
        assert!(html.contains(shown), "{shown}");
    }
    assert!(browser.see("/settings").await.contains("As your browser asks"));
    let html = browser.submit("settings/language", &[("language", "ja")]).await;
    assert!(html.contains("日本語") && html.contains("Change language") && html.contains("Saved."));
    assert!(browser.see("/settings/language").await.contains("<option value=\"ja\" lang=\"ja\" selected"));
    chooses(&mut browser, "ja").await;
    assert_eq!(world.trail("language.change").await, 1, "the same again is no change");
    assert!(browser.see("/settings/activity").await.contains("The language of messages to you was changed"));
    for bad in ["DE", "de-DE", "xx", "en; --", " "] {
        assert_eq!(browser.status("settings/language", &[("language", bad)]).await, 400, "{bad}");
    }
    chooses(&mut browser, "").await;
    assert_eq!(world.trail("language.change").await, 2);
    assert!(browser.see("/settings").await.contains("As your browser asks"));
    world.minutes(16);
    browser.see("/settings/language").await;
    assert_eq!(browser.at, "/settings/confirm", "behind the gate");
    world.drain().await;
}

/// Three wrong codes after the right password, which its owner is told of.
async fn guesses(world: &World, who: &Person, browser: &mut Browser) -> String {
    let page = browser.password(who).await;
    assert!(matches!(page.screen, Screen::Verify(_)));
    let wrong = world.wrong(&who.phone).await;
    for _ in 0..3 {
        browser.ask("sign-in/code", &[("code", &wrong)]).await;
    }
    newest(world, &who.email).await
}

#[tokio::test]
async fn a_stranger_does_not_choose_the_language_in_which_the_owner_is_warned() {
    let world = World::new().await;
    let who = world.member().await;
    let told = guesses(&world, &who, &mut world.browser().speaking(JAPANESE)).await;
    assert!(told.starts_with("Somebody gave the right password"), "{told}");
    world.meddle("UPDATE person SET language = 'fr'").await;
    world.hours(25);
    let told = guesses(&world, &who, &mut world.browser().speaking(JAPANESE)).await;
    assert!(told.starts_with("Quelqu'un a donné le bon mot de passe"), "{told}");
    assert!(told.contains("Quand : 24/11/2026, 09:00 UTC\n"), "moments as French writes them: {told}");
}

#[tokio::test]
async fn notices_of_ones_own_deeds_come_as_the_own_browser_asks_and_those_to_an_old_number_too() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser().speaking(GERMAN));
    browser.in_settings(&world, &who).await;
    let fields = [("password", PASSWORD), ("new_password", NEW_PASSWORD)];
    assert_eq!(browser.ask("settings/password", &fields).await.note, Some(Note::PasswordSaved));
    assert_eq!(world.inbox(&who.email).await[0].subject, "Ihr Passwort wurde geändert");
    chooses(&mut browser, "es").await;
    browser.change_phone(&world, THIRD).await;
    let old = newest(&world, &who.phone).await;
    assert!(old.starts_with("Rekey: su teléfono de 2FA ha sido cambiado por el que termina en "), "{old}");
    assert!(old.contains("¿No fue usted? http://localhost:3000/undo?t="), "{old}");
}

#[tokio::test]
async fn whoever_manages_an_account_is_told_in_their_own_language() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    let owner = world.person("owner@acme.example", Some((&world.acme, Role::Owner)), None).await;
    let admin = world.person("admin@acme.example", Some((&world.acme, Role::Admin)), None).await;
    world.meddle("UPDATE person SET language = 'de' WHERE email = 'owner@acme.example'").await;
    browser.in_settings(&world, &who).await;
    browser.change_phone(&world, THIRD).await;
    assert!(world.inbox(&owner.email).await[0].subject.ends_with("hat das 2FA-Telefon geändert"));
    assert!(world.inbox(&admin.email).await[0].subject.ends_with("changed the 2FA phone"));
    assert_eq!(world.inbox(&who.email).await[0].subject, "Your 2FA phone was changed");
}
