use super::edit;
use crate::{
    api::{ResetContinue, ResetSend},
    model::{Digits, Place, Proof, Reset},
    ui::{
        part::{Checkbox, CodeField, Flow, Form, Help, Link, Masked, Notice, PasswordField, Sent, Submit},
        post::Door,
        text::Said,
    },
};
use leptos::{ev, prelude::*, web_sys::HtmlDialogElement};
use leptos_router::hooks::use_navigate;
use wasm_bindgen::JsCast;

/// S6: a page of its own that lies over S5. The browser makes a modal dialog of it; without script it is simply the page.
pub fn view(page: Reset, said: Said) -> AnyView {
    let navigate = use_navigate();
    let leave = move |event: ev::Event| {
        event.prevent_default();
        navigate(Place::Edit.path(), Default::default());
    };
    Effect::new(open);
    let masked = page.edit.phone.clone().map(|phone| phone.masked);
    view! {
        <div class="behind" inert>
            <p class="title">"Two-factor authentication (2FA)"</p>
            {edit::rows(page.edit)}
        </div>
        <dialog id="reset" class="dialog" open aria-labelledby="reset-title" on:cancel=leave>
            <h1 id="reset-title" tabindex="-1" autofocus>"Reset your 2FA phone?"</h1>
            <Notice said=said.clone()/>
            <p>
                "Next you will add a new number. "
                {masked.map(|phone| view! {
                    <strong><Masked phone/></strong>" keeps working until the new number is verified. "
                })}
                "Then it and your current recovery code stop working, and your other devices are signed out. \
                 Have the new phone with you."
            </p>
            {form(page.proof, page.app, page.ticked, said)}
            <p class="small">
                "I no longer have this phone: "<Link to=Place::Recovery label="use your recovery code"/>" or "
                <Link to=Place::ResetMfa label="Reset MFA"/>
            </p>
        </dialog>
    }
    .into_any()
}

fn form(proof: Proof, app: bool, ticked: bool, said: Said) -> AnyView {
    let (asked, help) = match proof {
        Proof::Fresh => (().into_any(), ().into_any()),
        Proof::Password => (
            view! {
                <p>"It is a while since you signed in. Enter your password first."</p>
                <PasswordField said=said.clone()/>
            }
            .into_any(),
            ().into_any(),
        ),
        Proof::Code(code) => (
            view! {
                <Sent code=code.clone() lead="the number ending in "/>
                {app.then(|| view! { <p class="lede">"A code from your authenticator app works too."</p> })}
                <Flow id=code.flow.clone()/>
                <CodeField digits=Digits::Six said=said.clone()/>
            }
            .into_any(),
            view! { <Help to=ResetSend::PATH flow=code.flow.clone() code=Some(code) call=true>""</Help> }.into_any(),
        ),
        Proof::App(flow) => (
            view! {
                <p class="lede">"Enter the code that your authenticator app shows for Rekey."</p>
                <Flow id=flow/>
                <CodeField digits=Digits::Six said=said.clone()/>
            }
            .into_any(),
            ().into_any(),
        ),
    };
    view! {
        <Form to=ResetContinue::PATH class="stack">
            {asked}
            <Checkbox label="I understand that my current number and recovery code will stop working" ticked said/>
            <div class="row end">
                <a class="button" href=Place::Edit.path()>"Cancel"</a>
                <Submit class="button danger" label="Reset and continue"/>
            </div>
        </Form>
        {help}
    }
    .into_any()
}

/// Makes the dialog modal. Not again when the same page comes back with a note.
fn open() {
    let dialog = document().get_element_by_id("reset").and_then(|found| found.dyn_into::<HtmlDialogElement>().ok());
    if let Some(dialog) = dialog
        && dialog.matches(":modal") == Ok(false)
    {
        _ = dialog.remove_attribute("open");
        _ = dialog.show_modal();
    }
}
