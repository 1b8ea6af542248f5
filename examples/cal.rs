include!("try_common.rs");
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let s = setup(&args);
    println!(
        "{:?}",
        samspil::experiment::reference::calibrate(&s, 1, args[2].parse().unwrap())
    );
    let _ = (
        row_length(0),
        ControlFlow::<()>::Continue(()),
        Draws::new(1, 1),
        Serial,
    );
    let _ = model::measures::MEASURES;
}
