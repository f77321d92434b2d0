use crate::{
    api::PhoneSend,
    model::{AddPhone, Country, Field, Forced},
    ui::{
        part::{Flow, Form, Icon, PasswordField, Submit, TextField},
        post::Door,
        text::Said,
    },
};
use leptos::prelude::*;

/// S7, and S9 when it is forced: the new number.
pub fn view(page: AddPhone, said: Said) -> AnyView {
    let wrong_country = said.at(Field::Country);
    let chosen = page.country;
    let option = move |country: Country| {
        let selected = country.region == chosen;
        view! { <option value=country.region selected=selected>{country.label}</option> }
    };
    view! {
        {page.forced.map(|why| view! {
            <div class="notice" data-tone="info">
                <Icon name="shield"/>
                <p>{match why {
                    Forced::Required { organization } => [&organization, " requires 2FA. Add a phone to carry on."].concat(),
                    Forced::Recovered => "You used your recovery code. Add a new phone to carry on.".to_owned(),
                }}</p>
            </div>
        })}
        <p class="lede">"Use a phone only you can open. We use this number for codes, nothing else."</p>
        <Form to=PhoneSend::PATH class="stack">
            <Flow id=page.flow/>
            <div class="field">
                <label for="country">"Country"</label>
                {wrong_country.clone().map(|words| view! {
                    <p class="wrong" id="country-error">
                        <Icon name="alert"/><span class="visually-hidden">"Error: "</span>{words}
                    </p>
                })}
                <div class="select">
                    <select
                        id="country"
                        name="country"
                        class="input"
                        autocomplete="tel-country-code"
                        aria-invalid=wrong_country.is_some().then_some("true")
                        aria-describedby=wrong_country.is_some().then_some("country-error")
                    >
                        {page.countries.into_iter().map(option).collect_view()}
                    </select>
                    <Icon name="down"/>
                </div>
            </div>
            <TextField
                id="number"
                label="Phone number"
                hint="For example, 07700 900982"
                kind="tel"
                inputmode="tel"
                autocomplete="tel-national"
                value=page.number
                error=said.at(Field::Phone)
            />
            {page.ask_password.then(|| view! { <PasswordField said=said.clone()/> })}
            <div class="row">
                <Submit class="button primary" label="Send code via SMS" channel="sms"/>
                <Submit class="button" label="Receive a call" channel="call"/>
                {page.same.then(|| view! {
                    <button type="submit" class="button" name="same" value="yes">"Use it again"</button>
                })}
            </div>
            <p class="small">"Your carrier may charge for the text."</p>
        </Form>
    }
    .into_any()
}
