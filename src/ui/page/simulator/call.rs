use super::message;
use crate::{
    api::{SimulatorAnswer, SimulatorKey},
    model::{SimCall, SimMessage},
    ui::{
        desk::Desk,
        part::{Form, Submit, Time},
        post::Door,
    },
};
use leptos::{
    prelude::*,
    web_sys::{SpeechSynthesisUtterance, window},
};

/// A call: it rings, is answered, asks for a key, and reads the code.
pub fn view(message: SimMessage, state: SimCall) -> AnyView {
    let (word, heading) = match state {
        SimCall::Ringing => ("ringing", "Incoming call"),
        SimCall::Greeting => ("talking", "On the line"),
        SimCall::Reading => ("talking", "Reading the code"),
        SimCall::Ended => ("ended", "Call ended"),
    };
    let id = message.id.clone();
    view! {
        <li class="call" data-state=word>
            {message::ringing()}
            <h3>{heading}</h3>
            {(!message.text.is_empty()).then(|| view! { <p class="body" aria-live="polite" lang=message.lang>{message.text}</p> })}
            {message.code.map(|code| message::code_row(&id, code))}
            {match state {
                SimCall::Ringing => view! {
                    <Form to=SimulatorAnswer::PATH>
                        <input type="hidden" name="id" value=id/>
                        <Submit class="button answer" label="Answer"/>
                    </Form>
                }
                .into_any(),
                SimCall::Greeting | SimCall::Reading => keys(id),
                SimCall::Ended => ().into_any(),
            }}
            <p class="stamp"><Time at=message.at/></p>
        </li>
    }
    .into_any()
}

fn keys(id: String) -> AnyView {
    view! {
        <Form to=SimulatorKey::PATH class="keys">
            <input type="hidden" name="id" value=id/>
            <button type="submit" name="key" value="1" class="key"><b>"1"</b><span>"Hear the code"</span></button>
            <button type="submit" name="key" value="9" class="key"><b>"9"</b><span>"This was not me"</span></button>
        </Form>
    }
    .into_any()
}

/// Says aloud what the line says, slowly, once: what was said stays known while the page is loaded again around it.
pub fn speak(messages: &[SimMessage]) {
    let talking = messages.iter().find(|message| matches!(message.call, Some(SimCall::Greeting | SimCall::Reading)));
    let Some((text, lang)) = talking.map(|message| (message.text.clone(), message.lang.clone())) else { return };
    let desk = Desk::find();
    Effect::new(move || {
        if desk.spoken.with_value(|said| *said == text) {
            return;
        }
        // Only what is new: the line's text grows while the call goes on.
        let fresh = desk.spoken.with_value(|said| text.strip_prefix(said.as_str()).unwrap_or(&text).to_owned());
        desk.spoken.set_value(text.clone());
        if let Some(Ok(voice)) = window().map(|window| window.speech_synthesis())
            && let Ok(words) = SpeechSynthesisUtterance::new_with_text(&fresh)
        {
            words.set_lang(&lang);
            words.set_rate(0.8);
            voice.speak(&words);
        }
    });
}
