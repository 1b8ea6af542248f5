//! Sentences in English and Danish, checked by the compiler.
//!
//! The English sentence stands in the code where it is used. Its Danish stands in the `da.toml` of the same room, under the
//! English one. A sentence without Danish, or one whose Danish leaves out what the English tells, does not compile.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use proc_macro::TokenStream;
use proc_macro2::{Literal, TokenStream as Tokens};
use quote::quote;
use syn::LitStr;
use syn::parse::{Parse, ParseStream};

/// Danish by English, of all rooms.
type Catalogue = BTreeMap<String, String>;

/// A sentence with what is written into it, as `format!` takes it.
struct Sentence {
    english: LitStr,
    arguments: Tokens,
}

impl Parse for Sentence {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        Ok(Self {
            english: input.parse()?,
            arguments: input.parse()?,
        })
    }
}

/// A sentence in the reader's language, as a `String`; takes what `format!` takes.
#[proc_macro]
pub fn say(input: TokenStream) -> TokenStream {
    let Sentence { english, arguments } = syn::parse_macro_input!(input as Sentence);
    let danish = match danish(&english) {
        Ok(danish) => danish,
        Err(error) => return error.to_compile_error().into(),
    };
    quote! {
        match ::samspil::words::language() {
            ::samspil::words::Language::English => ::std::format!(#english #arguments),
            ::samspil::words::Language::Danish => ::std::format!(#danish #arguments),
        }
    }
    .into()
}

/// Words in both languages, as a constant `Words`.
#[proc_macro]
pub fn words(input: TokenStream) -> TokenStream {
    let english = syn::parse_macro_input!(input as LitStr);
    match danish(&english) {
        Ok(danish) => quote!(::samspil::words::Words::new(#english, #danish)).into(),
        Err(error) => error.to_compile_error().into(),
    }
}

/// Where the catalogues stand, so that a change of one compiles the program anew.
#[proc_macro]
pub fn catalogues(_input: TokenStream) -> TokenStream {
    let files = match files() {
        Ok(files) => files,
        Err(message) => return quote!(::std::compile_error!(#message);).into(),
    };
    let files = files.iter().map(|file| file.display().to_string());
    quote!(const _: &[&str] = &[#(::std::include_str!(#files)),*];).into()
}

/// The Danish of a sentence, at the place of the English, so that it sees the same names.
fn danish(english: &LitStr) -> syn::Result<Literal> {
    static CATALOGUE: OnceLock<Result<Catalogue, String>> = OnceLock::new();
    let fault = |message: String| syn::Error::new(english.span(), message);
    let catalogue = CATALOGUE.get_or_init(catalogue).as_ref();
    let text = catalogue.map_err(|message| fault(message.clone()))?;
    let key = english.value();
    let danish = text.get(&key).ok_or_else(|| {
        fault(format!(
            "no Danish for {key:?}: add it to the `da.toml` of this room"
        ))
    })?;
    let mut literal = Literal::string(danish);
    literal.set_span(english.span());
    Ok(literal)
}

/// All catalogues as one; the same sentence may stand in several, if it is said alike.
fn catalogue() -> Result<Catalogue, String> {
    let mut all = Catalogue::new();
    for file in files()? {
        let name = file.display();
        let text = std::fs::read_to_string(&file).map_err(|error| format!("{name}: {error}"))?;
        let room: Catalogue = toml::from_str(&text).map_err(|error| format!("{name}: {error}"))?;
        for (english, danish) in room {
            match all.get(&english) {
                Some(other) if *other != danish => {
                    return Err(format!("{name}: {english:?} is said in two ways"));
                }
                _ => all.insert(english, danish),
            };
        }
    }
    Ok(all)
}

/// The catalogues of the crate that is compiled, in the order of their paths.
fn files() -> Result<Vec<PathBuf>, String> {
    let root = std::env::var("CARGO_MANIFEST_DIR").map_err(|error| error.to_string())?;
    let mut found = Vec::new();
    look_into(&Path::new(&root).join("src"), &mut found).map_err(|error| error.to_string())?;
    found.sort();
    Ok(found)
}

fn look_into(folder: &Path, found: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            look_into(&path, found)?;
        } else if path.file_name().is_some_and(|name| name == "da.toml") {
            found.push(path);
        }
    }
    Ok(())
}
