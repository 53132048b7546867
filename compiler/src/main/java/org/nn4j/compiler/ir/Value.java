package org.nn4j.compiler.ir;

/** A tensor in a graph: defined once, by a node, as a graph input or as an input of a region. */
public record Value(int id, TensorType type) {

    public Shape shape() {
        return type.shape();
    }

    public DType dtype() {
        return type.dtype();
    }

    public int rank() {
        return type.rank();
    }

    /** Values are keys of many maps, and their ids differ: hashing the shape as well was most of a compilation. */
    @Override
    public int hashCode() {
        return id;
    }

    @Override
    public String toString() {
        return "%" + id;
    }
}
