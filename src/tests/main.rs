//! The black box: the real router, a clock that moves when told, dice from a seed, a fresh database for every test.
//! SQLite, or PostgreSQL when `REKEY_TEST_POSTGRES_URL` names a cluster to make databases in.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

mod actors;
mod codes;
mod commands;
mod endpoints;
mod enumeration;
mod forgery;
mod gate;
mod layers;
mod leaks;
mod limits;
mod lockout;
mod parallel;
mod recovery;
mod refused;
mod reset;
mod sessions;
mod sign_in;
mod source;
mod sql;
mod steps;
mod undo;
mod world;
