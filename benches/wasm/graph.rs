//! A graph laid out, and its picture as numbers.

use planarium::graph::layout::{self, Direction, Size};
use wasm_bindgen::prelude::*;

/// A picture.
#[wasm_bindgen]
pub struct Picture {
    drawing: layout::Drawing,
}

/// Lays a graph out from the left to the right. `sizes` holds width and height of each node, `edges` the two ends of each
/// edge.
#[wasm_bindgen]
pub fn lay_out(sizes: &[f32], edges: &[u32]) -> Picture {
    let sizes: Vec<Size> =
        sizes.as_chunks().0.iter().map(|[width, height]| Size { width: *width, height: *height }).collect();
    let edges: Vec<(u32, u32)> = edges.as_chunks().0.iter().map(|[from, to]| (*from, *to)).collect();
    Picture { drawing: layout::draw(&sizes, &edges, Direction::Right) }
}

#[wasm_bindgen]
impl Picture {
    /// Width and height.
    pub fn size(&self) -> Vec<f32> {
        vec![self.drawing.size.width, self.drawing.size.height]
    }

    /// The top left corner of each node.
    pub fn corners(&self) -> Vec<f32> {
        self.drawing.nodes.iter().flat_map(|corner| [corner.x, corner.y]).collect()
    }

    /// How many points the line of each edge has.
    pub fn lengths(&self) -> Vec<u32> {
        self.drawing.edges.iter().map(|line| line.len() as u32).collect()
    }

    /// The points of all lines.
    pub fn points(&self) -> Vec<f32> {
        self.drawing.edges.iter().flatten().flat_map(|point| [point.x, point.y]).collect()
    }
}
