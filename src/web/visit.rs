//! From a request to the visitor behind it.

use super::AppState;
use super::cookie::{self, Jar};
use crate::auth::{Carried, Query, Visitor, Zone};
use crate::model::{Language, Place};
use axum::extract::ConnectInfo;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// Whoever asks.
pub fn visitor(state: &AppState, parts: &Parts, jar: &Jar) -> Visitor {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|c| c.0.ip());
    let ip = client_ip(peer.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST)), &parts.headers, &state.config.trusted_proxies);
    let text = |name: &str| parts.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default();
    Visitor {
        session: jar.token(cookie::SESSION),
        flow: jar.token(cookie::FLOW),
        device: jar.token(cookie::DEVICE),
        ip: network(ip),
        // The machine itself is no network; counting it would lock a whole demo out after thirty codes.
        counts_ip: !(state.sim.is_some() && ip.is_loopback()),
        agent: text("user-agent").chars().filter(|c| !c.is_control()).take(200).collect(),
        zone: Zone::parse(jar.get(cookie::ZONE).unwrap_or_default()),
        language: Language::preferred(text("accept-language")),
        meant: matches!(text("sec-fetch-site"), "" | "none" | "same-origin"),
        carried: jar.get(cookie::SAY).and_then(|sealed| open(state, sealed)).unwrap_or_default(),
    }
}

/// Seals what is to be said after a redirect: nobody but this server can write or read it.
pub fn seal(state: &AppState, carried: &Carried) -> String {
    let text = serde_json::to_string(carried).unwrap_or_default();
    state.auth.vault.seal(&state.auth.env, "say", &text)
}

fn open(state: &AppState, sealed: &str) -> Option<Carried> {
    serde_json::from_str(&state.auth.vault.open("say", sealed)?).ok()
}

/// Reads the query of a page.
pub fn query(text: &str) -> Query {
    let value = |wanted: &str| {
        let pairs = text.trim_start_matches('?').split('&').filter_map(|pair| pair.split_once('='));
        // Our own links hold tokens and paths; a slash is all that is ever escaped in them.
        let found = pairs.filter(|(name, _)| *name == wanted).map(|(_, value)| value).next().unwrap_or_default();
        found.replace("%2F", "/").replace("%2f", "/")
    };
    Query { token: value("t"), page: value("page"), next: value("next"), after: value("after") }
}

/// The page that a `Referer` names.
pub fn place_of_url(url: &str) -> Option<Place> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = path.find('/').map_or("/", |at| &path[at..]);
    Place::parse(path.split(['?', '#']).next().unwrap_or_default())
}

/// The address that counts: the peer, or what a trusted proxy says of it. The right-most address that is not a trusted
/// proxy is the last one that nobody but our own proxies can have written (v5.0.0-4.1.3).
fn client_ip(peer: IpAddr, headers: &HeaderMap, trusted: &[IpAddr]) -> IpAddr {
    if !trusted.contains(&peer) {
        return peer;
    }
    let said = headers.get_all("x-forwarded-for").iter().filter_map(|v| v.to_str().ok());
    let mut chain: Vec<IpAddr> = said.flat_map(|text| text.split(',')).filter_map(|a| a.trim().parse().ok()).collect();
    chain.reverse();
    chain.into_iter().find(|address| !trusted.contains(address)).unwrap_or(peer)
}

/// An address as budgets count it: IPv4 whole, IPv6 by its /64, of which one household has them all.
fn network(ip: IpAddr) -> String {
    match ip {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => v4.to_string(),
            None if v6.is_loopback() => v6.to_string(),
            None => {
                let [a, b, c, d, ..] = v6.segments();
                format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
            }
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forwarded_address_is_believed_only_from_a_trusted_proxy() {
        let ip = |text: &str| text.parse::<IpAddr>().unwrap();
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", "1.2.3.4, 203.0.113.7, 10.0.0.2".parse().unwrap());
        let proxies = [ip("10.0.0.1"), ip("10.0.0.2")];
        assert_eq!(client_ip(ip("198.51.100.1"), &headers, &proxies), ip("198.51.100.1"));
        assert_eq!(client_ip(ip("10.0.0.1"), &headers, &proxies), ip("203.0.113.7"));
        assert_eq!(client_ip(ip("10.0.0.1"), &headers, &[]), ip("10.0.0.1"));
        assert_eq!(network(ip("2001:db8:1:2:3:4:5:6")), "2001:db8:1:2::/64");
        assert_eq!(network(ip("::ffff:192.0.2.1")), "192.0.2.1");
    }

    #[test]
    fn queries_and_referers_are_read() {
        let q = query("?t=abc.def&next=%2Fsettings%2F2fa");
        assert_eq!((q.token.as_str(), q.next.as_str()), ("abc.def", "/settings/2fa"));
        assert_eq!(place_of_url("http://localhost:3000/settings/2fa/edit?x=1"), Some(Place::Edit));
        assert_eq!(place_of_url("https://evil.test"), None);
    }
}
