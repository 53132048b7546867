package org.nn4j.compiler.syntax;

import java.math.BigInteger;
import org.antlr.v4.runtime.Token;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.diagnostic.Diagnostic;
import org.nn4j.compiler.diagnostic.Diagnostics;
import org.nn4j.compiler.source.Span;

/** The values of literals. What has no value is reported, and some value is given, so that the tree stays whole. */
final class Literals {
    private static final BigInteger LARGEST = BigInteger.valueOf(Long.MAX_VALUE);

    private final Tokens tokens;
    private final Diagnostics diagnostics;

    Literals(Tokens tokens, Diagnostics diagnostics) {
        this.tokens = tokens;
        this.diagnostics = diagnostics;
    }

    Expr.IntLit intLit(Token token) {
        Span span = tokens.span(token);
        String digits = digits(token);
        // A number of a million digits would keep BigInteger busy for long.
        if (digits.length() > 40 || new BigInteger(digits).compareTo(LARGEST) > 0) {
            tooLarge(span, "the integer does not fit into 64 bits");
            return new Expr.IntLit(Long.MAX_VALUE, span);
        }
        return new Expr.IntLit(Long.parseLong(digits), span);
    }

    /** Whether the token is 2^63, which fits into 64 bits only behind a minus sign. */
    boolean isNegatedSmallest(Token token) {
        return digits(token).equals("9223372036854775808");
    }

    Expr.FloatLit floatLit(Token token) {
        Span span = tokens.span(token);
        double value = Double.parseDouble(digits(token));
        if (Double.isInfinite(value)) {
            tooLarge(span, "the number does not fit into a 64-bit float");
            return new Expr.FloatLit(Double.MAX_VALUE, span);
        }
        return new Expr.FloatLit(value, span);
    }

    /** The index of a {@code .0}. */
    int tupleIndex(Token token) {
        String digits = token.getText().substring(1);
        if (digits.length() > 9) {
            tooLarge(tokens.span(token), "no tuple has so many elements");
            return Integer.MAX_VALUE;
        }
        return Integer.parseInt(digits);
    }

    private void tooLarge(Span span, String title) {
        diagnostics.report(Diagnostic.error(Code.NUMBER_TOO_LARGE, title, span));
    }

    private static String digits(Token token) {
        return token.getText().replace("_", "");
    }

    Expr.StringLit stringLit(Token token) {
        String text = token.getText();
        boolean closed = text.length() > 1 && text.endsWith("\"");
        int end = closed ? text.length() - 1 : text.length();
        StringBuilder value = new StringBuilder();
        int i = 1;
        while (i < end) {
            char c = text.charAt(i);
            if (c != '\\') {
                value.append(c);
                i++;
                continue;
            }
            int length = escape(text, i, end, value);
            if (length == 0) {
                length = Math.min(2, end - i);
                badEscape(token, i, length);
            }
            i += length;
        }
        return new Expr.StringLit(value.toString(), tokens.span(token));
    }

    /** Appends what the escape at {@code at} stands for; the result is its length, 0 if there is no such escape. */
    private static int escape(String text, int at, int end, StringBuilder value) {
        char kind = at + 1 < end ? text.charAt(at + 1) : ' ';
        switch (kind) {
            case 'n' -> value.append('\n');
            case 't' -> value.append('\t');
            case '"', '\\' -> value.append(kind);
            case 'u' -> {
                if (!isHex(text, at + 2, end)) {
                    return 0;
                }
                value.append((char) Integer.parseInt(text.substring(at + 2, at + 6), 16));
                return 6;
            }
            default -> {
                return 0;
            }
        }
        return 2;
    }

    private static boolean isHex(String text, int from, int end) {
        return from + 4 <= end
                && text.substring(from, from + 4).chars().allMatch(c -> c < 128 && Character.digit(c, 16) >= 0);
    }

    private void badEscape(Token token, int at, int length) {
        if (tokens.isDamaged(tokens.line(token))) {
            return;
        }
        int start = token.getStartIndex() + at;
        Span span = tokens.file().span(start, start + length);
        diagnostics.report(Diagnostic.error(Code.BAD_ESCAPE, "unknown escape `" + span.text() + "`", span)
                .help("the escapes are `\\n`, `\\t`, `\\\"`, `\\\\` and `\\u` with four hexadecimal digits"));
    }
}
