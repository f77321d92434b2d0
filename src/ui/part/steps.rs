use leptos::prelude::*;

/// "Step 2 of 3" and three bars.
#[component]
pub fn Steps(
    /// Which of the three.
    n: u8,
) -> impl IntoView {
    view! {
        <div class="steps" data-step=n.to_string()>
            <p>{match n { 1 => "Step 1 of 3", 2 => "Step 2 of 3", _ => "Step 3 of 3" }}</p>
            <span aria-hidden="true"></span><span aria-hidden="true"></span><span aria-hidden="true"></span>
        </div>
    }
    .into_any()
}
