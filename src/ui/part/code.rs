use super::{Countdown, Flow, Form, Icon, Submit, Time, field};
use crate::{
    model::{Channel, CodeSent, Digits, Field, Journey},
    ui::text::{self, Said},
};
use leptos::prelude::*;

/// The one field for a code, drawn as slots by its wrapper. It takes spaces and dashes; the server drops them.
#[component]
pub fn CodeField(
    /// How many digits.
    digits: Digits,
    /// What just happened.
    said: Said,
) -> impl IntoView {
    let error = said.at(Field::Code);
    let (label, slots) = match digits {
        Digits::Six => ("6-digit code", "6"),
        Digits::Eight => ("8-digit code", "8"),
    };
    view! {
        <div class="field">
            <label for="code">{label}</label>
            {field::about("code", "", error.clone())}
            <div class="code" data-digits=slots dir="ltr">
                <input
                    id="code"
                    name="code"
                    type="text"
                    inputmode="numeric"
                    autocomplete="one-time-code"
                    autocapitalize="none"
                    spellcheck="false"
                    translate="no"
                    maxlength="12"
                    aria-invalid=error.is_some().then_some("true")
                    aria-describedby=field::described("code", "", &error)
                />
            </div>
        </div>
    }
    .into_any()
}

/// How the code went out, where to, and how long it works.
#[component]
pub fn Sent(
    /// The code under way.
    code: CodeSent,
    /// What the destination is called in front of it: "the number ending in".
    #[prop(optional)]
    lead: &'static str,
    /// What follows it, like the country.
    #[prop(optional)]
    tail: String,
) -> impl IntoView {
    let digits = if code.digits == Digits::Six { "a 6" } else { "an 8" };
    let how = match code.channel {
        Channel::Sms => "-digit code by text to ",
        Channel::Call => "-digit code by call to ",
        Channel::Email => "-digit code to ",
    };
    // A full stop never begins a line.
    let (stop, tail) = if tail.is_empty() { (".", tail) } else { ("", [&tail, "."].concat()) };
    let fresh = code.sent <= 1 && code.life > 570;
    let live = code.live.filter(|live| live.journey != Journey::Failed).map(|live| {
        // Followed by `code.js`; without it the page says the same when it is loaded again.
        let url = ["/code/events?flow=", &code.flow].concat();
        view! { <p class="live" role="status" data-follow=url>{text::journey(code.channel, &live.journey)}</p> }
    });
    view! {
        <p class="lede">
            {if code.channel == Channel::Call { "We are reading " } else { "We sent " }}{digits}{how}{lead}
            <span class="nowrap"><strong><bdi dir="ltr">{code.to}</bdi></strong>{stop}</span>{[&tail, " "].concat()}
            {match fresh {
                true => view! { "It works for 10 minutes." }.into_any(),
                false => view! { "It works until "<Time at=code.expires/>"." }.into_any(),
            }}
        </p>
        {live}
    }
    .into_any()
}

/// What to do when no code comes: always the same, in the same order, on every page that asks for one.
#[component]
pub fn Help(
    /// The server function that sends again.
    to: &'static str,
    /// The code under way, if one could be sent.
    code: Option<CodeSent>,
    /// The flow.
    flow: String,
    /// The code can come by call as well.
    #[prop(optional)]
    call: bool,
    children: Children,
) -> impl IntoView {
    let send = if code.is_some() { "Send a new code" } else { "Send code" };
    let suggested = call && code.as_ref().and_then(|code| code.live.as_ref()).is_some_and(|live| live.suggest_call);
    view! {
        <section class="help" aria-label="No code yet?">
            {code.map(|code| view! {
                {code.failed.then(|| undelivered(code.channel, suggested))}
                <Countdown code/>
            })}
            <Form to class="row">
                {(!flow.is_empty()).then(|| view! { <Flow id=flow/> })}
                <Submit class="button quiet" label=send/>
                {call.then(|| {
                    let class = if suggested { "button primary" } else { "button quiet" };
                    view! { <Submit class label="Receive a call" channel="call"/> }
                })}
                {children()}
            </Form>
        </section>
    }
    .into_any()
}

/// The carrier refused the last message.
fn undelivered(channel: Channel, suggested: bool) -> AnyView {
    let words = match channel {
        Channel::Sms if suggested => "Two texts did not arrive. Receive a call: a voice reads the code to you.",
        Channel::Sms => "The text could not be delivered to that number. Receive a call instead.",
        Channel::Call => "The call could not be put through to that number. Send a new code instead.",
        Channel::Email => "The mail could not be delivered to that address. Send a new code in a while.",
    };
    view! { <div class="notice" data-tone="warning" role="status"><Icon name="alert"/><p>{words}</p></div> }.into_any()
}
