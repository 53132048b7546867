package org.nn4j.compiler.diagnostic;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The kinds of mistakes, each with a number that never changes and is never given to another kind.
 *
 * <p>The hundreds say which part of the language is concerned: 0 the text and its syntax, 1 names, 2 shapes, 3 types and
 * kinds, 4 calls and arguments, 5 declarations and structure, 6 train blocks and data, 7 limits of evaluation.
 */
public enum Code {
    NOTHING_DECLARED(1, "nothing is declared"),
    NOT_TEXT(2, "not a text file"),
    UNKNOWN_CHARACTER(3, "unknown character"),
    UNTERMINATED_STRING(4, "a string without an end"),
    BAD_ESCAPE(5, "unknown escape in a string"),
    NUMBER_TOO_LARGE(6, "number too large"),

    EXPECTED_EXPRESSION(10, "expected an expression"),
    EXPECTED_NAME(11, "expected a name"),
    RESERVED_WORD(12, "a reserved word is no name"),
    EXPECTED_TYPE(13, "expected a type"),
    EXPECTED_TOKEN(14, "something is missing"),
    EXPECTED_STATEMENT(15, "expected a statement"),
    EXPECTED_DECLARATION(16, "expected a declaration"),
    MISSING_LET(17, "`let` is missing"),
    MISSING_OPERATOR(18, "an operator is missing"),
    NOT_CLOSED(19, "not closed"),
    NOT_OPENED(20, "closed but never opened"),
    MISPLACED(21, "cannot stand here"),

    NESTED_TOO_DEEPLY(30, "nested too deeply"),
    EXPRESSION_TOO_LONG(31, "expression too long"),
    CONTINUED_LINE(40, "the line continues the one before"),

    UNKNOWN_NAME(101, "unknown name"),
    ALREADY_DEFINED(102, "already defined"),
    UNKNOWN_MEMBER(103, "unknown member"),
    UNKNOWN_MODULE(104, "unknown module"),

    WRONG_RANK(201, "wrong number of axes"),
    RESULT_TYPE(202, "the result has another type"),
    SIZES_DIFFER(203, "sizes differ"),
    UNBOUND_DIM(204, "unknown dim"),
    DIM_NOT_KNOWN(205, "a size must be known"),

    WRONG_DTYPE(301, "element types do not fit"),
    WRONG_KIND(302, "a value of another kind is needed"),
    NOT_KNOWN(303, "not known when the program is compiled"),
    NOT_LOGITS(304, "probabilities where logits are needed"),

    NOT_CALLABLE(401, "not something that can be called"),
    MISSING_ARGUMENT(402, "an argument is missing"),
    UNKNOWN_ARGUMENT(403, "no such argument"),
    TOO_MANY_ARGUMENTS(404, "too many arguments"),
    ARGUMENT_VALUE(405, "an argument out of range"),

    STATEMENT_NOT_HERE(501, "a statement out of place"),
    NO_RESULT(502, "nothing is returned"),
    REQUIREMENT(503, "a requirement does not hold"),
    WHICH_MODEL(504, "which model"),
    NOT_UPDATED(505, "not something that can be updated"),
    WORLDS(506, "values of different times meet"),
    FITTED_DEPENDS(507, "a fitted statistic depends on what is trained"),
    NEVER_USED(508, "an input is never used"),

    RECIPE_INCOMPLETE(601, "the recipe lacks something"),
    RECIPE_VALUE(602, "a wrong value in the recipe"),
    UNKNOWN_SETTING(603, "no such parameter to set"),
    OF_ONE_BATCH(604, "a metric of one batch"),

    TOO_DEEP(701, "calls nested too deeply"),
    NOT_AVAILABLE(702, "not available in this version");

    private final int number;
    private final String title;

    Code(int number, String title) {
        this.number = number;
        this.title = title;
    }

    /** {@code NN0203}: what the user sees and searches for. */
    public String id() {
        return String.format("NN%04d", number);
    }

    /** The kind with a number as users write it: {@code NN0203}, {@code nn203}, {@code 203}. */
    public static Optional<Code> of(String text) {
        String digits = text.strip().replaceFirst("^(?i)NN", "");
        if (!digits.matches("[0-9]{1,4}")) {
            return Optional.empty();
        }
        int number = Integer.parseInt(digits);
        return Arrays.stream(values()).filter(c -> c.number == number).findFirst();
    }

    /** The page that explains the kind, in Markdown. */
    public String page() {
        String name = "/org/nn4j/compiler/errors/" + id() + ".md";
        try (InputStream in = Code.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("there is no " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the kind is about, in a few words; a diagnostic's own title is more precise. */
    public String title() {
        return title;
    }
}
