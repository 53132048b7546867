package org.nn4j.codegen;

/** Comments of programs as Javadoc. */
final class Docs {

    private Docs() {}

    /** Text in which nothing is taken for HTML, a tag or the end of the comment. */
    static String text(String doc) {
        return doc.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("@", "&#64;")
                .replace("{", "&#123;")
                .replace("*/", "*&#47;")
                .replace("\\u", "&#92;u")
                .strip();
    }

    /** A name as code. */
    static String code(String name) {
        return "<code>" + text(name) + "</code>";
    }

    /** A sentence: with a full stop. */
    static String sentence(String doc) {
        String text = text(doc);
        return text.isEmpty() || text.endsWith(".") || text.endsWith("!") || text.endsWith("?") ? text : text + ".";
    }
}
