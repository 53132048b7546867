package org.nn4j.runtime.typed;

/** A constant that stands for a name in the data: a class or a category. */
public interface ClassName {

    /** The name as the data has it. */
    String text();
}
