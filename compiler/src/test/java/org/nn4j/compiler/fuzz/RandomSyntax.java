package org.nn4j.compiler.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.ATN;
import org.antlr.v4.runtime.atn.ATNState;
import org.antlr.v4.runtime.atn.RuleStopState;
import org.antlr.v4.runtime.atn.RuleTransition;
import org.antlr.v4.runtime.atn.Transition;
import org.nn4j.grammar.NnParser;

/**
 * Texts that the grammar derives, by a random walk through the parser's own automaton: whatever is added to the grammar
 * is written here too.
 */
final class RandomSyntax {
    private static final ATN AUTOMATON = NnParser._ATN;

    /** The fewest tokens from each state to the end of its rule. */
    private static final int[] SHORTEST = shortest();

    private static final List<String> INTS =
            List.of("0", "1", "2", "3", "4", "8", "28", "64", "1_000", "2147483648", "9223372036854775807");
    private static final List<String> FLOATS = List.of("0.5", "1e-3", "0.0", "1.0", "1e308", "1e-320");
    private static final List<String> STRINGS =
            List.of("\"\"", "\"a.csv\"", "\"**.w\"", "\"bij,bjk->bik\"", "\"last\"", "\"\\n\\u{1F600}\"");

    private final Random random;
    private final List<String> names;

    /** @param names what names are drawn from */
    RandomSyntax(Random random, List<String> names) {
        this.random = random;
        this.names = names;
    }

    private static int[] shortest() {
        int[] best = new int[AUTOMATON.states.size()];
        Arrays.fill(best, Integer.MAX_VALUE / 2);
        boolean changed = true;
        while (changed) {
            changed = false;
            for (ATNState s : AUTOMATON.states) {
                int found = s instanceof RuleStopState ? 0 : best[s.stateNumber];
                for (Transition t : s instanceof RuleStopState ? new Transition[0] : s.getTransitions()) {
                    found = Math.min(found, length(t, best));
                }
                changed |= found < best[s.stateNumber];
                best[s.stateNumber] = found;
            }
        }
        return best;
    }

    private static int length(Transition t, int[] best) {
        if (t instanceof RuleTransition rule) {
            return Math.min(
                    Integer.MAX_VALUE / 2, best[rule.target.stateNumber] + best[rule.followState.stateNumber] + 1);
        }
        return (t.isEpsilon() ? 0 : 1) + best[t.target.stateNumber];
    }

    /** A text of a rule; after about {@code tokens} of them it takes the shortest way out. */
    String text(int rule, int tokens) {
        StringBuilder out = new StringBuilder();
        walk(AUTOMATON.ruleToStartState[rule], out, new int[] {tokens}, 0);
        return out.toString();
    }

    private void walk(ATNState from, StringBuilder out, int[] left, int depth) {
        ATNState state = from;
        while (!(state instanceof RuleStopState)) {
            Transition t = choose(state, left[0] <= 0 || depth > 60);
            if (t instanceof RuleTransition rule) {
                walk(rule.target, out, left, depth + 1);
                state = rule.followState;
                continue;
            }
            if (!t.isEpsilon()) {
                List<Integer> types = t.label().toList();
                out.append(spelling(types.get(random.nextInt(types.size())))).append(' ');
                left[0]--;
            }
            state = t.target;
        }
    }

    private Transition choose(ATNState state, boolean home) {
        Transition[] all = state.getTransitions();
        if (!home) {
            return all[random.nextInt(all.length)];
        }
        Transition best = all[0];
        for (Transition t : all) {
            best = length(t, SHORTEST) < length(best, SHORTEST) ? t : best;
        }
        return best;
    }

    private String spelling(int type) {
        return switch (type) {
            case Token.EOF -> "";
            case NnParser.ID -> pick(names);
            case NnParser.INT -> pick(INTS);
            case NnParser.FLOAT -> pick(FLOATS);
            case NnParser.STRING -> pick(STRINGS);
            case NnParser.TUPLE_INDEX -> "." + random.nextInt(3);
            default -> {
                String literal = NnParser.VOCABULARY.getLiteralName(type);
                yield literal == null ? "" : literal.substring(1, literal.length() - 1);
            }
        };
    }

    private String pick(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }
}
