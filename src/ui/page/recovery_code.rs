use crate::{
    api::{RecoveryFinish, RecoveryRenew},
    model::{Place, RecoveryCodePage, RecoverySheet},
    ui::{
        part::{Checkbox, Flow, Form, Sheet, Submit},
        post::Door,
        text::Said,
    },
};
use leptos::prelude::*;

/// S10: the recovery code, once.
pub fn view(page: RecoveryCodePage, said: Said) -> AnyView {
    match page {
        RecoveryCodePage::Shown(sheet) => shown(sheet, said),
        RecoveryCodePage::Seen { finished, flow } => view! {
            <p class="lede">"You have already seen this code. We cannot show it twice."</p>
            {(!finished).then(|| finish(flow, String::new(), said))}
            <div class="row">
                <Form to=RecoveryRenew::PATH><Submit class="button" label="Get a new recovery code"/></Form>
                <a class="button quiet" href=Place::Overview.path()>"Go to the dashboard"</a>
            </div>
        }
        .into_any(),
    }
}

fn shown(sheet: RecoverySheet, said: Said) -> AnyView {
    let with_page = |path: &str| [path, "?page=", &sheet.page].concat();
    let download = with_page("/settings/2fa/recovery-code/download");
    let print = with_page(Place::RecoveryPrint.path());
    let leave = with_page(Place::RecoveryLeave.path());
    let groups = sheet.code.split('-').map(|group| view! { <span>{group.to_owned()}</span> }).collect_view();
    view! {
        <p class="lede">"Use it to sign in if you lose your phone. It works once. We cannot show it again."</p>
        <div class="recovery">
            <p id="recovery-code" class="groups" dir="ltr" translate="no" data-code=sheet.code.clone()>{groups}</p>
            <div class="row">
                <button type="button" class="button js-only" data-copy="recovery-code">"Copy"</button>
                <a class="button" href=download rel="external" download>"Download"</a>
                <a class="button" href=print rel="external" data-print>"Print"</a>
                <span class="visually-hidden" aria-live="polite" data-copied></span>
            </div>
        </div>
        <p>"Where to keep it: a password manager, or paper in a safe place. Not a photo on the same phone."</p>
        {finish(sheet.flow.clone(), sheet.page.clone(), said)}
        <p class="small"><a href=leave>"Leave without saving your code"</a></p>
        <Sheet sheet/>
    }
    .into_any()
}

fn finish(flow: String, page: String, said: Said) -> AnyView {
    view! {
        <Form to=RecoveryFinish::PATH class="stack">
            <Flow id=flow/>
            <input type="hidden" name="page" value=page/>
            <Checkbox label="I have saved my recovery code" said/>
            <Submit class="button primary wide" label="Finish"/>
        </Form>
    }
    .into_any()
}
