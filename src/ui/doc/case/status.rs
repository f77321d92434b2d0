use crate::{
    api::{CaseCancel, CaseReply},
    model::{CaseQA, CaseStatus, CaseStep, Place},
    ui::{
        part::{Form, Link, Submit, TextField, Time},
        post::Door,
    },
};
use leptos::prelude::*;

/// S12, page 3, and what the link in the mails opens: how the request stands. Never which answers were right, and the
/// same words whether it will complete by itself or waits for a reviewer.
pub fn view(page: CaseStatus) -> AnyView {
    let CaseStatus { number, step, opened, to, token, talk } = page;
    let open = matches!(step, CaseStep::Waiting { .. } | CaseStep::Reviewing);
    view! {
        {stands(step, to)}
        {(!number.is_empty()).then(|| view! {
            <dl class="facts">
                <div><dt>"Request"</dt><dd><strong>{number}</strong></dd></div>
                <div><dt>"Sent"</dt><dd><Time at=opened/></dd></div>
            </dl>
        })}
        {talk.into_iter().map(|asked| question(asked, &token)).collect_view()}
        {(!token.is_empty()).then(|| manage(token, open))}
    }
    .into_any()
}

/// How it stands, and what comes next.
fn stands(step: CaseStep, to: String) -> AnyView {
    let to = view! { <strong class="nowrap"><bdi dir="ltr">{to}</bdi></strong> };
    match step {
        CaseStep::Waiting { ready } => view! {
            <p class="lede">"For your safety, the reset can start after "<strong><Time at=ready/></strong>"."</p>
            <h2>"What happens next"</h2>
            <ul class="ticks">
                <li>"We told every email address of the account and the old phone. We tell them again before the reset."</li>
                <li>"Another owner of your organization can approve the request sooner, or decline it."</li>
                <li>"We email "{to}" as soon as it is decided. You then sign in with your password and an emailed code, \
                    and add a new phone."</li>
                <li>"Found your phone? Sign in with it: that cancels the request."</li>
            </ul>
        }
        .into_any(),
        CaseStep::Reviewing => view! {
            <p class="lede">
                "The wait is over. A person looks at your request next. We email "{to}" as soon as it is decided."
            </p>
        }
        .into_any(),
        CaseStep::Passed { until } => view! {
            <p class="lede">
                "Your 2FA is reset. Sign in with your password. We then email you a code. This works until "
                <Time at=until/>"."
            </p>
            <p><Link to=Place::SignIn class="button primary wide" label="Sign in"/></p>
        }
        .into_any(),
        CaseStep::Used => over("A new phone was added, so this request is done."),
        CaseStep::Refused => over(
            "It was declined. Ask an owner of your organization, or whoever runs this server. You can send another \
             request: sign in and choose Reset MFA.",
        ),
        CaseStep::Cancelled => over(
            "It is cancelled. Your phone stays as it was. You still need a reset? Sign in and choose Reset MFA.",
        ),
        CaseStep::Expired => {
            over("It was approved, but nobody used it in time. Start again: sign in and choose Reset MFA.")
        }
        CaseStep::Unknown => over(
            "We cannot find that request. Use the link in the newest email about it, or start again: sign in and choose \
             Reset MFA.",
        ),
    }
}

fn over(words: &'static str) -> AnyView {
    view! {
        <p class="lede">{words}</p>
        <p><Link to=Place::SignIn class="button primary wide" label="Sign in"/></p>
    }
    .into_any()
}

/// What a reviewer wants to know, and the line for the answer. A single line: see `form::details`.
fn question(asked: CaseQA, token: &str) -> AnyView {
    let CaseQA { id, question, by, asked, answer, .. } = asked;
    let (titled, token) = (["question-", &id].concat(), token.to_owned());
    let labelled = titled.clone();
    view! {
        <section class="card" aria-labelledby=labelled>
            <h2 id=titled>{by}" asks"</h2>
            <p>"“"{question}"”"</p>
            <p class="muted small">"Asked on "<Time at=asked/></p>
            {match answer {
                Some(answer) => view! { <p>"Your answer: “"{answer}"”"</p> }.into_any(),
                None if token.is_empty() => ().into_any(),
                None => view! {
                    <Form to=CaseReply::PATH class="stack">
                        <input type="hidden" name="token" value=token/>
                        <input type="hidden" name="id" value=id/>
                        <TextField id="details" label="Your answer" hint="Never a password or a code." autocomplete="off" error=None/>
                        <Submit class="button primary" label="Send answer"/>
                    </Form>
                }
                .into_any(),
            }}
        </section>
    }
    .into_any()
}

/// What the link's secret allows: coming back, and taking the request back.
fn manage(token: String, open: bool) -> AnyView {
    let again = [Place::CaseStatus.path(), "?t=", &token].concat();
    view! {
        {open.then(|| view! {
            <p class="small">
                <a href=again rel="external">"Check your request"</a>" whenever you like: the same link is in our emails."
            </p>
        })}
        <Form to=CaseCancel::PATH class="stack">
            <input type="hidden" name="token" value=token/>
            <Submit class="button danger-text" label="Cancel this request"/>
        </Form>
    }
    .into_any()
}
