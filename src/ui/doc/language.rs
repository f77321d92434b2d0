use crate::{
    api::LanguageSave,
    model::{ChooseLanguage, Language, Place},
    ui::{
        part::{Form, Icon, Link, Submit},
        post::Door,
    },
};
use leptos::prelude::*;

/// The language that texts, calls and mails come in.
pub fn view(page: &ChooseLanguage) -> AnyView {
    let (chosen, browser) = (page.chosen, page.browser.name());
    let language = move |language: Language| {
        view! {
            <option value=language.tag() lang=language.tag() selected=chosen == Some(language)>{language.name()}</option>
        }
    };
    view! {
        <p class="lede">"Texts, calls and mails to you come in this language. These pages are in English for now."</p>
        <Form to=LanguageSave::PATH class="stack">
            <div class="field">
                <label for="language">"Language"</label>
                <div class="select">
                    <select id="language" name="language" class="input">
                        <option value="" selected=chosen.is_none()>
                            {["As your browser asks: ", browser].concat()}
                        </option>
                        {Language::ALL.map(language).collect_view()}
                    </select>
                    <Icon name="down"/>
                </div>
            </div>
            <div class="row">
                <Submit class="button primary" label="Save"/>
                <Link to=Place::Settings class="button" label="Cancel"/>
            </div>
        </Form>
    }
    .into_any()
}
