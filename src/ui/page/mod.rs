//! One file for each screen, and the one match that chooses between them.

mod add_phone;
mod app;
mod calm;
mod confirm;
mod edit;
mod method;
mod new_password;
mod overview;
mod phone_code;
mod recovery;
mod recovery_code;
mod recovery_leave;
mod reset;
mod settings;
mod setup;
mod sign_in;
mod simulator;
mod two_factor;
mod verify;

use super::{
    part::{Layout, Sheet, Shell, Steps},
    text::{self, Said},
    wire::Answer,
};
use crate::model::{Frame, Page, Place, Proof, RecoveryCodePage, Screen};
use leptos::prelude::*;
use std::mem::{Discriminant, discriminant};

/// Which page this is, notes and data aside: the same kind keeps its elements, another gets its own.
pub type Kind = (Place, Discriminant<Screen>, u8);

/// The [`Kind`] of a page.
pub fn kind(page: &Page) -> Kind {
    let stage = match &page.screen {
        Screen::Reset(reset) => match reset.proof {
            Proof::Fresh => 0,
            Proof::Password => 1,
            Proof::Code(_) => 2,
            Proof::App(_) => 3,
        },
        Screen::RecoveryCode(RecoveryCodePage::Seen { .. }) => 1,
        Screen::Confirm(confirm) => u8::from(confirm.code.is_some()),
        _ => 0,
    };
    (page.place, discriminant(&page.screen), stage)
}

/// The page, or the words for a fault in its place.
pub fn show(answer: Answer) -> AnyView {
    match answer {
        // The browser is about to load it.
        Ok(Page { screen: Screen::Document, .. }) => ().into_any(),
        Ok(page) => screen(page),
        Err(error) => {
            let (heading, words) = text::fault(error);
            let body = view! {
                <h1 tabindex="-1">{heading}</h1>
                <p class="lede">{words}</p>
                <p><a class="button" href="" rel="external">"Try again"</a></p>
            };
            frame(Layout::Door, Frame::default(), Said::default(), None, false, body.into_any())
        }
    }
}

fn screen(page: Page) -> AnyView {
    let Page { frame: bars, note, screen, place } = page;
    let heading = text::screen(&screen);
    let said = Said { note, place: Some(place), office: None };
    // The reset dialog carries its own account of what just happened, and it and the overview their own heading.
    let told = if matches!(&screen, Screen::Reset(_)) { Said::default() } else { said.clone() };
    let own = matches!(&screen, Screen::Reset(_) | Screen::Overview(_));
    let (layout, back) = setting(&screen);
    let step = match &screen {
        Screen::AddPhone(_) => Some(1),
        Screen::PhoneCode(_) => Some(2),
        Screen::RecoveryCode(RecoveryCodePage::Shown(sheet)) if sheet.with_phone => Some(3),
        _ => None,
    };
    let private = matches!(&screen, Screen::RecoveryCode(RecoveryCodePage::Shown(_)) | Screen::RecoveryPrint(_));
    let body = match screen {
        Screen::Go(_) | Screen::Document => ().into_any(),
        Screen::SignIn(page) => sign_in::view(page, said),
        Screen::Verify(page) => verify::view(page, said),
        Screen::App(page) => app::view(page, said),
        Screen::Recovery => recovery::view(said),
        Screen::NewPassword => new_password::view(said),
        Screen::AddPhone(page) => add_phone::view(page, said),
        Screen::PhoneCode(page) => phone_code::view(page, said),
        Screen::RecoveryCode(page) => recovery_code::view(page, said),
        Screen::RecoveryPrint(sheet) => view! { <Sheet sheet alone=true/> }.into_any(),
        Screen::RecoveryLeave(page) => recovery_leave::view(&page),
        Screen::Overview(page) => overview::view(page, heading),
        Screen::Settings(page) => settings::view(page),
        Screen::Confirm(page) => confirm::view(page, said),
        Screen::TwoFactor(page) => two_factor::view(page),
        Screen::Edit(page) => edit::view(page),
        Screen::Reset(page) => reset::view(page, said),
        Screen::Method(page) => method::view(page),
        Screen::Setup(page) => setup::view(page, said),
        Screen::Simulator(page) => simulator::view(page),
        Screen::Calm(what) => calm::view(what, place),
        Screen::NotFound => calm::not_found(),
    };
    let body = match own {
        true => body,
        false => view! {
            {step.map(|n| view! { <Steps n/> })}
            <h1 tabindex="-1">{heading}</h1>
            {body}
        }
        .into_any(),
    };
    frame(layout, bars, told, back, private, body)
}

fn setting(screen: &Screen) -> (Layout, Option<Place>) {
    match screen {
        Screen::Recovery => (Layout::Door, Some(Place::Verify)),
        Screen::AddPhone(page) if page.forced.is_none() => (Layout::Step, Some(Place::Edit)),
        Screen::PhoneCode(page) if !page.forced => (Layout::Step, None),
        Screen::RecoveryCode(_) | Screen::RecoveryPrint(_) | Screen::RecoveryLeave(_) => (Layout::Step, None),
        Screen::Confirm(_) => (Layout::Step, Some(Place::Overview)),
        Screen::Settings(_) => (Layout::Settings, None),
        Screen::TwoFactor(_) => (Layout::Settings, Some(Place::Settings)),
        Screen::Edit(_) => (Layout::Settings, Some(Place::Settings)),
        Screen::Reset(_) => (Layout::Settings, None),
        Screen::Method(_) => (Layout::Step, Some(Place::Edit)),
        Screen::Overview(_) | Screen::Simulator(_) => (Layout::Wide, None),
        _ => (Layout::Door, None),
    }
}

fn frame(layout: Layout, bars: Frame, said: Said, back: Option<Place>, private: bool, body: AnyView) -> AnyView {
    view! { <Shell layout frame=bars said back private>{body}</Shell> }.into_any()
}
