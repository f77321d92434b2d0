//! What the operator does for people: requests of `Reset MFA`, and waits after wrong tries.

use super::{App, Failure, open, other};
use crate::auth::{Auth, Decision, Fault, OperatorReset};
use crate::config::{Config, Sources};
use crate::env::Env;
use crate::model::{Email, ResetRefusal};

/// `rekey case list`.
pub async fn case_list() -> Result<(), Failure> {
    let auth = auth().await?;
    let cases = auth.open_cases().await.map_err(|e| other("case list")(&e))?;
    if cases.is_empty() {
        println!("No open requests.");
    }
    for case in cases {
        let wait = match (case.passed, &case.ready) {
            (true, _) => "granted, waits for its person".to_owned(),
            (false, Some(ready)) => format!("completes by itself after {}", ready.text),
            (false, None) => "needs a decision".to_owned(),
        };
        println!("{}  {} <{}>  opened {}, {wait}", case.number, case.name, case.email, case.opened.text);
        if case.mailed_password {
            println!("    warning: the password was reset by email; only the mailbox has been shown");
        }
        if !case.told {
            println!("    warning: none of its messages arrived");
        }
        for fact in case.facts {
            let mark = if fact.right { "same" } else { "DIFFERENT" };
            println!("    {:?}: claimed {:?}, known {:?}: {mark}", fact.what, fact.claimed, fact.known);
        }
    }
    Ok(())
}

/// `rekey case approve` and `rekey case refuse`.
pub async fn case_decide(number: &str, decision: Decision) -> Result<(), Failure> {
    let auth = auth().await?;
    match auth.case_decide_by_operator(number.trim(), decision).await {
        Ok(()) => {
            let done = if decision == Decision::Approve { "approved" } else { "refused" };
            println!("{number} is {done}. Everybody concerned is told by the running server.");
            Ok(())
        }
        Err(Fault::NotFound) => Err(Failure::Other(format!("there is no request {number}; see `rekey case list`"))),
        Err(Fault::Stale) => Err(Failure::Other(format!("{number} is not open any more"))),
        Err(fault) => Err(other("case")(&fault)),
    }
}

/// `rekey case grant`.
pub async fn case_grant(email: &str) -> Result<(), Failure> {
    let address = address(email)?;
    match auth().await?.case_grant_by_operator(&address).await {
        Ok(number) => {
            println!(
                "{number} is granted: {email} signs in with the password and a mailed code, and adds a new phone."
            );
            Ok(())
        }
        Err(Fault::NotFound) => Err(Failure::Other(format!("nobody of an organization signs in with {email}"))),
        Err(Fault::Stale) => {
            Err(Failure::Other(format!("{email} has an open request; see `rekey case list` and decide that one")))
        }
        Err(Fault::NotAllowed) => Err(Failure::Other(format!(
            "the password of {email} was replaced by mail, so that only the mailbox has been shown; \"This wasn't me\" in \
             the text or mail about it brings the old password back, then grant again"
        ))),
        Err(fault) => Err(other("case grant")(&fault)),
    }
}

/// `rekey unlock`.
pub async fn unlock(email: &str) -> Result<(), Failure> {
    let email = address(email)?;
    match auth().await?.unlock_by_operator(&email).await {
        Ok(()) => {
            println!("{} can try again at once.", email.as_str());
            Ok(())
        }
        Err(Fault::NotFound) => Err(Failure::Other(format!("nobody signs in with {}", email.as_str()))),
        Err(fault) => Err(other("unlock")(&fault)),
    }
}

/// `rekey restore-password`.
pub async fn restore_password(email: &str) -> Result<(), Failure> {
    let address = address(email)?;
    match auth().await?.password_back_by_operator(&address).await {
        Ok(()) => {
            println!("{email} signs in with the password from before; everything changed since is taken back.");
            Ok(())
        }
        Err(Fault::NotFound) => Err(Failure::Other(format!("nobody signs in with {email}"))),
        Err(Fault::Stale) => {
            Err(Failure::Other(format!("no password of {email} was replaced by mail in the last 72 hours")))
        }
        Err(fault) => Err(other("restore-password")(&fault)),
    }
}

/// `rekey reset-2fa`.
pub async fn reset_2fa(email: &str, reason: &str, ticket: &str, tells: bool) -> Result<(), Failure> {
    let address = address(email)?;
    if reason.trim().is_empty() {
        return Err(Failure::Settings("--reason: say why, the person reads it".into()));
    }
    match auth().await?.reset_by_operator(OperatorReset { email: &address, reason, ticket, tells }).await {
        Ok(Ok(None)) => {
            println!("The 2FA of {email} is reset. The running server mails them the code for the way back.");
            Ok(())
        }
        Ok(Ok(Some(code))) => {
            println!(
                "The 2FA of {email} is reset. Their code, for 24 hours: {code}\nTell it to the person themself, not by email. \
                 No other code is mailed to them; this command makes another one."
            );
            Ok(())
        }
        Ok(Err(refusal)) => Err(Failure::Other(format!("{email}: {}", refused(&refusal)))),
        Err(Fault::NotFound) => Err(Failure::Other(format!("nobody of an organization signs in with {email}"))),
        Err(fault) => Err(other("reset-2fa")(&fault)),
    }
}

/// Why not, and what to do, in words for whoever has the server.
fn refused(refusal: &ResetRefusal) -> String {
    match refusal {
        ResetRefusal::Suspended => "is suspended and could not sign in; lift the suspension first".into(),
        ResetRefusal::Nothing => "has no second factor; the next sign-in asks for one".into(),
        ResetRefusal::Frozen(until) => format!("said \"This wasn't me\"; nothing changes until {}", until.text),
        ResetRefusal::MailRefused(at) => {
            format!("the mailbox refused our last mail on {}; --tell-code gives you the code to tell", at.text)
        }
        ResetRefusal::PasswordMailed(at) => format!(
            "the password was replaced by mail on {}, perhaps by somebody who reads the mailbox; `rekey restore-password` \
             brings the old one back, or --tell-code gives you a code that does not go by mail",
            at.text
        ),
        other => format!("is not reset ({})", other.word()),
    }
}

fn address(text: &str) -> Result<Email, Failure> {
    Email::parse(text).ok_or_else(|| Failure::Settings("--email: must be an address such as ana@example.com".into()))
}

pub(super) async fn auth() -> Result<Auth, Failure> {
    let config = Config::load(&Sources::of_process(false)?.or_demo_key())?;
    let store = open(&config).await?;
    store
        .ready()
        .await
        .map_err(|_| Failure::Other("the database is not at this version; run `rekey migrate`".into()))?;
    Ok(App::new(config, store, Env::system()).state.auth)
}
