//! The questions that people ask of a tree, and their answers: values with places, each in a file of its own.
