use crate::{
    api::OrgCaseAsk,
    model::{CaseCard, CaseQA, OrgId},
    ui::{
        doc::org::reset::first_name,
        part::{Form, Time},
        post::Door,
    },
};
use leptos::prelude::*;

/// What was asked about a request, and what came back.
pub fn said(talk: Vec<CaseQA>) -> AnyView {
    if talk.is_empty() {
        return ().into_any();
    }
    let line = |said: CaseQA| {
        let answer = match said.answer {
            Some(answer) => {
                view! { <dd>"“"{answer}"”"<span class="muted small">" · "<Time at=said.answered/></span></dd> }
                    .into_any()
            }
            None => view! { <dd class="muted">"No answer yet"</dd> }.into_any(),
        };
        view! { <div><dt>{said.by}" asked: “"{said.question}"”"</dt>{answer}</div> }
    };
    view! { <dl class="talk">{talk.into_iter().map(line).collect_view()}</dl> }.into_any()
}

/// `Ask for more`, folded: the question goes by mail, in the reviewer's words.
pub fn ask(case: &CaseCard, org: &OrgId) -> AnyView {
    let (field, org, id, first) =
        (["ask-", &case.id].concat(), org.to_string(), case.id.clone(), first_name(&case.name));
    view! {
        <details class="ask">
            <summary>"Ask for more"<span class="visually-hidden">" about request "{case.number.clone()}</span></summary>
            <Form to=OrgCaseAsk::PATH class="stack">
                <input type="hidden" name="org" value=org/>
                <input type="hidden" name="id" value=id/>
                <div class="field">
                    <label for=field.clone()>"Your question to "{first}</label>
                    <input id=field type="text" name="details" class="input" autocomplete="off" maxlength="300"/>
                </div>
                <button type="submit" class="button">"Send question"</button>
            </Form>
        </details>
    }
    .into_any()
}
