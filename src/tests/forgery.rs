//! Requests from elsewhere (T10), under other names (T12), of other shapes.

use crate::actors::{Browser, HOST, ORIGIN, OURS, encode};
use crate::endpoints::{FIELDS, doors};
use crate::world::{PASSWORD, Person, World};
use axum::http::Method;

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
const HERE: (&str, &str) = ("host", HOST);

/// Everything is open: settings, and a phone change that waits for its code.
async fn open(world: &World) -> (Person, Browser) {
    let (who, mut browser) = (world.member().await, world.browser());
    browser.in_settings(world, &who).await;
    browser.reset().await;
    browser.number("+13125550187").await;
    world.drain().await;
    (who, browser)
}

#[tokio::test]
async fn every_function_refuses_what_does_not_come_from_our_own_pages() {
    let forged: [&[(&str, &str)]; 12] = [
        &[],
        &[("origin", "https://evil.test")],
        &[("origin", "null")],
        &[("origin", "")],
        &[("origin", "http://localhost:3000.evil.test")],
        &[("origin", "https://evil.test"), ("sec-fetch-site", "same-origin")],
        &[("origin", ORIGIN), ("sec-fetch-site", "cross-site")],
        &[("origin", ORIGIN), ("sec-fetch-site", "same-site")],
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site")],
        &[("sec-fetch-site", "none")],
        &[("referer", "http://localhost:3000/settings")],
    ];
    let world = World::new().await;
    let (_, browser) = open(&world).await;
    let before = world.dump().await;
    let body = encode(&FIELDS);
    for door in doors() {
        for headers in forged {
            for accept in ["text/html", "application/x-postcard"] {
                let headers = [&[FORM, HERE, ("accept", accept)], headers].concat();
                let answer = browser.clone().post(&door, &body, &headers).await;
                assert_eq!(answer.status, 403, "{door} {headers:?}");
                assert!(!answer.headers.contains_key("access-control-allow-origin"));
                assert!(!answer.headers.contains_key("set-cookie"), "{door} {headers:?}");
            }
        }
        assert_eq!(before, world.dump().await, "{door}");
    }
}

#[tokio::test]
async fn no_function_is_called_by_get_or_any_method_but_post() {
    let world = World::new().await;
    let (_, browser) = open(&world).await;
    let before = world.dump().await;
    let headers = [&OURS[..], &[("accept", "text/html")]].concat();
    for door in doors() {
        for method in [Method::GET, Method::HEAD, Method::PUT, Method::PATCH, Method::DELETE, Method::OPTIONS] {
            for uri in [format!("/api/{door}"), format!("/api/{door}?{}", encode(&FIELDS))] {
                let answer = browser.clone().send(method.clone(), &uri, "", &headers).await;
                assert_eq!(answer.status, 403, "{method} {uri}");
            }
        }
        assert_eq!(before, world.dump().await, "{door}");
    }
}

#[tokio::test]
async fn pages_are_not_posted_to() {
    let world = World::new().await;
    let (_, browser) = open(&world).await;
    let before = world.dump().await;
    for place in rekey::model::Place::ALL {
        let answer = browser.clone().send(Method::POST, place.path(), &encode(&FIELDS), &OURS).await;
        assert_eq!(answer.status, 403, "{place:?}");
    }
    assert_eq!(before, world.dump().await);
}

#[tokio::test]
async fn a_stranger_cannot_sign_a_browser_in() {
    let world = World::new().await;
    let (who, mut victim) = (world.member().await, world.browser());
    let body = encode(&[("email", &who.email), ("password", PASSWORD)]);
    let headers = [FORM, HERE, ("origin", "https://evil.test"), ("sec-fetch-site", "cross-site")];
    assert_eq!(victim.post("sign-in", &body, &headers).await.status, 403);
    assert!(victim.jar.is_empty());
    assert_eq!(world.codes(&who.phone).await, 0);
}

#[tokio::test]
async fn our_own_page_needs_one_sign_and_none_against_it() {
    let world = World::new().await;
    let ours: [&[(&str, &str)]; 4] = [
        &[("origin", ORIGIN)],
        &[("sec-fetch-site", "same-origin")],
        &[("origin", ORIGIN), ("sec-fetch-site", "same-origin")],
        &[("origin", "http://127.0.0.1:3000")],
    ];
    for headers in ours {
        let headers = [&[FORM, HERE, ("accept", "text/html")], headers].concat();
        let answer = world.browser().post("sign-in", "email=x", &headers).await;
        assert!(answer.status.is_redirection(), "{headers:?}: {}", answer.status);
    }
}

#[tokio::test]
async fn other_names_are_not_answered_to() {
    let world = World::new().await;
    let who = world.member().await;
    let body = encode(&[("email", &who.email), ("password", PASSWORD)]);
    let before = world.dump().await;
    for host in ["evil.test", "localhost:3000.evil.test", "evil.test:3000", "localhost", "localhost:3001", ""] {
        let headers = [FORM, ("host", host), ("origin", ORIGIN), ("sec-fetch-site", "same-origin")];
        let mut browser = world.browser();
        assert_eq!(browser.post("sign-in", &body, &headers).await.status, 421, "{host:?}");
        for path in ["/sign-in", "/", "/robots.txt", "/simulator/messages", "/nothing"] {
            let answer = browser.send(Method::GET, path, "", &[("host", host)]).await;
            assert_eq!(answer.status, 421, "{host:?} {path}");
            assert!(!answer.text().contains("evil"));
        }
    }
    let mut browser = world.browser();
    for uri in ["http://evil.test/api/sign-in", "http://evil.test:3000/api/sign-in", "http://x@evil.test/api/sign-in"] {
        let answer = browser.send(Method::POST, uri, &body, &OURS).await;
        assert_eq!(answer.status, 421, "{uri}");
    }
    assert_eq!(before, world.dump().await);
}

#[tokio::test]
async fn no_header_moves_our_links_elsewhere() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    browser.in_settings(&world, &who).await;
    browser.reset().await;
    browser.number("+13125550187").await;
    let code = world.code("+13125550187").await;
    let forwarded = [
        ("x-forwarded-host", "evil.test"),
        ("x-forwarded-proto", "https"),
        ("x-original-host", "evil.test"),
        ("forwarded", "host=evil.test;proto=https"),
        ("x-forwarded-for", "198.51.100.66"),
        ("referer", "https://evil.test/"),
        ("accept", "text/html"),
    ];
    let headers = [&OURS[..], &forwarded].concat();
    let answer = browser.post("2fa/phone/code", &encode(&[("code", &code)]), &headers).await;
    if answer.status != 421 {
        assert_eq!(answer.location(), "/settings/2fa/recovery-code");
        let all = world.inbox(&who.email).await;
        let told = all.iter().find(|m| m.text.contains("/undo?t=")).unwrap();
        assert!(told.text.contains("http://localhost:3000/undo?t="), "{}", told.text);
        assert!(!told.text.contains("evil.test"));
        assert_eq!(world.count("SELECT COUNT(*) FROM audit WHERE ip = '198.51.100.66'").await, 0, "not believed");
    }
    world.drain().await;
}

#[tokio::test]
async fn a_form_of_more_than_sixty_four_kibibytes_is_refused() {
    let world = World::new().await;
    let before = world.dump().await;
    for (size, status) in [(64 * 1024 - 6, 302), (64 * 1024 - 5, 413), (1024 * 1024, 413)] {
        let body = format!("email={}", "a".repeat(size));
        let headers = [&OURS[..], &[("accept", "text/html")]].concat();
        let answer = world.browser().post("sign-in", &body, &headers).await;
        assert_eq!(answer.status.as_u16(), status, "{size}");
    }
    assert_eq!(before, world.dump().await);
}

#[tokio::test]
async fn only_forms_are_read() {
    let world = World::new().await;
    for kind in ["application/json", "text/plain", "multipart/form-data; boundary=x", ""] {
        let headers = [("content-type", kind), HERE, ("origin", ORIGIN), ("sec-fetch-site", "same-origin")];
        assert_eq!(world.browser().post("sign-in", "email=x", &headers).await.status, 415, "{kind}");
    }
}

#[tokio::test]
async fn every_answer_carries_the_headers_that_protect_it() {
    let world = World::new().await;
    let (_, mut browser) = open(&world).await;
    let mut answers = Vec::new();
    for path in ["/settings", "/overview", "/nothing", "/simulator/messages", "/health/live", "/robots.txt"] {
        answers.push((path.to_owned(), browser.get(path).await));
    }
    answers.push(("api".into(), browser.form("settings/method", &[("channel", "sms")]).await));
    answers.push(("403".into(), browser.post("settings/method", "", &[FORM, HERE]).await));
    answers.push(("421".into(), browser.send(Method::GET, "/", "", &[("host", "evil.test")]).await));
    for (what, answer) in answers {
        let header = |name: &str| answer.headers.get(name).map(|v| v.to_str().unwrap()).unwrap_or_default();
        for needed in ["default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"] {
            assert!(header("content-security-policy").contains(needed), "{what}: {needed}");
        }
        assert!(!header("content-security-policy").contains("unsafe-inline"), "{what}");
        assert_eq!(header("x-content-type-options"), "nosniff", "{what}");
        assert_eq!(header("referrer-policy"), "same-origin", "{what}");
        assert_eq!(header("cross-origin-opener-policy"), "same-origin", "{what}");
        assert!(what == "/robots.txt" || header("cache-control") == "no-store", "{what}");
        assert!(!answer.headers.contains_key("access-control-allow-origin"), "{what}");
    }
}
