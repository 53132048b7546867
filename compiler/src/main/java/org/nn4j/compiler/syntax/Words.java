package org.nn4j.compiler.syntax;

import static org.nn4j.grammar.NnLexer.*;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.antlr.v4.runtime.atn.ATN;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.nn4j.grammar.NnParser;

/** Sets of token types; most of them are read from the grammar, so that they follow it. */
final class Words {
    /** Whatever may be a name. */
    static final IntervalSet NAMES = first(NnParser.RULE_name);

    /** The words that start a statement of a block. */
    static final IntervalSet STATEMENTS = first(NnParser.RULE_stmt);

    /** The words that start a statement of a train block. */
    static final IntervalSet TRAIN_STATEMENTS = first(NnParser.RULE_trainStmt);

    /** The words that start a declaration. */
    static final IntervalSet DECLARATIONS = first(NnParser.RULE_decl);

    /** The words that never name anything. */
    static final Set<Integer> RESERVED = Set.of(AND, OR, NOT, DIV, IF, THEN, ELSE, TRUE, FALSE, LET, RETURN, FN);

    /** The operators that stand between two operands, without {@code ^}, which alone is followed by a sign. */
    static final Set<Integer> INFIX =
            Set.of(OR, AND, EQ, NE, LE, GE, LT, GT, RANGE, PLUS, MINUS, STAR, SLASH, PERCENT, AT, DIV, PIPE);

    static final Set<Integer> COMPARISONS = Set.of(EQ, NE, LE, GE, LT, GT);

    /** Whether a statement of some block, a declaration or an import starts with the word. */
    static boolean isStatementStart(int type) {
        return STATEMENTS.contains(type)
                || TRAIN_STATEMENTS.contains(type)
                || DECLARATIONS.contains(type)
                || type == IMPORT;
    }

    /** What may stand at the end of an operand: after it an operator continues, and anything else is something new. */
    static boolean endsOperand(int type) {
        return NAMES.contains(type)
                || switch (type) {
                    case INT, FLOAT, STRING, TRUE, FALSE, RPAREN, RBRACKET, RBRACE, TUPLE_INDEX -> true;
                    default -> false;
                };
    }

    /** Whether the token type is a word or a literal: a first token of an operand that is no sign. */
    static boolean isWordOrLiteral(int type) {
        return NAMES.contains(type)
                || switch (type) {
                    case INT, FLOAT, STRING, TRUE, FALSE -> true;
                    default -> false;
                };
    }

    /** How the words of a set are written. */
    static Collection<String> spellings(IntervalSet types) {
        List<Integer> all = types.toList();
        return all.stream().map(Words::spelling).toList();
    }

    /** How a word or a sign is written, without quotes. */
    static String spelling(int type) {
        String literal = NnParser.VOCABULARY.getLiteralName(type);
        return literal == null ? "" : literal.substring(1, literal.length() - 1);
    }

    private static IntervalSet first(int rule) {
        ATN atn = NnParser._ATN;
        return atn.nextTokens(atn.ruleToStartState[rule]);
    }

    private Words() {}
}
