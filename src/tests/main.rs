//! The black box: the real router, a clock that moves when told, dice from a seed, a fresh database for every test.
//! SQLite, or PostgreSQL when `REKEY_TEST_POSTGRES_URL` names a cluster to make databases in.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

mod account;
mod actors;
mod app_setup;
mod apps;
mod billing;
mod cases;
mod cases_alike;
mod cases_end;
mod codes;
mod commands;
mod crowd;
mod deeds;
mod documents;
mod dump;
mod emails;
mod endpoints;
mod enumeration;
mod forgery;
mod forgot;
mod gate;
mod layers;
mod leaks;
mod limits;
mod lines;
mod lockout;
mod notices;
mod operator;
mod owner_safe;
mod parallel;
mod phones;
mod recovery;
mod refused;
mod reset;
mod sessions;
mod sign_in;
mod source;
mod sql;
mod steps;
mod suspended;
mod taken_back;
mod thieves;
mod timing;
mod undo;
mod world;
