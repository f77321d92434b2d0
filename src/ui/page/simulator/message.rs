use crate::{
    model::SimMessage,
    ui::part::{Icon, Time},
};
use leptos::prelude::*;

/// A text or a mail.
pub fn view(message: SimMessage) -> AnyView {
    view! {
        <li class="bubble" data-channel=message.channel.word()>
            {(!message.subject.is_empty()).then(|| view! { <h3>{message.subject}</h3> })}
            <p class="body">{links(&message.text)}</p>
            {message.code.map(|code| code_row(&message.id, code))}
            <p class="stamp"><Time at=message.at/></p>
        </li>
    }
    .into_any()
}

/// The code, large, with a button that copies it.
pub fn code_row(id: &str, code: String) -> AnyView {
    let id = ["code-", id].concat();
    let copied = code.clone();
    view! {
        <div class="big-code">
            <output id=id.clone() dir="ltr" translate="no" data-code=copied>{code}</output>
            <button type="button" class="button quiet js-only" data-copy=id>
                "Copy"<span class="visually-hidden">" code"</span>
            </button>
        </div>
    }
    .into_any()
}

/// Addresses in a mail can be followed; everything else stays text.
fn links(text: &str) -> AnyView {
    text.split_inclusive([' ', '\n'])
        .map(|word| {
            let url = word.trim_end();
            match url.starts_with("http://") || url.starts_with("https://") {
                true => {
                    view! { <a href=url.to_owned() rel="external">{url.to_owned()}</a>{word[url.len()..].to_owned()} }
                        .into_any()
                }
                false => word.to_owned().into_any(),
            }
        })
        .collect_view()
        .into_any()
}

/// A drawing for the empty state's neighbours.
pub fn ringing() -> AnyView {
    view! { <span class="ring" aria-hidden="true"><Icon name="call"/></span> }.into_any()
}
