//! Tells cargo that the built site is part of the binary, so that a new site makes a new binary.
fn main() {
    println!("cargo:rerun-if-changed=target/site");
    println!("cargo:rerun-if-changed=migrations");
}
