use crate::model::MaskedPhone;
use leptos::prelude::*;

/// A masked number: dots for the eye, "number ending in 9 8 2" for the ear.
#[component]
pub fn Masked(
    /// The number.
    phone: MaskedPhone,
) -> impl IntoView {
    view! {
        <bdi dir="ltr" class="masked">
            <span aria-hidden="true">{phone.text()}</span>
            <span class="visually-hidden">"number ending in "{phone.spoken()}</span>
        </bdi>
    }
    .into_any()
}
