//! Tells the program which sources it is built from.

use std::env;
use std::path::Path;

#[path = "build/source_digest.rs"]
mod source_digest;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-env-changed=PROFILE");
    let source = if env::var("PROFILE").as_deref() == Ok("release") {
        // Every change would compile the library again, even one of a page or of a command.
        println!("cargo::rerun-if-changed=src");
        let root = env::var("CARGO_MANIFEST_DIR").expect("cargo names the folder of the package");
        source_digest::of(&Path::new(&root).join("src"))
            .expect("the sources can be read while they are compiled")
    } else {
        "development build".to_owned()
    };
    println!("cargo::rustc-env=SAMSPIL_SOURCE={source}");
}
