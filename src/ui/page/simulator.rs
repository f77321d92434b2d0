mod call;
mod message;

use crate::{
    api::{SimulatorClear, SimulatorFault},
    model::{Channel, SimFaults, SimMessage, Simulator},
    ui::{
        part::{Form, Icon, Submit},
        post::Door,
    },
};
use leptos::prelude::*;

/// The embedded phones and mailboxes: one device for each number and each address.
pub fn view(page: Simulator) -> AnyView {
    call::speak(&page.messages);
    let empty = page.messages.is_empty();
    view! {
        <p class="lede">"Every text, call and mail that Rekey sends arrives here, live. Nothing leaves this server."</p>
        {switches(page.faults)}
        {empty.then(|| view! {
            <div class="empty">
                <Icon name="phone"/>
                <h2>"No messages yet"</h2>
                <p class="muted">"Sign in in another tab. The code arrives here."</p>
            </div>
        })}
        <div class="devices">{devices(page.messages).into_iter().map(device).collect_view()}</div>
    }
    .into_any()
}

/// Messages by where they came to, in the order of the newest.
fn devices(messages: Vec<SimMessage>) -> Vec<Vec<SimMessage>> {
    let mut devices: Vec<Vec<SimMessage>> = Vec::new();
    for message in messages {
        match devices.iter_mut().find(|device| device.iter().any(|other| other.to == message.to)) {
            Some(device) => device.push(message),
            None => devices.push(vec![message]),
        }
    }
    devices
}

fn device(messages: Vec<SimMessage>) -> AnyView {
    let mail = messages.first().is_some_and(|message| message.channel == Channel::Email);
    let to = messages.first().map(|message| message.to.clone()).unwrap_or_default();
    let (kind, icon) = if mail { ("mailbox", "mail") } else { ("phone", "phone") };
    let label = [kind, " of ", &to].concat();
    view! {
        <section class="device" data-kind=kind aria-label=label>
            <header>
                <Icon name=icon/>
                <h2 translate="no"><bdi dir="ltr">{to}</bdi></h2>
            </header>
            <ol class="inbox" tabindex="0" aria-label="Messages, newest first">{messages.into_iter().map(|message| match message.call {
                Some(state) => call::view(message, state),
                None => message::view(message),
            }).collect_view()}</ol>
        </section>
    }
    .into_any()
}

/// What can go wrong, to try it out.
fn switches(faults: SimFaults) -> AnyView {
    let switch = |name: &'static str, label: &'static str, on: bool| {
        view! {
            <Form to=SimulatorFault::PATH>
                <input type="hidden" name="name" value=name/>
                <input type="hidden" name="on" value=if on { "" } else { "yes" }/>
                <button class="toggle" aria-pressed=if on { "true" } else { "false" }>{label}</button>
            </Form>
        }
    };
    view! {
        <section class="faults" aria-label="Faults">
            {switch("late", "Late", faults.late)}
            {switch("lost", "Lost", faults.lost)}
            {switch("landline", "Landline", faults.landline)}
            {switch("down", "Provider down", faults.down)}
            {switch("full", "Full mailbox", faults.full)}
            {switch("swapped", "SIM swapped", faults.swapped)}
            <Form to=SimulatorClear::PATH class="clear">
                <Submit class="button quiet" label="Clear all"/>
            </Form>
        </section>
    }
    .into_any()
}
